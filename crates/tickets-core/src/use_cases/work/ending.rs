//! How a piece of work ends: it is done, tried again later or given up; and who hears of it.

use chrono::TimeDelta;
use kernel::PortFailure;

use super::Worked;
use crate::{ClaimedWork, Line, LogEvent, Permissions, Ticket, TicketStatus, Tickets, Work};

/// After the first failure a piece waits for so long, and twice as long after each further one …
const FIRST_PAUSE: TimeDelta = TimeDelta::seconds(15);
/// … but no longer than this.
const LONGEST_PAUSE: TimeDelta = TimeDelta::minutes(10);
/// After so many failures it is given up, and staff is told.
const MOST_TRIES: u32 = 8;
/// What the bot may not do is tried five times again: somebody may give it the permission meanwhile.
const MOST_FORBIDDEN: u32 = 6;
/// By this it is known of a piece that staff has heard already what the bot may not do.
const FORBIDDEN: &str = "the bot lacks permissions";

/// How a piece ended.
pub(in crate::use_cases) enum End {
    Done,
    /// To be tried again.
    Again {
        after: Option<TimeDelta>,
        error: String,
    },
    /// The bot may not do it, for want of these as far as one knows.
    Forbidden(Permissions),
    /// It cannot be done before somebody mends something.
    Useless(String),
}

pub(in crate::use_cases) fn again(failure: &PortFailure) -> End {
    let error = failure.to_string();
    match failure.retry() {
        kernel::Retry::Later => End::Again { after: None, error },
        kernel::Retry::Useless => End::Useless(error),
    }
}

fn pause(attempt: u32) -> TimeDelta {
    let doubled = 2_i32.saturating_pow(attempt.saturating_sub(1).min(10));
    (FIRST_PAUSE * doubled).min(LONGEST_PAUSE)
}

impl Tickets {
    /// Notes how a piece ended.
    pub(super) async fn settle(
        &self,
        piece: &ClaimedWork,
        end: End,
    ) -> Result<Worked, PortFailure> {
        match end {
            End::Done => {
                let now = self.ports.clock.now();
                self.ports.work.finish(piece, None, now).await?;
                Ok(Worked {
                    done: 1,
                    ..Worked::default()
                })
            }
            End::Again { after, error } if piece.attempt < MOST_TRIES || after.is_some() => {
                let pause = after.unwrap_or_else(|| pause(piece.attempt));
                self.put_off(piece, pause, &error).await
            }
            End::Forbidden(lacking) => {
                if piece.work.is_of_access() && piece.error.as_deref() != Some(FORBIDDEN) {
                    self.tell_of_lacking(piece, lacking).await?;
                }
                if piece.attempt < MOST_FORBIDDEN {
                    let pause = pause(piece.attempt);
                    return self.put_off(piece, pause, FORBIDDEN).await;
                }
                self.give_up(piece, FORBIDDEN).await
            }
            End::Again { error, .. } | End::Useless(error) => self.give_up(piece, &error).await,
        }
    }

    async fn put_off(
        &self,
        piece: &ClaimedWork,
        pause: TimeDelta,
        error: &str,
    ) -> Result<Worked, PortFailure> {
        let at = self.ports.clock.now() + pause;
        self.ports.work.put_off(piece, at, error).await?;
        Ok(Worked {
            put_off: 1,
            ..Worked::default()
        })
    }

    async fn give_up(&self, piece: &ClaimedWork, error: &str) -> Result<Worked, PortFailure> {
        let now = self.ports.clock.now();
        self.ports.work.finish(piece, Some(error), now).await?;
        if let Some(ticket) = self.ports.store.find(piece.guild, piece.ticket).await? {
            let event = LogEvent::GivenUp {
                ticket: ticket.number,
                work: piece.work.clone(),
            };
            self.ports.log.record(piece.guild, &event).await;
        }
        Ok(Worked {
            given_up: 1,
            ..Worked::default()
        })
    }

    /// Staff hears at once what the bot may not do; and whoever closed a ticket, that it is not locked yet.
    async fn tell_of_lacking(
        &self,
        piece: &ClaimedWork,
        lacking: Permissions,
    ) -> Result<(), PortFailure> {
        let found = self.ports.store.find(piece.guild, piece.ticket).await?;
        let Some(ticket) = found else {
            return Ok(());
        };
        let event = LogEvent::Forbidden {
            ticket: ticket.number,
            work: piece.work.clone(),
            lacking,
        };
        self.ports.log.record(piece.guild, &event).await;
        match closer(&ticket) {
            Some(by) if piece.work == Work::Lock => {
                let line = Work::Tell(Line::NotLocked { by, lacking });
                let (work, now) = (&self.ports.work, self.ports.clock.now());
                work.add_unless_there(ticket.guild, ticket.id, &line, piece.since, now)
                    .await
                    .map(drop)
            }
            _ => Ok(()),
        }
    }
}

fn closer(ticket: &Ticket) -> Option<kernel::UserId> {
    let closing = ticket.closing.as_ref();
    let closing = closing.filter(|_| ticket.status == TicketStatus::Closed);
    closing.and_then(|it| it.by)
}
