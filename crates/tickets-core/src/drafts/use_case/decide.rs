//! What staff does with a draft: posting it, changed or not, or discarding it. Who they are is asked anew each time.

use kernel::{GuildId, Member, RoleId};

use super::{DraftRefusal, Drafts, Refused, refuse, refused};
use crate::drafts::outcome::{edit_ratio, text_of};
use crate::drafts::{Decision, Signed, Suggestion, SuggestionId, SuggestionState};
use crate::{Permissions, RoomError, RoomKind, Standing, Ticket};

/// A reply that staff wants to post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Post {
    /// Where.
    pub guild: GuildId,
    /// Out of which draft.
    pub id: SuggestionId,
    /// Who.
    pub member: Member,
    /// Which roles they have now.
    pub roles: Vec<RoleId>,
    /// What they are called there.
    pub signed: String,
    /// The draft, as its message shows it.
    pub draft: String,
    /// What staff made of it; the draft itself if they changed nothing.
    pub text: String,
}

impl Drafts {
    /// Whether somebody may do something with a draft now: it is theirs, it waits for them, and they are staff still.
    pub async fn may_decide(
        &self,
        guild: GuildId,
        id: SuggestionId,
        member: Member,
        roles: &[RoleId],
    ) -> Refused<()> {
        self.open(guild, id, member, roles).await.map(drop)
    }

    /// Posts a draft, or what staff made of it, in the ticket's channel. Of two presses the first one counts, and what
    /// could not be posted for certain waits again.
    pub async fn post(&self, post: &Post) -> Refused<Ticket> {
        let Post {
            guild, id, member, ..
        } = *post;
        let (_, ticket) = self.open(guild, id, member, &post.roles).await?;
        let text = text_of(&post.text);
        if text.is_empty() {
            return refuse(DraftRefusal::Blank);
        }
        let decision = if text == text_of(&post.draft) {
            Decision::Posted
        } else {
            Decision::Edited(edit_ratio(&post.draft, &text))
        };
        self.decide(guild, id, decision, text.chars().count())
            .await?;
        let reply = Signed {
            draft: id,
            text: &text,
            name: &post.signed,
        };
        self.say(&ticket, &reply, post.draft.chars().count())
            .await?;
        self.tell(&ticket, member.user, Some(decision)).await;
        Ok(ticket)
    }

    /// Does not use a draft.
    pub async fn discard(
        &self,
        guild: GuildId,
        id: SuggestionId,
        member: Member,
        roles: &[RoleId],
    ) -> Refused<()> {
        let (_, ticket) = self.open(guild, id, member, roles).await?;
        self.decide(guild, id, Decision::Dismissed, 0).await?;
        self.tell(&ticket, member.user, Some(Decision::Dismissed))
            .await;
        Ok(())
    }

    /// Posts a reply. Where Discord does not say whether it was, the channel does; the draft, of `chars` characters, waits
    /// again only where it was not.
    async fn say(&self, ticket: &Ticket, reply: &Signed<'_>, chars: usize) -> Refused<()> {
        let since = self.ports.clock.now();
        let rooms = &self.ports.rooms;
        let Err(error) = rooms.reply(ticket, reply).await else {
            return Ok(());
        };
        // Else Discord has refused it.
        if let RoomError::Failed(_) = error {
            match rooms.stands(ticket, reply, since).await {
                Ok(true) => return Ok(()),
                Ok(false) => {}
                Err(_) => return refuse(DraftRefusal::Unsure),
            }
        }
        let store = &self.ports.store;
        store.reopen(ticket.guild, reply.draft, chars).await?;
        Err(refused(error, to_write(ticket.room)))
    }

    async fn open(
        &self,
        guild: GuildId,
        id: SuggestionId,
        member: Member,
        roles: &[RoleId],
    ) -> Refused<(Suggestion, Ticket)> {
        let settings = self.settings(guild).await?;
        let Some(suggestion) = self.ports.store.find(guild, id).await? else {
            return refuse(DraftRefusal::NotFound);
        };
        if suggestion.by != member.user {
            return refuse(DraftRefusal::NotYours);
        }
        let Some(ticket) = self.ports.tickets.find(guild, suggestion.ticket).await? else {
            return refuse(DraftRefusal::Closed);
        };
        if !Standing::of(member, roles, settings.staff_role_id, &ticket).is_staff {
            return refuse(DraftRefusal::NotStaff);
        }
        if let SuggestionState::Decided(decision) = suggestion.state {
            return refuse(DraftRefusal::Decided(decision));
        }
        if !ticket.status.is_live() {
            return refuse(DraftRefusal::Closed);
        }
        Ok((suggestion, ticket))
    }

    async fn decide(
        &self,
        guild: GuildId,
        id: SuggestionId,
        decision: Decision,
        chars: usize,
    ) -> Refused<()> {
        let now = self.ports.clock.now();
        let store = &self.ports.store;
        if store.decide(guild, id, decision, chars, now).await? {
            return Ok(());
        }
        match store.find(guild, id).await?.map(|it| it.state) {
            Some(SuggestionState::Decided(before)) => refuse(DraftRefusal::Decided(before)),
            _ => refuse(DraftRefusal::NotFound),
        }
    }
}

/// What it takes to post a reply.
fn to_write(room: RoomKind) -> Permissions {
    Permissions::VIEW_CHANNEL
        | match room {
            RoomKind::Channel => Permissions::SEND_MESSAGES,
            RoomKind::Thread => Permissions::SEND_MESSAGES_IN_THREADS,
        }
}
