//! Archiving a closed ticket: its transcript is delivered, only then it is archived, and its channel deleted.
//!
//! A process may die at any step. Who began is noted before, the transcript's message after it was delivered, and the
//! deletion is stored with the change; [`Tickets::resume_archives`] goes on from there, and looks for a transcript in the
//! log channel before it delivers another.

mod found;
mod hold;
mod transcribe;

use chrono::{DateTime, SubsecRound as _, TimeDelta, Utc};
use kernel::{Authority, GuildId, Member, PortFailure, RoleId, UseCaseError, UserId};

pub(super) use hold::Desks;
pub use transcribe::Undelivered;

use super::act::Changed;
use super::open::told;
use super::{ActRefusal, Tickets, Which};
use crate::{
    Action, Actor, ArchiveMark, ArchiveStart, Delivered, Interrupted, LogEvent, Refusal, Standing,
    Ticket, TicketId, TicketStatus, decide,
};

/// For so long nobody else begins to archive the same ticket, unless whoever is at it says that they still are.
const PATIENCE: TimeDelta = TimeDelta::minutes(5);
/// What was interrupted is gone on with at most so often, once in so long: for an hour.
const MOST_TRIES: u32 = 12;

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

/// What has become of tickets that a process died over while it archived them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Resumed {
    /// How many are archived now.
    pub archived: u32,
    /// Those that stay closed, since their transcripts cannot be delivered, and why; their guilds are told.
    pub given_up: Vec<(TicketId, String)>,
    /// Those that are to be tried again, and why nothing could be done about them just now.
    pub left: Vec<(TicketId, String)>,
}

/// What has become of one of them.
enum ResumedOne {
    Archived,
    /// Somebody else is at it, or it is not to be archived any more.
    NotOurs,
    GivenUp(String),
    Left(String),
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
        let done = self
            .go_on(ticket, mark, actor, wish.without_transcript)
            .await;
        if let Err(UseCaseError::Refused(ArchiveRefusal::NotDelivered(..))) = &done {
            self.ports.archive.store.give_up(&mark).await?;
        }
        done
    }

    /// Ends what a process died over. Where Discord fails only now it is tried again for an hour; what cannot be ended is
    /// left closed, and the guild is told, since whoever wanted it hears nothing else of it.
    pub async fn resume_archives(&self) -> Result<Resumed, PortFailure> {
        let stale = self.storable_now() - PATIENCE;
        let mut resumed = Resumed::default();
        for interrupted in self.ports.archive.store.interrupted(stale).await? {
            let ticket = interrupted.mark.ticket;
            match self.resume(&interrupted).await {
                Ok(ResumedOne::Archived) => resumed.archived += 1,
                Ok(ResumedOne::NotOurs) => {}
                Ok(ResumedOne::GivenUp(why)) => resumed.given_up.push((ticket, why)),
                Ok(ResumedOne::Left(why)) => resumed.left.push((ticket, why)),
                // The others are not to wait for it.
                Err(failure) => resumed.left.push((ticket, told(&failure))),
            }
        }
        Ok(resumed)
    }

    async fn resume(&self, interrupted: &Interrupted) -> Result<ResumedOne, PortFailure> {
        let left = interrupted.mark;
        let Some(ticket) = self.ports.store.find(left.guild, left.ticket).await? else {
            return Ok(ResumedOne::NotOurs);
        };
        if interrupted.tries >= MOST_TRIES {
            let why = "it was interrupted too often".to_owned();
            return self.abandon(&ticket, left, why).await;
        }
        let mark = ArchiveMark {
            since: self.storable_now(),
            ..left
        };
        let is_last = interrupted.tries + 1 >= MOST_TRIES;
        match self
            .go_on(ticket.clone(), mark, admin(left.by), false)
            .await
        {
            Ok(_) => Ok(ResumedOne::Archived),
            // Another process is at it, or somebody opened it again.
            Err(UseCaseError::Refused(ArchiveRefusal::Held(_) | ArchiveRefusal::Act(_))) => {
                Ok(ResumedOne::NotOurs)
            }
            Err(UseCaseError::Refused(ArchiveRefusal::NotDelivered(_, why)))
                if why.may_pass() && !is_last =>
            {
                Ok(ResumedOne::Left(told(&why)))
            }
            Err(UseCaseError::Refused(ArchiveRefusal::NotDelivered(_, why))) => {
                self.abandon(&ticket, mark, told(&why)).await
            }
            Err(UseCaseError::Failed(failure)) => Err(failure),
        }
    }

    /// Leaves a ticket closed, and tells its guild.
    async fn abandon(
        &self,
        ticket: &Ticket,
        mark: ArchiveMark,
        why: String,
    ) -> Result<ResumedOne, PortFailure> {
        self.ports.archive.store.give_up(&mark).await?;
        let event = LogEvent::NotArchived {
            ticket: ticket.number,
            by: mark.by,
        };
        self.ports.log.record(ticket.guild, &event).await;
        Ok(ResumedOne::GivenUp(why))
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

/// Whoever began it was an admin then.
fn admin(user: UserId) -> Actor {
    let member = Member {
        user,
        authority: Authority::Admin,
    };
    Actor::Person {
        user,
        standing: Standing::in_guild(member, &[], None),
    }
}

#[cfg(test)]
mod tests;
