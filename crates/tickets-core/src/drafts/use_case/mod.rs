//! Drafting a reply, and what staff does with it.

mod decide;

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{
    ChannelId, Clock, Cooldown, GuildId, Member, PortFailure, RoleId, UseCaseError, UserId,
};
use language_model::{LanguageModel, ModelError};
use settings_core::SettingsReader;

use super::ask::{LATEST, request};
use super::outcome::read;
use super::sources::{of_faq, of_pins};
use super::{
    Decision, Documents, DraftRooms, NewSuggestion, ReadDocuments, Source, SuggestionId,
    SuggestionStore,
};
use crate::conversation::{Cast, latest};
use crate::faq::Faq;
use crate::settings::ticketbot::TicketbotSettings;
use crate::summary::too_little;
use crate::written::usable;
use crate::{
    LogEvent, Permissions, RoomError, RoomMessage, RoomMessages, StaffRoster, Standing, Ticket,
    TicketLog, TicketStore,
};

pub use decide::Post;

/// Staff waits so long for a draft.
const PATIENCE: TimeDelta = TimeDelta::seconds(45);
/// Of the requester's messages so many, the last ones, are part of what sources are looked for with.
const ASKED: usize = 2;
/// What fails where a draft needs the ticket's channel.
const IN_ROOM: &str = "read or write in the channel of a ticket";
/// What it takes to read a conversation.
const READING: Permissions = Permissions::VIEW_CHANNEL.and(Permissions::READ_MESSAGE_HISTORY);

/// Everything that drafts need from outside.
pub struct DraftPorts {
    /// The tickets.
    pub tickets: Arc<dyn TicketStore>,
    /// What people wrote in them.
    pub messages: Arc<dyn RoomMessages>,
    /// Who is staff among those who did.
    pub roster: Arc<dyn StaffRoster>,
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
    /// The bot may not read or write in the ticket's channel: it lacks these.
    Forbidden(Permissions),
    /// Nobody knows whether it was posted: Discord did not say, and cannot be asked.
    Unsure,
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
        let messages = read_messages.map_err(|it| refused(it, READING))?;
        if too_little(ticket, &messages) {
            return refuse(DraftRefusal::TooLittle);
        }
        let history = ports.tickets.history(ticket.guild, ticket.id).await?;
        let cast = Cast::of(ticket, &history).with_staff(by);
        let cast = cast.with_writers(ticket, &messages, &*ports.roster).await;
        let sources = self.sources(ticket, channel, &messages, &cast).await?;
        let asked = request(ticket, &messages, &cast, &sources, (by, now + PATIENCE));
        let written = usable(&*ports.model, asked, |it| read(it, &sources)).await;
        let (text, sources) =
            written.map_err(|it| UseCaseError::Refused(DraftRefusal::Model(it)))?;
        let suggestion = NewSuggestion {
            guild: ticket.guild,
            ticket: ticket.id,
            by,
            sources: sources.iter().map(|it| it.origin.clone()).collect(),
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
        let question = question(ticket, messages, cast);
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

/// What sources are looked for with: what the requester wrote last comes first, since of many words the first ones count.
fn question(ticket: &Ticket, messages: &[RoomMessage], cast: &Cast) -> String {
    let newest_first = messages.iter().rev();
    let theirs = newest_first.filter(|it| cast.is_requester(it.author));
    let theirs = theirs.take(ASKED).map(|it| &*it.content);
    let question: Vec<&str> = theirs.chain([&*ticket.description]).collect();
    question.join("\n")
}

/// What is said to staff of a channel with which something cannot be done; `needed` is lacking where nobody knows better.
fn refused(error: RoomError, needed: Permissions) -> UseCaseError<DraftRefusal> {
    UseCaseError::Refused(match error {
        RoomError::Forbidden(Permissions::NONE) => DraftRefusal::Forbidden(needed),
        RoomError::Forbidden(lacking) => DraftRefusal::Forbidden(lacking),
        RoomError::Gone => DraftRefusal::NoTicketHere,
        other => return other.failure(IN_ROOM).into(),
    })
}

#[cfg(test)]
mod tests;
