//! Summing a closed ticket up, once, however often it is tried.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{Clock, MessageId, PortFailure};
use language_model::{FailureClass, LanguageModel, ModelError, deferred_wait};

use super::ask::{FIRST, LATEST, request, too_little};
use super::outcome::{Record, text_of};
use super::{NewSummary, Summary, SummaryRights, SummaryRooms, SummaryStore};
use crate::conversation::{Cast, ends};
use crate::topics::Topic;
use crate::written::usable;
use crate::{
    LogEvent, NotYet, RoomError, RoomMessages, StaffRoster, Ticket, TicketLog, TicketStore,
};

/// A model may think so long, its own tries included.
const PATIENCE: TimeDelta = TimeDelta::seconds(60);

/// Everything that summaries need from outside.
pub struct SummaryPorts {
    /// Where they are kept.
    pub store: Arc<dyn SummaryStore>,
    /// Who worked on a ticket.
    pub tickets: Arc<dyn TicketStore>,
    /// What people wrote.
    pub messages: Arc<dyn RoomMessages>,
    /// Who is staff among them.
    pub roster: Arc<dyn StaffRoster>,
    /// Who writes them.
    pub model: Arc<dyn LanguageModel>,
    /// Where they are shown.
    pub rooms: Arc<dyn SummaryRooms>,
    /// Which guilds have them.
    pub rights: Arc<dyn SummaryRights>,
    /// What staff is told.
    pub log: Arc<dyn TicketLog>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// A number from 0 to 1, another one each time: [`kernel::chance`], and a constant in tests.
    pub chance: fn() -> f64,
}

/// Whether somebody may have posted it before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    /// They may: it is looked for first.
    First,
    /// It has just been written.
    None,
}

/// The summaries of all guilds. Cheap to clone.
#[derive(Clone)]
pub struct Summaries {
    ports: Arc<SummaryPorts>,
}

impl Summaries {
    /// Summaries over these ports.
    pub fn new(ports: SummaryPorts) -> Self {
        Self {
            ports: Arc::new(ports),
        }
    }

    /// Sums a closed ticket up, keeps that and shows it in its channel: what of it an earlier `attempt` did is not done
    /// again. None where there will be no summary, because the guild has none, the ticket is gone, or the model did not
    /// answer for too long, which staff is told.
    pub async fn sum_up(&self, ticket: &Ticket, attempt: u32) -> Result<Option<Summary>, NotYet> {
        let Some(closing) = &ticket.closing else {
            return Ok(None);
        };
        let store = &self.ports.store;
        let kept = store.of_closing(ticket.guild, ticket.id, closing.at);
        let (kept, look) = match kept.await? {
            Some(kept) => (Some(kept), Look::First),
            None => (self.write(ticket, closing.at, attempt).await?, Look::None),
        };
        let Some(summary) = kept else {
            return Ok(None);
        };
        if summary.posted.is_none() && summary.what.model.is_some() {
            self.show(ticket, &summary, look).await?;
        }
        Ok(Some(summary))
    }

    async fn write(
        &self,
        ticket: &Ticket,
        closed_at: DateTime<Utc>,
        attempt: u32,
    ) -> Result<Option<Summary>, NotYet> {
        if !self.ports.rights.may_sum_up(ticket.guild).await? {
            return Ok(None);
        }
        let what = NewSummary {
            guild: ticket.guild,
            ticket: ticket.id,
            closed_at,
            text: text_of(&ticket.description),
            topic: Topic::default(),
            model: None,
        };
        let what = match self.ask(ticket, what).await? {
            Ok(what) => what,
            Err(error) => return self.put_off(ticket, attempt, &error).await,
        };
        if what.text.is_empty() {
            return Ok(None);
        }
        let kept = self.ports.store.add(&what, self.ports.clock.now()).await?;
        if kept.is_some() {
            self.tell(ticket, true).await;
        }
        Ok(kept)
    }

    /// Completes a summary by what a model writes, where there is enough to sum up.
    async fn ask(
        &self,
        ticket: &Ticket,
        what: NewSummary,
    ) -> Result<Result<NewSummary, ModelError>, PortFailure> {
        let ports = &self.ports;
        let messages = match ticket.channel {
            Some(channel) => ends(&*ports.messages, channel, FIRST, LATEST).await,
            None => Err(RoomError::Gone),
        };
        let messages = match messages {
            Ok(messages) => messages,
            // What was written in it is gone with it; the question is still there.
            Err(RoomError::Gone | RoomError::Forbidden(_) | RoomError::Full) => Vec::new(),
            Err(error) => return Err(error.failure("read what was written in a ticket")),
        };
        if too_little(ticket, &messages) {
            return Ok(Ok(what));
        }
        let history = ports.tickets.history(ticket.guild, ticket.id).await?;
        let cast = Cast::of(ticket, &history);
        let cast = cast.with_writers(ticket, &messages, &*ports.roster).await;
        let deadline = ports.clock.now() + PATIENCE;
        let asked = request(ticket, &messages, &cast, deadline);
        let written = usable(&*ports.model, asked, |it| {
            Some((Record::read(it)?, it.model.to_string()))
        });
        Ok(written.await.map(|(record, model)| NewSummary {
            topic: Topic::of_summary(&record.text, &record.keywords),
            text: record.text,
            model: Some(model),
            ..what
        }))
    }

    /// Has it tried again while that may help, and else tells staff that there will be no summary; not where whoever runs
    /// the bot has no model at all.
    async fn put_off(
        &self,
        ticket: &Ticket,
        attempt: u32,
        error: &ModelError,
    ) -> Result<Option<Summary>, NotYet> {
        let wait = deferred_wait(attempt, error, (self.ports.chance)());
        if let Some(wait) = wait.filter(|_| error.class.may_pass()) {
            return Err(NotYet::After {
                wait,
                why: error.to_string(),
            });
        }
        if error.class != FailureClass::MissingKey {
            self.tell(ticket, false).await;
        }
        Ok(None)
    }

    async fn show(&self, ticket: &Ticket, summary: &Summary, look: Look) -> Result<(), NotYet> {
        match self.shown(ticket, summary, look).await {
            Ok(message) => {
                let NewSummary {
                    guild,
                    ticket,
                    closed_at,
                    ..
                } = summary.what;
                let store = &self.ports.store;
                store.note_posted(guild, ticket, closed_at, message).await?;
                Ok(())
            }
            // It is kept, and there is nowhere to show it.
            Err(RoomError::Gone | RoomError::Forbidden(_) | RoomError::Full) => Ok(()),
            Err(RoomError::Wait(wait)) => Err(NotYet::After {
                wait,
                why: "Discord asks to wait".to_owned(),
            }),
            Err(RoomError::Failed(failure)) => Err(failure.into()),
        }
    }

    /// The message that shows it, posted where there is none yet.
    async fn shown(
        &self,
        ticket: &Ticket,
        summary: &Summary,
        look: Look,
    ) -> Result<MessageId, RoomError> {
        let rooms = &self.ports.rooms;
        let found = match look {
            Look::First => rooms.find(ticket, summary).await?,
            Look::None => None,
        };
        match found {
            Some(found) => Ok(found),
            None => rooms.post(ticket, summary).await,
        }
    }

    async fn tell(&self, ticket: &Ticket, is_stored: bool) {
        let event = LogEvent::Summed {
            ticket: ticket.number,
            is_stored,
        };
        self.ports.log.record(ticket.guild, &event).await;
    }
}

#[cfg(test)]
mod tests;
