//! The newest answers and failures, and sums since the program began.

use std::collections::VecDeque;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use kernel::GuildId;

use super::tally::{Lately, Tally};
use super::{CallOutcome, CallRecord, Counts, Health, LastCall, LastError, ModelStatus, Spent};
use crate::{FailureClass, Impact};

/// How many answers, and how many failures, are kept.
pub const RING: usize = 25;
/// The health is judged by so many of the newest questions …
const JUDGED: usize = 20;
/// … of which so many in a hundred may not fail.
const FAILED_PERCENT: usize = 30;
/// Nobody has asked for so long: it is idle.
const IDLE: TimeDelta = TimeDelta::hours(2);

/// What has been going on.
#[derive(Debug)]
pub(crate) struct Activity {
    since: DateTime<Utc>,
    successes: VecDeque<CallRecord>,
    errors: VecDeque<CallRecord>,
    /// Whether each of the newest questions that say something about the service failed, the newest last.
    judged: VecDeque<bool>,
    newest: Option<(DateTime<Utc>, Option<FailureClass>)>,
    counts: Counts,
    tally: Tally,
    rate_limits: u64,
    last_rate_limit: Option<DateTime<Utc>>,
    today: (NaiveDate, Spent),
    since_start: Spent,
}

impl Activity {
    pub(crate) fn new(since: DateTime<Utc>) -> Self {
        Self {
            since,
            successes: VecDeque::with_capacity(RING),
            errors: VecDeque::with_capacity(RING),
            judged: VecDeque::with_capacity(JUDGED),
            newest: None,
            counts: Counts::default(),
            tally: Tally::default(),
            rate_limits: 0,
            last_rate_limit: None,
            today: (since.date_naive(), Spent::default()),
            since_start: Spent::default(),
        }
    }

    /// Keeps what became of a question, and what its answer cost, in millionths.
    pub(crate) fn record(&mut self, record: CallRecord, cost: u64) {
        let failure = record.failure();
        let impact = failure.map(FailureClass::impact);
        self.tally.count(record.at, failure.is_none());
        if impact != Some(Impact::None) {
            push(&mut self.judged, JUDGED, failure.is_some());
            self.newest = Some((record.at, failure));
        } else if let Some(newest) = &mut self.newest {
            newest.0 = record.at;
        } else {
            self.newest = Some((record.at, None));
        }
        if failure == Some(FailureClass::RateLimited) {
            self.rate_limits += 1;
            self.last_rate_limit = Some(record.at);
        }
        match &record.outcome {
            CallOutcome::Answered(tokens) => {
                self.counts.answered += 1;
                let tokens = *tokens;
                self.spend(record.at.date_naive(), Spent { tokens, cost });
                push(&mut self.successes, RING, record);
            }
            CallOutcome::Failed { .. } => {
                self.counts.failed += 1;
                push(&mut self.errors, RING, record);
            }
        }
    }

    /// The newest answers and failures, oldest first.
    pub(crate) fn newest(&self) -> (Vec<CallRecord>, Vec<CallRecord>) {
        let all = |ring: &VecDeque<CallRecord>| ring.iter().cloned().collect();
        (all(&self.successes), all(&self.errors))
    }

    /// How many questions there were lately.
    pub(crate) fn lately(&self, now: DateTime<Utc>) -> Lately {
        self.tally.lately(now)
    }

    /// What `guild` may see; `rests` says whether the service is left alone for a while.
    pub(crate) fn status(
        &self,
        guild: Option<GuildId>,
        rests: bool,
        now: DateTime<Utc>,
    ) -> ModelStatus {
        let success = self.successes.back();
        let is_here = |it: &&CallRecord| guild.is_some() && it.guild == guild;
        let (day, spent) = self.today;
        ModelStatus {
            health: self.health(rests, now),
            since: self.since,
            last_success: success.map(|it| LastCall {
                at: it.at,
                user: Some(it).filter(is_here).and_then(|it| it.user),
            }),
            average_latency: self.average_latency(),
            last_error: self.errors.back().and_then(last_error),
            counts: self.counts,
            rate_limits: self.rate_limits,
            last_rate_limit: self.last_rate_limit,
            today: if day == now.date_naive() {
                spent
            } else {
                Spent::default()
            },
            since_start: self.since_start,
        }
    }

    fn health(&self, rests: bool, now: DateTime<Utc>) -> Health {
        let Some((at, failure)) = self.newest else {
            return Health::NoActivity;
        };
        let failed = self.judged.iter().filter(|failed| **failed).count();
        match failure {
            Some(class) if class.impact() == Impact::Offline => Health::Offline(class),
            _ if rests => Health::Degraded,
            _ if now - at >= IDLE => Health::Idle,
            _ if failed > 0 && failed * 100 >= FAILED_PERCENT * self.judged.len() => {
                Health::Degraded
            }
            _ => Health::Operational,
        }
    }

    fn average_latency(&self) -> Option<TimeDelta> {
        let count = i32::try_from(self.successes.len()).ok()?;
        let sum: TimeDelta = self.successes.iter().map(|it| it.latency).sum();
        sum.checked_div(count)
    }

    fn spend(&mut self, day: NaiveDate, spent: Spent) {
        if self.today.0 != day {
            self.today = (day, Spent::default());
        }
        for sum in [&mut self.today.1, &mut self.since_start] {
            sum.tokens += spent.tokens;
            sum.cost = sum.cost.saturating_add(spent.cost);
        }
    }
}

fn last_error(record: &CallRecord) -> Option<LastError> {
    match &record.outcome {
        CallOutcome::Answered(_) => None,
        CallOutcome::Failed { class, detail } => Some(LastError {
            at: record.at,
            class: *class,
            detail: detail.clone(),
        }),
    }
}

/// Puts one in, in the place of the oldest if there are `most`.
fn push<T>(ring: &mut VecDeque<T>, most: usize, item: T) {
    if ring.len() >= most {
        ring.pop_front();
    }
    ring.push_back(item);
}

#[cfg(test)]
#[path = "rings_tests.rs"]
mod tests;
