//! Going on with what a process died over while it archived it, or put off because it failed at that moment.

use std::pin::pin;

use chrono::TimeDelta;
use futures_util::future::{Either, select};
use kernel::{Authority, Member, PortFailure, Retry, UseCaseError, UserId};

use super::super::open::told;
use super::{ArchiveRefusal, PATIENCE};
use crate::{
    Actor, ArchiveMark, ArchiveStart, Interrupted, Line, LogEvent, Standing, Ticket, TicketId,
    Tickets, Unarchived, Work,
};

/// What was interrupted is gone on with at most so often, once in [`PATIENCE`]: for an hour.
pub(super) const MOST_TRIES: u32 = 12;
/// The most that a try takes: thousands of messages are a hundred pages, which Discord gives one a second.
pub(super) const LONGEST_TRY: TimeDelta = TimeDelta::minutes(30);
/// Once a round has taken so long, the rest is left to the next one.
const LONGEST_ROUND: TimeDelta = TimeDelta::hours(1);

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

impl Tickets {
    /// Ends what a process died over. Where Discord fails only now it is tried again for an hour; what cannot be ended is
    /// left closed, and the guild is told, since whoever wanted it hears nothing else of it.
    ///
    /// Once `stop` is over, so is this, and the try that it cuts is not counted. It takes an hour and a half at most.
    pub async fn resume_archives(
        &self,
        stop: impl Future<Output = ()>,
    ) -> Result<Resumed, PortFailure> {
        let clock = &self.ports.clock;
        let (began, mut stop) = (clock.now(), pin!(stop));
        let store = &self.ports.archive.store;
        let mut resumed = Resumed::default();
        for interrupted in store.interrupted(self.storable_now() - PATIENCE).await? {
            if clock.now() - began >= LONGEST_ROUND {
                break;
            }
            let mark = ArchiveMark {
                since: self.storable_now(),
                ..interrupted.mark
            };
            let resuming = Box::pin(self.resume(&interrupted, mark));
            match select(resuming, stop.as_mut()).await {
                Either::Left((Ok(one), _)) => resumed.note(mark.ticket, one),
                // The others are not to wait for it.
                Either::Left((Err(failure), _)) => resumed.left.push((mark.ticket, told(&failure))),
                Either::Right(((), cut)) => {
                    drop(cut);
                    store.put_back(&mark).await?;
                    break;
                }
            }
        }
        Ok(resumed)
    }

    async fn resume(
        &self,
        interrupted: &Interrupted,
        mark: ArchiveMark,
    ) -> Result<ResumedOne, PortFailure> {
        let left = interrupted.mark;
        let ticket = match self.ports.store.find(left.guild, left.ticket).await {
            Ok(Some(ticket)) => ticket,
            Ok(None) => return Ok(ResumedOne::NotOurs),
            Err(failure) if failure.retry() == Retry::Useless => {
                return self.pass_over(interrupted, mark, told(&failure)).await;
            }
            Err(failure) => return Err(failure),
        };
        if interrupted.tries >= MOST_TRIES {
            if !self.is_begun(&mark).await? {
                return Ok(ResumedOne::NotOurs);
            }
            let why = "it was interrupted too often".to_owned();
            return self
                .abandon(&ticket, mark, Unarchived::BrokenOff, why)
                .await;
        }
        let is_last = interrupted.tries + 1 >= MOST_TRIES;
        let going_on = pin!(self.go_on(ticket.clone(), mark, admin(left.by), false));
        let clock = &self.ports.clock;
        let done = match select(going_on, pin!(clock.sleep_until(mark.since + LONGEST_TRY))).await {
            Either::Left((done, _)) => done,
            Either::Right(_) => {
                let why = "it took too long".to_owned();
                if is_last {
                    return self
                        .abandon(&ticket, mark, Unarchived::BrokenOff, why)
                        .await;
                }
                return self.left_for_later(mark, why).await;
            }
        };
        match done {
            Ok(_) => Ok(ResumedOne::Archived),
            // Another process is at it, or a person, or somebody opened it again.
            Err(UseCaseError::Refused(
                ArchiveRefusal::Held(_) | ArchiveRefusal::Act(_) | ArchiveRefusal::PutOff,
            )) => Ok(ResumedOne::NotOurs),
            Err(UseCaseError::Refused(ArchiveRefusal::NotDelivered(_, why)))
                if why.may_pass() && !is_last =>
            {
                self.left_for_later(mark, told(&why)).await
            }
            Err(UseCaseError::Refused(ArchiveRefusal::NotDelivered(_, why))) => {
                self.abandon(&ticket, mark, why.why(), told(&why)).await
            }
            Err(UseCaseError::Failed(failure)) => {
                // The failure says more than that it could not be noted, too; it is found again when its mark is old.
                self.ports.archive.store.put_off(&mark).await.ok();
                Err(failure)
            }
        }
    }

    /// Until the next try anybody may archive it.
    async fn left_for_later(
        &self,
        mark: ArchiveMark,
        why: String,
    ) -> Result<ResumedOne, PortFailure> {
        self.ports.archive.store.put_off(&mark).await?;
        Ok(ResumedOne::Left(why))
    }

    async fn is_begun(&self, mark: &ArchiveMark) -> Result<bool, PortFailure> {
        let store = &self.ports.archive.store;
        let start = store.begin(mark, mark.since - PATIENCE).await?;
        Ok(matches!(start, ArchiveStart::Begun(_)))
    }

    /// Counts a try at a ticket that cannot be read, so that it is not found for ever. Nobody can be told of it but whoever
    /// runs the bot.
    async fn pass_over(
        &self,
        interrupted: &Interrupted,
        mark: ArchiveMark,
        why: String,
    ) -> Result<ResumedOne, PortFailure> {
        if !self.is_begun(&mark).await? {
            return Ok(ResumedOne::NotOurs);
        }
        if interrupted.tries + 1 < MOST_TRIES {
            return self.left_for_later(mark, why).await;
        }
        self.ports.archive.store.give_up(&mark).await?;
        Ok(ResumedOne::GivenUp(why))
    }

    /// Leaves a ticket closed, and tells its guild: in the log channel, which may be what is missing, and in its own.
    async fn abandon(
        &self,
        ticket: &Ticket,
        mark: ArchiveMark,
        why: Unarchived,
        words: String,
    ) -> Result<ResumedOne, PortFailure> {
        self.take_parts_away(ticket).await;
        let by = mark.by;
        let line = Work::Tell(Line::NotArchived { by, why });
        let (guild, id, since) = (ticket.guild, ticket.id, mark.since);
        let work = &self.ports.work;
        // Before it is given up, so that whoever dies in between leaves somebody to tell it.
        work.add_unless_there(guild, id, &line, since, since)
            .await?;
        self.ports.archive.store.give_up(&mark).await?;
        let event = LogEvent::NotArchived {
            ticket: ticket.number,
            by,
            why,
        };
        self.ports.log.record(guild, &event).await;
        Ok(ResumedOne::GivenUp(words))
    }
}

impl Resumed {
    fn note(&mut self, ticket: TicketId, one: ResumedOne) {
        match one {
            ResumedOne::Archived => self.archived += 1,
            ResumedOne::NotOurs => {}
            ResumedOne::GivenUp(why) => self.given_up.push((ticket, why)),
            ResumedOne::Left(why) => self.left.push((ticket, why)),
        }
    }
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
