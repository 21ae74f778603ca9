//! Work that waits in memory.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::{GuildId, PortFailure};

use super::{InMemoryTickets, Kept};
use crate::{ClaimedWork, Lane, TicketId, Work, WorkId, WorkStore};

/// A piece of work, and when it is to be done.
#[derive(Debug)]
pub(super) struct Waiting {
    piece: ClaimedWork,
    due: DateTime<Utc>,
    leased_until: Option<DateTime<Utc>>,
    done_at: Option<DateTime<Utc>>,
}

impl Waiting {
    fn is_done(&self) -> bool {
        self.done_at.is_some()
    }
}

impl Kept {
    /// Whether an earlier piece of the same ticket is due or in hand.
    fn is_behind(&self, at: usize, now: DateTime<Utc>) -> bool {
        let ticket = self.work[at].piece.ticket;
        let lane = lane_of(&self.work[at]);
        self.work[..at].iter().any(|it| {
            let counts = lane_of(it) == Lane::Quick || lane == Lane::Slow;
            counts && it.piece.ticket == ticket && !it.is_done() && it.due <= now
        })
    }

    pub(super) fn put(
        &mut self,
        guild: GuildId,
        ticket: TicketId,
        work: &[Work],
        now: DateTime<Utc>,
    ) {
        for work in work {
            let id = WorkId(i64::try_from(self.work.len()).unwrap() + 1);
            self.work.push(Waiting {
                piece: ClaimedWork {
                    id,
                    guild,
                    ticket,
                    work: work.clone(),
                    attempt: 0,
                    since: now,
                    error: None,
                },
                due: now,
                leased_until: None,
                done_at: None,
            });
        }
    }

    fn held(&mut self, work: &ClaimedWork) -> Option<&mut Waiting> {
        self.work
            .iter_mut()
            .find(|it| it.piece.id == work.id && it.piece.attempt == work.attempt && !it.is_done())
    }
}

fn lane_of(waiting: &Waiting) -> Lane {
    match waiting.piece.work {
        Work::Summarise => Lane::Slow,
        _ => Lane::Quick,
    }
}

#[async_trait]
impl WorkStore for InMemoryTickets {
    async fn claim(
        &self,
        lane: Lane,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
        limit: u32,
    ) -> Result<Vec<ClaimedWork>, PortFailure> {
        let mut kept = self.kept();
        let due: Vec<usize> = (0..kept.work.len())
            .filter(|at| {
                let it = &kept.work[*at];
                let is_free = it.leased_until.is_none_or(|it| it <= now);
                let is_due = !it.is_done() && it.due <= now && is_free && lane_of(it) == lane;
                is_due && !kept.is_behind(*at, now)
            })
            .take(limit as usize)
            .collect();
        let take = |at| {
            let it: &mut Waiting = &mut kept.work[at];
            it.leased_until = Some(until);
            it.piece.attempt += 1;
            it.piece.clone()
        };
        Ok(due.into_iter().map(take).collect())
    }

    async fn add(
        &self,
        guild: GuildId,
        ticket: TicketId,
        work: &[Work],
        now: DateTime<Utc>,
    ) -> Result<(), PortFailure> {
        let mut kept = self.kept();
        if kept.find(guild, ticket).is_some() {
            kept.put(guild, ticket, work, now);
        }
        Ok(())
    }

    async fn add_unless_there(
        &self,
        guild: GuildId,
        ticket: TicketId,
        work: &Work,
        since: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<bool, PortFailure> {
        let mut kept = self.kept();
        let same = |it: &&Waiting| it.piece.ticket == ticket && it.piece.work == *work;
        let is_there = { kept.work.iter().filter(same) }
            .any(|it| it.done_at.is_none_or(|done_at| done_at > since));
        if is_there || kept.find(guild, ticket).is_none() {
            return Ok(false);
        }
        kept.put(guild, ticket, std::slice::from_ref(work), now);
        Ok(true)
    }

    async fn finish(
        &self,
        work: &ClaimedWork,
        _error: Option<&str>,
        now: DateTime<Utc>,
    ) -> Result<bool, PortFailure> {
        let mut kept = self.kept();
        let held = kept.held(work);
        Ok(held.map(|it| it.done_at = Some(now)).is_some())
    }

    async fn waiting_summaries(&self, guild: GuildId) -> Result<u64, PortFailure> {
        let kept = self.kept();
        let slow = kept.work.iter().filter(|it| lane_of(it) == Lane::Slow);
        let waiting = slow.filter(|it| it.piece.guild == guild && !it.is_done());
        Ok(u64::try_from(waiting.count()).unwrap_or(u64::MAX))
    }

    async fn put_off(
        &self,
        work: &ClaimedWork,
        at: DateTime<Utc>,
        error: &str,
    ) -> Result<bool, PortFailure> {
        let mut kept = self.kept();
        let held = kept.held(work);
        let given_back = held.map(|it| {
            it.due = at;
            it.piece.error = Some(error.to_owned());
            it.leased_until = None;
        });
        Ok(given_back.is_some())
    }
}
