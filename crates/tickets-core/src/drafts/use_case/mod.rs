//! Drafting a reply, and what staff does with it.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{
    ChannelId, Clock, Cooldown, GuildId, Member, PortFailure, RoleId, UseCaseError, UserId,
};
use language_model::{LanguageModel, ModelError};
use settings_core::SettingsReader;

use super::ask::{LATEST, request};
use super::outcome::{edit_ratio, read, text_of};
use super::sources::{of_faq, of_pins};
use super::{
    Decision, Documents, DraftRooms, NewSuggestion, ReadDocuments, Source, Suggestion,
    SuggestionId, SuggestionState, SuggestionStore,
};
use crate::conversation::{Cast, latest};
use crate::faq::Faq;
use crate::settings::ticketbot::TicketbotSettings;
use crate::summary::too_little;
use crate::written::usable;
use crate::{LogEvent, RoomMessage, RoomMessages, Standing, Ticket, TicketLog, TicketStore};

/// Staff waits so long for a draft.
const PATIENCE: TimeDelta = TimeDelta::seconds(45);
/// Of the requester's messages so many, the last ones, are part of what sources are looked for with.
const ASKED: usize = 2;
/// What fails where a draft needs the ticket's channel.
const IN_ROOM: &str = "read or write in the channel of a ticket";

/// Everything that drafts need from outside.
pub struct DraftPorts {
    /// The tickets.
    pub tickets: Arc<dyn TicketStore>,
    /// What people wrote in them.
    pub messages: Arc<dyn RoomMessages>,
    /// The guilds' answers.
    pub faq: Faq,
    /// What Alphapy has written down.
    pub documents: Documents,
    /// Who drafts.
    pub model: Arc<dyn LanguageModel>,
    /// What became of drafts.
    pub store: Arc<dyn SuggestionStore>,
    /// Where replies are posted.
    pub rooms: Arc<dyn DraftRooms>,
    /// What guilds have set.
    pub settings: Arc<dyn SettingsReader>,
    /// The guild's log channel.
    pub log: Arc<dyn TicketLog>,
    /// The time.
    pub clock: Arc<dyn Clock>,
}

/// The drafts of all guilds. Cheap to clone.
#[derive(Clone)]
pub struct Drafts {
    ports: Arc<DraftPorts>,
    asking: Arc<Cooldown<UserId>>,
}

/// A draft, for whoever asked alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Its number.
    pub id: SuggestionId,
    /// The reply; 1 to [`DRAFT_MAX`](super::DRAFT_MAX) characters.
    pub text: String,
    /// What the model says it used; nothing where it is not grounded in anything.
    pub sources: Vec<Source>,
}

/// A reply that staff wants to post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Post {
    /// Where.
    pub guild: GuildId,
    /// Out of which draft.
    pub id: SuggestionId,
    /// Who.
    pub by: UserId,
    /// What they are called there.
    pub signed: String,
    /// The draft, as its message shows it.
    pub draft: String,
    /// What staff made of it; the draft itself if they changed nothing.
    pub text: String,
}

/// Why there is no draft, or nothing is done with it.
#[derive(Debug, Clone, PartialEq)]
pub enum DraftRefusal {
    /// Tickets are switched off here.
    Disabled,
    /// The channel belongs to no ticket.
    NoTicketHere,
    /// Only staff may ask.
    NotStaff,
    /// Not before so long.
    CoolingDown(TimeDelta),
    /// The ticket is closed.
    Closed,
    /// There is nothing yet that could be answered.
    TooLittle,
    /// The model does not answer.
    Model(ModelError),
    /// There is no such draft.
    NotFound,
    /// Somebody else asked for it.
    NotYours,
    /// It was decided before.
    Decided(Decision),
    /// There is nothing left of it.
    Blank,
}

type Refused<T> = Result<T, UseCaseError<DraftRefusal>>;

fn refuse<T>(refusal: DraftRefusal) -> Refused<T> {
    Err(UseCaseError::Refused(refusal))
}

impl Drafts {
    /// Whoever asked for a draft asks for the next one after this time.
    pub const WINDOW: TimeDelta = TimeDelta::seconds(5);

    /// Drafts over these ports.
    pub fn new(ports: DraftPorts) -> Self {
        Self {
            ports: Arc::new(ports),
            asking: Arc::new(Cooldown::new(1, Self::WINDOW)),
        }
    }

    /// Reads anew what Alphapy has written down.
    pub async fn reload_documents(&self) -> ReadDocuments {
        self.ports.documents.reload().await
    }

    /// Drafts a reply in the ticket of this channel. Nothing is posted.
    pub async fn suggest(
        &self,
        guild: GuildId,
        channel: ChannelId,
        member: Member,
        roles: &[RoleId],
    ) -> Refused<Draft> {
        let settings = self.settings(guild).await?;
        let Some(ticket) = self.ports.tickets.in_channel(guild, channel).await? else {
            return refuse(DraftRefusal::NoTicketHere);
        };
        if !Standing::of(member, roles, settings.staff_role_id, &ticket).is_staff {
            return refuse(DraftRefusal::NotStaff);
        }
        if !ticket.status.is_live() {
            return refuse(DraftRefusal::Closed);
        }
        let now = self.ports.clock.now();
        if let Err(wait) = self.asking.admit(member.user, now) {
            return refuse(DraftRefusal::CoolingDown(wait));
        }
        let drafted = self.draft(&ticket, channel, member.user, now).await;
        if matches!(drafted, Err(UseCaseError::Failed(_))) {
            self.asking.give_back(member.user, now);
        }
        drafted
    }

    async fn draft(
        &self,
        ticket: &Ticket,
        channel: ChannelId,
        by: UserId,
        now: DateTime<Utc>,
    ) -> Refused<Draft> {
        let ports = &self.ports;
        let read_messages = latest(&*ports.messages, channel, LATEST).await;
        let messages = read_messages.map_err(|it| it.failure(IN_ROOM))?;
        if too_little(ticket, &messages) {
            return refuse(DraftRefusal::TooLittle);
        }
        let history = ports.tickets.history(ticket.guild, ticket.id).await?;
        let cast = Cast::of(ticket, &history).with_staff(by);
        let sources = self.sources(ticket, channel, &messages, &cast).await?;
        let asked = request(ticket, &messages, &cast, &sources, (by, now + PATIENCE));
        let written = usable(&*ports.model, asked, |it| read(it, &sources)).await;
        let (text, sources) =
            written.map_err(|it| UseCaseError::Refused(DraftRefusal::Model(it)))?;
        let suggestion = NewSuggestion {
            guild: ticket.guild,
            ticket: ticket.id,
            by,
            sources: sources.iter().map(|it| it.id.clone()).collect(),
            chars: text.chars().count(),
        };
        let now = ports.clock.now();
        let Some(id) = ports.store.add(&suggestion, now).await? else {
            return refuse(DraftRefusal::NoTicketHere);
        };
        self.tell(ticket, by, None).await;
        Ok(Draft { id, text, sources })
    }

    async fn sources(
        &self,
        ticket: &Ticket,
        channel: ChannelId,
        messages: &[RoomMessage],
        cast: &Cast,
    ) -> Result<Vec<Source>, PortFailure> {
        let theirs = messages
            .iter()
            .rev()
            .filter(|it| cast.is_requester(it.author));
        let asked = theirs.take(ASKED).map(|it| &*it.content);
        let question: Vec<&str> = std::iter::once(&*ticket.description).chain(asked).collect();
        let question = question.join("\n");
        let hits = self.ports.faq.hits_for(ticket.guild, &question).await?;
        // A draft without what is pinned helps more than none.
        let pins = self
            .ports
            .messages
            .pinned(channel)
            .await
            .unwrap_or_default();
        let documents = self.ports.documents.search(&question);
        Ok(of_faq(&hits)
            .chain(documents)
            .chain(of_pins(&pins))
            .collect())
    }

    /// Whether somebody may do something with a draft now: it is theirs, and waits for them.
    pub async fn may_decide(&self, guild: GuildId, id: SuggestionId, by: UserId) -> Refused<()> {
        self.open(guild, id, by).await.map(drop)
    }

    async fn open(
        &self,
        guild: GuildId,
        id: SuggestionId,
        by: UserId,
    ) -> Refused<(Suggestion, Ticket)> {
        self.settings(guild).await?;
        let Some(suggestion) = self.ports.store.find(guild, id).await? else {
            return refuse(DraftRefusal::NotFound);
        };
        if suggestion.by != by {
            return refuse(DraftRefusal::NotYours);
        }
        if let SuggestionState::Decided(decision) = suggestion.state {
            return refuse(DraftRefusal::Decided(decision));
        }
        match self.ports.tickets.find(guild, suggestion.ticket).await? {
            Some(ticket) if ticket.status.is_live() => Ok((suggestion, ticket)),
            _ => refuse(DraftRefusal::Closed),
        }
    }

    /// Posts a draft, or what staff made of it, in the ticket's channel. Of two presses the first one counts.
    pub async fn post(&self, post: &Post) -> Refused<Ticket> {
        let Post { guild, id, by, .. } = *post;
        let (_, ticket) = self.open(guild, id, by).await?;
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
        if let Err(error) = self.ports.rooms.reply(&ticket, &text, &post.signed).await {
            let chars = post.draft.chars().count();
            self.ports.store.reopen(guild, id, chars).await?;
            return Err(error.failure(IN_ROOM).into());
        }
        self.tell(&ticket, by, Some(decision)).await;
        Ok(ticket)
    }

    /// Does not use a draft.
    pub async fn discard(&self, guild: GuildId, id: SuggestionId, by: UserId) -> Refused<()> {
        let (_, ticket) = self.open(guild, id, by).await?;
        self.decide(guild, id, Decision::Dismissed, 0).await?;
        self.tell(&ticket, by, Some(Decision::Dismissed)).await;
        Ok(())
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

    async fn settings(&self, guild: GuildId) -> Refused<TicketbotSettings> {
        let snapshot = self.ports.settings.snapshot(guild).await?;
        let settings = TicketbotSettings::read(&snapshot);
        if settings.enabled {
            Ok(settings)
        } else {
            refuse(DraftRefusal::Disabled)
        }
    }

    async fn tell(&self, ticket: &Ticket, by: UserId, decision: Option<Decision>) {
        let event = LogEvent::Draft {
            ticket: ticket.number,
            by,
            decision,
        };
        self.ports.log.record(ticket.guild, &event).await;
    }
}

#[cfg(test)]
mod tests;
