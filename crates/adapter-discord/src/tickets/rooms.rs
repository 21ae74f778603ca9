//! The channels of tickets, over Discord's REST API.

use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::{ChannelId, GuildId, MessageId, PortFailure, RoleId, UserId};
use reminders_core::Who;
use tickets_core::faq::Hit;
use tickets_core::{
    CategoryLook, Line, NewRoom, Overwrite, Permissions, Ping, Place, RoomError, RoomKind, Ticket,
    TicketRooms, WorkId,
};
use twilight_http::request::AuditLogReason as _;
use twilight_model::channel::message::AllowedMentions;
use twilight_model::channel::permission_overwrite::{PermissionOverwrite, PermissionOverwriteType};
use twilight_model::channel::{Channel, ChannelType};
use twilight_model::id::marker::{ChannelMarker, MessageMarker};

use super::made::Made;
use super::overwrite_wire::{edited, written};
use super::refused::{UNKNOWN_CHANNEL, Verb, needing, room_error};
use super::said::Said;
use super::{control_view, line_view, offer_view};
use crate::GuildDirectory;
use crate::convert::{FromTwilight as _, ToTwilight as _};
use crate::directory::RoleObstacle;
use crate::reply::rows;
use crate::rest::{Rest, RestError};

/// [`TicketRooms`] over Discord's REST API.
pub struct TicketChannels {
    pub(super) rest: Rest,
    pub(super) directory: Arc<GuildDirectory>,
    pub(super) bot: UserId,
    admin_roles: Vec<RoleId>,
}

impl TicketChannels {
    /// The channels that `bot` makes through `rest`. The first of `admin_roles` that a guild has stands in for the role of
    /// its staff where it has chosen none.
    pub fn new(
        rest: Rest,
        directory: Arc<GuildDirectory>,
        bot: UserId,
        admin_roles: Vec<RoleId>,
    ) -> Self {
        Self {
            rest,
            directory,
            bot,
            admin_roles,
        }
    }

    async fn channels(&self, guild: GuildId) -> Result<Vec<Channel>, RestError> {
        let request = self.rest.requests().guild_channels(guild.to_twilight());
        self.rest.model(request).await
    }

    pub(super) fn held(&self, guild: GuildId, channel: ChannelId) -> Permissions {
        let in_channel = self.directory.permissions(guild, channel, &Who::Bot);
        let held = in_channel
            .map(|it| it.1)
            .or_else(|| self.directory.given_everywhere(guild));
        Permissions::from_bits(held.map_or(u64::MAX, |it| it.bits()))
    }

    /// As much of an overwrite as the bot may give in the channel, or category: Discord refuses the whole if there is a bit
    /// more.
    fn given(&self, guild: GuildId, channel: ChannelId, overwrite: Overwrite) -> Overwrite {
        let held = self.held(guild, channel);
        let dropped = (overwrite.allow | overwrite.deny).without(held);
        if dropped != Permissions::NONE {
            tracing::info!(
                guild.id = guild.get(),
                bits = dropped.bits(),
                "permissions that the bot does not hold were left out of an overwrite"
            );
        }
        overwrite.within(held)
    }

    /// Posts what follows from work, in a thread that sleeps as well.
    async fn post(
        &self,
        ticket: &Ticket,
        channel: ChannelId,
        said: Said<'_>,
    ) -> Result<(), RoomError> {
        let body = said.into_json()?;
        let request = || {
            let request = self.rest.requests().create_message(channel.to_twilight());
            request.payload_json(&body)
        };
        let done = self.rest.done(request()).await;
        match done {
            Err(error) if self.woke(ticket, &error).await? => self.rest.done(request()).await,
            done => done,
        }
        .map_err(self.unwritten(ticket, channel))
    }

    pub(super) async fn pin(&self, channel: ChannelId, message: MessageId) {
        let request = self
            .rest
            .requests()
            .create_pin(channel.to_twilight(), message.to_twilight());
        if let Err(error) = self.rest.done(request).await {
            tracing::debug!(
                error = &error as &dyn std::error::Error,
                "could not pin the buttons of a ticket"
            );
        }
    }
}

#[async_trait]
impl TicketRooms for TicketChannels {
    fn bot(&self) -> UserId {
        self.bot
    }

    fn has_role(&self, guild: GuildId, role: RoleId) -> bool {
        let obstacle = self.directory.obstacle_to_naming(guild, role);
        let is_there = !self.directory.knows(guild) || obstacle != Some(RoleObstacle::Unknown);
        is_there && role.get() != guild.get() // The latter is everybody's.
    }

    fn stand_in(&self, guild: GuildId) -> Option<RoleId> {
        // Of a guild that is not known there is an obstacle to each.
        let is_there = |it: &RoleId| self.directory.obstacle_to_naming(guild, *it).is_none();
        self.admin_roles.iter().copied().find(is_there)
    }

    async fn look(
        &self,
        guild: GuildId,
        place: Place,
    ) -> Result<Option<CategoryLook>, PortFailure> {
        let channels = self.channels(guild).await;
        let channels = channels.map_err(|it| it.failure("look at the category of tickets"))?;
        let id = place.parent().to_twilight();
        let kind = match place {
            Place::Category(_) => ChannelType::GuildCategory,
            // Others have no private threads.
            Place::Threads(_) => ChannelType::GuildText,
        };
        if !channels.iter().any(|it| (it.id, it.kind) == (id, kind)) {
            return Ok(None);
        }
        let within = channels.iter().filter(|it| it.parent_id == Some(id));
        Ok(Some(CategoryLook {
            held: self.held(guild, place.parent()),
            channels: count(within.count()),
            guild_channels: count(channels.len()),
        }))
    }

    async fn make(&self, room: &NewRoom) -> Result<ChannelId, RoomError> {
        let category = match room.place {
            Place::Category(category) => category,
            Place::Threads(channel) => return self.make_thread(channel, room).await,
        };
        let overwrites = room.overwrites.iter();
        let overwrites: Vec<PermissionOverwrite> = overwrites
            .map(|it| written(self.given(room.guild, category, *it)))
            .collect();
        let topic = topic(&room.ticket);
        let reason = format!("Ticket {} opened", room.ticket.number);
        let request = self
            .rest
            .requests()
            .create_guild_channel(room.guild.to_twilight(), &room.name)
            .kind(ChannelType::GuildText)
            .parent_id(category.to_twilight())
            .permission_overwrites(&overwrites)
            .topic(&topic)
            .reason(&reason);
        let made = self.rest.model(request).await;
        let needed = Verb::Make.needs(RoomKind::Channel);
        made.and_then(Made::<ChannelMarker>::id)
            .map_err(self.refused(room.guild, category, needed))
    }

    async fn made_for(&self, ticket: &Ticket, name: &str) -> Result<Option<ChannelId>, RoomError> {
        if ticket.room == RoomKind::Thread {
            return self.thread_made_for(ticket, name).await;
        }
        let channels = self.channels(ticket.guild).await.map_err(room_error)?;
        let (topic, people) = (topic(ticket), [self.bot, ticket.requester]);
        let is_it = |it: &&Channel| {
            it.kind == ChannelType::GuildText
                && (it.topic.as_deref() == Some(&topic)
                    || it.name.as_deref() == Some(name) && lets_in(it, people))
        };
        let found = channels.iter().find(is_it);
        Ok(found.and_then(|it| ChannelId::from_twilight(it.id).ok()))
    }

    async fn post_control(
        &self,
        ticket: &Ticket,
        staff: Option<RoleId>,
        pings: bool,
    ) -> Result<MessageId, RoomError> {
        let channel = ticket.channel.ok_or(RoomError::Gone)?;
        let greeting = control_view::greeting(ticket, staff);
        let embeds = [control_view::embed(ticket)];
        let components = control_view::components(ticket);
        let mut mentions = AllowedMentions::default();
        if pings {
            mentions.users = vec![ticket.requester.to_twilight()];
            mentions.roles = staff.map(RoleId::to_twilight).into_iter().collect();
        }
        let request = || {
            let request = self.rest.requests().create_message(channel.to_twilight());
            request
                .content(greeting.as_str())
                .embeds(&embeds)
                .components(&components)
                .allowed_mentions(Some(&mentions))
        };
        let made: Result<Made<MessageMarker>, RestError> = self.rest.model(request()).await;
        let made = match made {
            Err(error) if self.woke(ticket, &error).await? => self.rest.model(request()).await,
            made => made,
        };
        let made = made.and_then(Made::id);
        let message = made.map_err(self.unwritten(ticket, channel))?;
        self.pin(channel, message).await;
        Ok(message)
    }

    async fn find_control(&self, ticket: &Ticket) -> Result<Option<MessageId>, RoomError> {
        self.read_buttons_back(ticket).await
    }

    async fn refresh_control(&self, ticket: &Ticket) -> Result<(), RoomError> {
        let channel = ticket.channel.ok_or(RoomError::Gone)?;
        let message = ticket.control_message.ok_or(RoomError::Gone)?;
        let embeds = [control_view::embed(ticket)];
        let components = control_view::components(ticket);
        let nobody = AllowedMentions::default();
        let request = || {
            let requests = self.rest.requests();
            let request = requests.update_message(channel.to_twilight(), message.to_twilight());
            request
                .embeds(Some(&embeds))
                .components(Some(&components))
                .allowed_mentions(Some(&nobody))
        };
        let done = self.rest.done(request()).await;
        match done {
            Err(error) if self.woke(ticket, &error).await? => self.rest.done(request()).await,
            done => done,
        }
        .map_err(self.unwritten(ticket, channel))
    }

    async fn say(
        &self,
        ticket: &Ticket,
        line: &Line,
        ping: Ping,
        of: WorkId,
    ) -> Result<(), RoomError> {
        let channel = ticket.channel.ok_or(RoomError::Gone)?;
        let words = line_view::words(line, ticket, ping);
        let buttons = rows(line_view::buttons(line, ticket));
        let said = Said::new(words.as_str(), pinging(ping), ticket, of).with(&[], &buttons);
        self.post(ticket, channel, said).await
    }

    async fn offer(&self, ticket: &Ticket, answers: &[Hit], of: WorkId) -> Result<(), RoomError> {
        let channel = ticket.channel.ok_or(RoomError::Gone)?;
        let embeds = [offer_view::card(answers).build()];
        let said = Said::new("", AllowedMentions::default(), ticket, of);
        let said = said.with(&embeds, &[]).quiet();
        self.post(ticket, channel, said).await
    }

    async fn has_said(
        &self,
        ticket: &Ticket,
        line: &Line,
        ping: Ping,
        since: DateTime<Utc>,
    ) -> Result<bool, RoomError> {
        let words = line_view::words(line, ticket, ping);
        self.read_line_back(ticket, &words, since).await
    }

    async fn ask(&self, ticket: &Ticket, of: WorkId) -> Result<bool, RoomError> {
        self.ask_requester(ticket, of).await
    }

    async fn invite(&self, thread: ChannelId, member: UserId) -> Result<(), RoomError> {
        self.join_thread(thread, member).await
    }

    async fn invite_role(
        &self,
        ticket: &Ticket,
        role: RoleId,
        of: WorkId,
    ) -> Result<(), RoomError> {
        self.mention_into_thread(ticket, role, of).await
    }

    async fn seal(&self, thread: ChannelId, is_sealed: bool) -> Result<(), RoomError> {
        self.seal_thread(thread, is_sealed).await
    }

    async fn set(&self, ticket: &Ticket, overwrite: Overwrite) -> Result<(), RoomError> {
        let channel = ticket.channel.ok_or(RoomError::Gone)?;
        let overwrite = edited(self.given(ticket.guild, channel, overwrite));
        let request = self
            .rest
            .requests()
            .update_channel_permission(channel.to_twilight(), &overwrite);
        let done = self.rest.done(request).await;
        let needed = Verb::Admit.needs(ticket.room);
        done.map_err(self.refused(ticket.guild, channel, needed))
    }

    async fn speakers(&self, channel: ChannelId) -> Result<Vec<UserId>, RoomError> {
        let request = self.rest.requests().channel(channel.to_twilight());
        let read = self.rest.model(request).await;
        let channel: Channel = read.map_err(needing(Permissions::VIEW_CHANNEL))?;
        let overwrites = channel.permission_overwrites.unwrap_or_default();
        let speaks = |it: &PermissionOverwrite| {
            it.kind == PermissionOverwriteType::Member
                && Permissions::from_bits(it.allow.bits()).contains(Permissions::SEND_MESSAGES)
        };
        let members = overwrites.into_iter().filter(speaks);
        let members = members.filter_map(|it| UserId::new(it.id.get()).ok());
        Ok(members.filter(|it| *it != self.bot).collect())
    }

    async fn is_there(&self, channel: ChannelId) -> Result<(), RoomError> {
        let request = self.rest.requests().channel(channel.to_twilight());
        let done = self.rest.done(request).await;
        done.map_err(needing(Permissions::VIEW_CHANNEL))
    }

    async fn rename(&self, ticket: &Ticket, name: &str) -> Result<(), RoomError> {
        let channel = ticket.channel.ok_or(RoomError::Gone)?;
        let requests = self.rest.requests();
        let done = match ticket.room {
            RoomKind::Channel => {
                let request = requests.update_channel(channel.to_twilight());
                self.rest.done(request.name(name)).await
            }
            RoomKind::Thread => {
                // One that Discord archived takes its name together with being opened.
                let request = requests.update_thread(channel.to_twilight());
                self.rest.done(request.archived(false).name(name)).await
            }
        };
        done.map_err(self.unchanged(ticket, channel))
    }

    async fn delete(&self, channel: ChannelId, ticket: &Ticket) -> Result<(), RoomError> {
        let reason = format!("Ticket {} is over", ticket.number);
        let request = self
            .rest
            .requests()
            .delete_channel(channel.to_twilight())
            .reason(&reason);
        match self.rest.done(request).await {
            Err(error) if error.is_unknown(UNKNOWN_CHANNEL) => Ok(()),
            done => done.map_err(self.unchanged(ticket, channel)),
        }
    }

    async fn take_away(&self, guild: GuildId, channel: ChannelId) -> Result<(), RoomError> {
        let request = self
            .rest
            .requests()
            .delete_channel(channel.to_twilight())
            .reason("Its ticket was erased");
        match self.rest.done(request).await {
            Err(error) if error.is_unknown(UNKNOWN_CHANNEL) => Ok(()),
            done => {
                done.map_err(self.refused(guild, channel, Verb::Change.needs(RoomKind::Channel)))
            }
        }
    }
}

/// What tells whose a channel is, whoever did not live to note it.
fn topic(ticket: &Ticket) -> String {
    format!("Ticket #{} of <@{}>", ticket.number, ticket.requester)
}

/// Whether the channel has an overwrite for each of these people.
fn lets_in(channel: &Channel, people: [UserId; 2]) -> bool {
    let overwrites = channel.permission_overwrites.as_deref().unwrap_or_default();
    people.into_iter().all(|person| {
        let is_theirs = |it: &PermissionOverwrite| {
            it.kind == PermissionOverwriteType::Member && it.id.get() == person.get()
        };
        overwrites.iter().any(is_theirs)
    })
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn pinging(ping: Ping) -> AllowedMentions {
    match ping {
        Ping::Nobody => AllowedMentions::default(),
        Ping::User(user) => AllowedMentions {
            users: vec![user.to_twilight()],
            ..AllowedMentions::default()
        },
        Ping::Role(role) => AllowedMentions {
            roles: vec![role.to_twilight()],
            ..AllowedMentions::default()
        },
    }
}
