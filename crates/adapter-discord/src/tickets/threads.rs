//! Tickets as private threads: who joins them, and how they are sealed.

use kernel::{ChannelId, RoleId, UserId};
use serde::Deserialize;
use tickets_core::{NewRoom, RoomError, RoomKind, Ticket, WorkId};
use twilight_http::request::AuditLogReason as _;
use twilight_model::channel::message::AllowedMentions;
use twilight_model::channel::thread::AutoArchiveDuration;
use twilight_model::channel::{Channel, ChannelType};
use twilight_model::id::marker::{ChannelMarker, MessageMarker};

use super::line_view;
use super::made::Made;
use super::refused::{Verb, needing, room_error};
use super::rooms::TicketChannels;
use super::said::Said;
use crate::convert::{FromTwilight as _, ToTwilight as _};
use crate::rest::RestError;

/// Discord's code for a thread that it has archived, because nobody wrote in it for a week.
const THREAD_ARCHIVED: u64 = 50_083;
/// Its codes for somebody who is not in the guild, or nowhere any more.
const UNKNOWN_MEMBER: u64 = 10_007;
const UNKNOWN_USER: u64 = 10_013;

/// All that is read of a guild's active threads.
#[derive(Deserialize)]
struct Active {
    threads: Vec<Channel>,
}

impl TicketChannels {
    /// Whether Discord refused because it had archived the ticket's thread, which is open again now.
    pub(super) async fn woke(&self, ticket: &Ticket, error: &RestError) -> Result<bool, RoomError> {
        let Some(thread) = ticket.channel.filter(|_| ticket.room == RoomKind::Thread) else {
            return Ok(false);
        };
        if !error.is_unknown(THREAD_ARCHIVED) {
            return Ok(false);
        }
        let request = self.rest.requests().update_thread(thread.to_twilight());
        let woken = self.rest.done(request.archived(false)).await;
        woken.map(|()| true).map_err(self.unchanged(ticket, thread))
    }

    pub(super) async fn make_thread(
        &self,
        parent: ChannelId,
        room: &NewRoom,
    ) -> Result<ChannelId, RoomError> {
        let reason = format!("Ticket {} opened", room.ticket.number);
        let requests = self.rest.requests();
        let request = requests
            .create_thread(parent.to_twilight(), &room.name, ChannelType::PrivateThread)
            .auto_archive_duration(AutoArchiveDuration::Week)
            .invitable(false)
            .reason(&reason);
        let made = self.rest.model(request).await;
        let needed = Verb::Make.needs(RoomKind::Thread);
        made.and_then(Made::<ChannelMarker>::id)
            .map_err(self.refused(room.guild, parent, needed))
    }

    /// A thread has no topic: that the bot made a private one of this name tells enough.
    pub(super) async fn thread_made_for(
        &self,
        ticket: &Ticket,
        name: &str,
    ) -> Result<Option<ChannelId>, RoomError> {
        let guild = ticket.guild.to_twilight();
        let request = self.rest.requests().active_threads(guild);
        let active: Active = self.rest.model(request).await.map_err(room_error)?;
        let bot = self.bot.to_twilight();
        let is_it = |it: &Channel| {
            it.kind == ChannelType::PrivateThread
                && it.owner_id == Some(bot)
                && it.name.as_deref() == Some(name)
        };
        let found = active.threads.into_iter().find(is_it);
        Ok(found.and_then(|it| ChannelId::from_twilight(it.id).ok()))
    }

    /// Whoever has left the guild is let in when they come back and the ticket is opened again.
    pub(super) async fn join_thread(
        &self,
        thread: ChannelId,
        member: UserId,
    ) -> Result<(), RoomError> {
        let (thread, member) = (thread.to_twilight(), member.to_twilight());
        let request = self.rest.requests().add_thread_member(thread, member);
        match self.rest.done(request).await {
            Err(error) if error.is_unknown(UNKNOWN_MEMBER) || error.is_unknown(UNKNOWN_USER) => {
                Ok(())
            }
            done => done.map_err(needing(Verb::Admit.needs(RoomKind::Thread))),
        }
    }

    /// Discord adds whom a message in a thread mentions, and an edit mentions them without a ping.
    pub(super) async fn mention_into_thread(
        &self,
        ticket: &Ticket,
        role: RoleId,
        of: WorkId,
    ) -> Result<(), RoomError> {
        let channel = ticket.channel.ok_or(RoomError::Gone)?;
        let thread = channel.to_twilight();
        let words = line_view::letting_in();
        let nobody = AllowedMentions::default();
        let body = Said::new(words.as_str(), nobody, ticket, of).into_json()?;
        let request = || {
            let request = self.rest.requests().create_message(thread);
            request.payload_json(&body)
        };
        let made: Result<Made<MessageMarker>, RestError> = self.rest.model(request()).await;
        let made = match made {
            Err(error) if self.woke(ticket, &error).await? => self.rest.model(request()).await,
            made => made,
        };
        let made = made.map_err(self.unwritten(ticket, channel))?;
        let words = line_view::let_in(role);
        let them = AllowedMentions {
            roles: vec![role.to_twilight()],
            ..AllowedMentions::default()
        };
        let requests = self.rest.requests();
        let request = requests
            .update_message(thread, made.id)
            .content(Some(words.as_str()))
            .allowed_mentions(Some(&them));
        let done = self.rest.done(request).await;
        done.map_err(self.unwritten(ticket, channel))
    }

    pub(super) async fn seal_thread(
        &self,
        thread: ChannelId,
        is_sealed: bool,
    ) -> Result<(), RoomError> {
        let request = self.rest.requests().update_thread(thread.to_twilight());
        let request = request.archived(false).locked(is_sealed);
        let done = self.rest.done(request).await;
        done.map_err(needing(Verb::Change.needs(RoomKind::Thread)))
    }
}
