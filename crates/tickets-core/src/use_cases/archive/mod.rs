//! Archiving a closed ticket: its transcript is delivered, only then it is archived, and its channel deleted.
//!
//! What fails only now is put off, and tried again by itself. A process may die at any step. Who began is noted before, the transcript's message after it was delivered, and the
//! deletion is stored with the change; [`Tickets::resume_archives`] goes on from there, and looks for a transcript in the
//! log channel before it delivers another.

mod found;
mod hold;
mod resume;
mod transcribe;

use chrono::{DateTime, SubsecRound as _, TimeDelta, Utc};
use kernel::{GuildId, Member, RoleId, UseCaseError};

pub(super) use hold::Desks;
pub use resume::Resumed;
pub use transcribe::Undelivered;

use super::act::Changed;
use super::{ActRefusal, Tickets, Which};
use crate::{
    Action, Actor, ArchiveMark, ArchiveStart, Delivered, LogEvent, Refusal, Standing, Ticket,
    TicketId, TicketStatus, decide,
};

/// For so long nobody else begins to archive the same ticket, unless whoever is at it puts it down before.
const PATIENCE: TimeDelta = TimeDelta::minutes(5);

/// A closed ticket to be put away for good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArchiveTicket {
    /// Where.
    pub guild: GuildId,
    /// Which ticket.
    pub which: Which,
    /// Who wants it.
    pub member: Member,
    /// The roles they hold there.
    pub roles: Vec<RoleId>,
    /// Whether it is archived although what was said in it is lost.
    pub without_transcript: bool,
}

/// Why a ticket is not archived.
#[derive(Debug)]
pub enum ArchiveRefusal {
    /// The rules of tickets say no, or there is no such ticket.
    Act(ActRefusal),
    /// Somebody else is at it.
    Held(ArchiveMark),
    /// It stays closed, since its transcript cannot be delivered.
    NotDelivered(TicketId, Undelivered),
    /// It stays closed for now, since its transcript could not be delivered at this moment:
    /// [`Tickets::resume_archives`] tries it again in some minutes.
    PutOff,
}

/// What has become of an archived ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Archived {
    /// The ticket as it is now.
    pub ticket: Ticket,
    /// Its transcript; none where it was not wanted, or the channel was gone before.
    pub transcript: Option<Delivered>,
    /// Whether somebody deleted its channel before.
    pub channel_was_gone: bool,
}

type Outcome = Result<Archived, UseCaseError<ArchiveRefusal>>;

fn refused<T>(refusal: ArchiveRefusal) -> Result<T, UseCaseError<ArchiveRefusal>> {
    Err(UseCaseError::Refused(refusal))
}

impl Tickets {
    /// Archives a ticket.
    pub async fn archive(&self, wish: &ArchiveTicket) -> Outcome {
        let settings = self.settings(wish.guild).await?;
        if !settings.enabled {
            return refused(ArchiveRefusal::Act(ActRefusal::Disabled));
        }
        let Some(ticket) = self.which(wish.guild, wish.which).await? else {
            return refused(ArchiveRefusal::Act(wish.which.unknown()));
        };
        let standing = Standing::of(wish.member, &wish.roles, settings.staff_role_id, &ticket);
        let actor = Actor::Person {
            user: wish.member.user,
            standing,
        };
        let now = self.storable_now();
        if let Err(refusal) = decide(&ticket, &Action::Archive, actor, now) {
            return refused(by_the_rules(ticket, refusal));
        }
        let mark = ArchiveMark {
            guild: ticket.guild,
            ticket: ticket.id,
            by: wish.member.user,
            since: now,
        };
        let closed = ticket.clone();
        let done = self
            .go_on(ticket, mark, actor, wish.without_transcript)
            .await;
        let Err(UseCaseError::Refused(ArchiveRefusal::NotDelivered(_, why))) = &done else {
            return done;
        };
        if why.may_leave_parts() {
            self.take_parts_away(&closed).await;
        }
        let store = &self.ports.archive.store;
        if why.may_pass() {
            // However often somebody presses, it is the tries by itself that are counted.
            store.put_back(&mark).await?;
            return refused(ArchiveRefusal::PutOff);
        }
        store.give_up(&mark).await?;
        done
    }

    /// What is not delivered keeps its mark.
    async fn go_on(
        &self,
        ticket: Ticket,
        mark: ArchiveMark,
        actor: Actor,
        without_transcript: bool,
    ) -> Outcome {
        let store = &self.ports.archive.store;
        let earlier = match store.begin(&mark, mark.since - PATIENCE).await? {
            ArchiveStart::Begun(earlier) => earlier,
            ArchiveStart::Held(by) => return refused(ArchiveRefusal::Held(by)),
            ArchiveStart::NotClosed => {
                return refused(by_the_rules(ticket, Refusal::NotClosed));
            }
        };
        if without_transcript {
            let archived = self.end(ticket, Action::Archive, actor, None).await?;
            let event = LogEvent::WithoutTranscript {
                ticket: archived.ticket.number,
                by: mark.by,
            };
            self.ports.log.record(mark.guild, &event).await;
            return Ok(archived);
        }
        let transcribed = self.transcribed(&ticket, &mark, earlier);
        match self.holding(&mark, transcribed).await {
            Ok(transcript) => {
                self.end(ticket, Action::Archive, actor, Some(transcript))
                    .await
            }
            Err(Undelivered::ChannelGone) => {
                self.end(ticket, Action::LoseChannel, Actor::System, None)
                    .await
            }
            Err(Undelivered::TakenOver) => refused(ArchiveRefusal::Act(ActRefusal::Busy)),
            Err(why) => refused(ArchiveRefusal::NotDelivered(ticket.id, why)),
        }
    }

    /// Stores that it is over, with what follows, unless anybody has changed the ticket since its transcript was made.
    async fn end(
        &self,
        ticket: Ticket,
        action: Action,
        actor: Actor,
        transcript: Option<Delivered>,
    ) -> Outcome {
        match self.change(&ticket, &action, actor).await? {
            Changed::Done(ticket) => Ok(Archived {
                ticket: *ticket,
                transcript,
                channel_was_gone: action == Action::LoseChannel,
            }),
            Changed::Refused(refusal) => refused(by_the_rules(ticket, refusal)),
            Changed::Meanwhile(now) => refused(match now.status {
                TicketStatus::Archived => by_the_rules(*now, Refusal::Archived),
                TicketStatus::Closed => ArchiveRefusal::Act(ActRefusal::Busy),
                _ => by_the_rules(*now, Refusal::NotClosed),
            }),
            Changed::NotFound => refused(ArchiveRefusal::Act(ActRefusal::NotFound)),
        }
    }

    /// To the microsecond, as stores keep it.
    fn storable_now(&self) -> DateTime<Utc> {
        self.ports.clock.now().trunc_subsecs(6)
    }
}

fn by_the_rules(ticket: Ticket, refusal: Refusal) -> ArchiveRefusal {
    ArchiveRefusal::Act(ActRefusal::Refused(Box::new(ticket), refusal))
}

#[cfg(test)]
mod resume_tests;
#[cfg(test)]
mod tests;
