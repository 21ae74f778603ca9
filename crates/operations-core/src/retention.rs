//! How long what is stored is kept, and forgetting the rest batch by batch.

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use kernel::{Clock, PortFailure};

/// More rows of a table are not deleted at once, so that nobody waits for it.
const BATCH: u32 = 5000;
/// The pause between two batches, for whoever else wants something of the database.
const PAUSE: TimeDelta = TimeDelta::milliseconds(100);

/// What is not kept for ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Retained {
    /// Changes of settings: the newest [`Retained::SETTINGS_HISTORY_KEPT`] of each setting for ever, older ones for two
    /// years.
    SettingsHistory,
    /// Sends of reminders that have ended: 30 days, unless somebody has yet to be told, or they say what a reminder that
    /// rests owes.
    ReminderOccurrences,
    /// Reminders of one event that is over: 30 days.
    CompletedReminders,
    /// Announcements that have no reminder: 90 days after the last look.
    WatchedMessages,
    /// Uses of commands: 90 days.
    AuditLogs,
    /// How the service was doing: 90 days.
    HealthChecks,
    /// What the FAQ was asked: 90 days.
    FaqSearches,
    /// How many answers of the language model members have had: 90 days.
    ModelUsage,
    /// What became of questions to the language model: 90 days.
    ModelCalls,
    /// Questions to it that waited and were never ended: an hour after nobody could be told their answer any more. Until
    /// then whoever looks for them gives back what was counted for them.
    WaitingQuestions,
    /// What the figures of tickets were: 400 days.
    TicketMetrics,
    /// Work of tickets that is done or was given up: 7 days.
    TicketJobs,
    /// That people were given their data or erased, which names nobody any more: 3 years.
    PrivacyRequests,
    /// Servers that the bot has left, with everything that is stored of them: until the moment that was set when it left.
    Guilds,
}

/// What one batch came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Batch {
    /// So many rows were deleted.
    pub deleted: u64,
    /// Whether there may be more.
    pub more: bool,
}

/// Deletes what need not be kept any more, over all servers.
#[async_trait]
pub trait Retention: Send + Sync {
    /// Deletes at most `at_most` rows that ended before `before`, the oldest first.
    async fn forget(
        &self,
        what: Retained,
        before: DateTime<Utc>,
        at_most: u32,
    ) -> Result<Batch, PortFailure>;
}

/// What came of forgetting.
#[derive(Debug, Default)]
pub struct Forgotten {
    /// How many rows of what.
    pub deleted: Vec<(Retained, u64)>,
    /// What could not be forgotten, and why.
    pub failures: Vec<(Retained, PortFailure)>,
}

impl Retained {
    /// Everything.
    pub const ALL: [Self; 14] = [
        Self::SettingsHistory,
        Self::ReminderOccurrences,
        Self::CompletedReminders,
        Self::WatchedMessages,
        Self::AuditLogs,
        Self::HealthChecks,
        Self::FaqSearches,
        Self::ModelUsage,
        Self::ModelCalls,
        Self::WaitingQuestions,
        Self::TicketMetrics,
        Self::TicketJobs,
        Self::PrivacyRequests,
        Self::Guilds,
    ];

    /// So many changes of each setting of a server are kept however old they are.
    pub const SETTINGS_HISTORY_KEPT: u32 = 200;

    /// Its name in the log.
    pub fn name(self) -> &'static str {
        match self {
            Self::SettingsHistory => "settings_history",
            Self::ReminderOccurrences => "reminder_occurrences",
            Self::CompletedReminders => "reminders",
            Self::WatchedMessages => "watched_messages",
            Self::AuditLogs => "audit_logs",
            Self::HealthChecks => "health_check_history",
            Self::FaqSearches => "faq_search_logs",
            Self::ModelUsage => "gpt_usage",
            Self::ModelCalls => "gpt_calls",
            Self::WaitingQuestions => "waiting_questions",
            Self::TicketMetrics => "ticket_metrics",
            Self::TicketJobs => "ticket_jobs",
            Self::PrivacyRequests => "privacy_requests",
            Self::Guilds => "guilds",
        }
    }

    /// How long it is kept after it ended.
    pub fn kept_for(self) -> TimeDelta {
        match self {
            Self::SettingsHistory => TimeDelta::days(2 * 365),
            Self::ReminderOccurrences | Self::CompletedReminders => TimeDelta::days(30),
            Self::WatchedMessages
            | Self::AuditLogs
            | Self::HealthChecks
            | Self::FaqSearches
            | Self::ModelUsage
            | Self::ModelCalls => TimeDelta::days(90),
            Self::WaitingQuestions => TimeDelta::hours(1),
            Self::TicketMetrics => TimeDelta::days(400),
            Self::TicketJobs => TimeDelta::days(7),
            Self::PrivacyRequests => TimeDelta::days(3 * 365),
            Self::Guilds => TimeDelta::zero(),
        }
    }
}

/// Forgets what need not be kept any more, table by table and batch by batch. What fails does not keep the others from
/// being forgotten.
pub async fn forget_old(retention: &dyn Retention, clock: &dyn Clock) -> Forgotten {
    let now = clock.now();
    let mut forgotten = Forgotten::default();
    for what in Retained::ALL {
        match forget_all(retention, what, now - what.kept_for(), clock).await {
            Ok(0) => {}
            Ok(rows) => forgotten.deleted.push((what, rows)),
            Err(failure) => forgotten.failures.push((what, failure)),
        }
    }
    forgotten
}

async fn forget_all(
    retention: &dyn Retention,
    what: Retained,
    before: DateTime<Utc>,
    clock: &dyn Clock,
) -> Result<u64, PortFailure> {
    let mut rows = 0;
    loop {
        let batch = retention.forget(what, before, BATCH).await?;
        rows += batch.deleted;
        if !batch.more {
            return Ok(rows);
        }
        clock.sleep_until(clock.now() + PAUSE).await;
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use kernel::{ManualClock, Retry};

    use super::*;

    /// So many old rows are left of each; of those that are broken nobody can say.
    struct Left {
        rows: Mutex<Vec<(Retained, u64)>>,
        broken: Option<Retained>,
        asked: Mutex<Vec<(Retained, DateTime<Utc>)>>,
    }

    #[async_trait]
    impl Retention for Left {
        async fn forget(
            &self,
            what: Retained,
            before: DateTime<Utc>,
            at_most: u32,
        ) -> Result<Batch, PortFailure> {
            self.asked.lock().unwrap().push((what, before));
            if self.broken == Some(what) {
                return Err(PortFailure::new("forget", Retry::Useless, "no such column"));
            }
            let mut rows = self.rows.lock().unwrap();
            let (_, left) = rows.iter_mut().find(|it| it.0 == what).unwrap();
            let deleted = (*left).min(u64::from(at_most));
            *left -= deleted;
            Ok(Batch {
                deleted,
                more: *left > 0,
            })
        }
    }

    fn left(rows: u64, broken: Option<Retained>) -> Left {
        Left {
            rows: Mutex::new(Retained::ALL.map(|it| (it, rows)).to_vec()),
            broken,
            asked: Mutex::default(),
        }
    }

    fn clock() -> ManualClock {
        ManualClock::at("2026-11-21T00:00:00Z".parse().unwrap())
    }

    /// Forgets, and moves the clock on whenever somebody waits for it.
    async fn forget(left: &Left, clock: &ManualClock) -> Forgotten {
        let forgetting = forget_old(left, clock);
        tokio::pin!(forgetting);
        loop {
            tokio::select! {
                biased;
                forgotten = &mut forgetting => return forgotten,
                () = tokio::task::yield_now() => clock.set(clock.next_wake().unwrap()),
            }
        }
    }

    #[tokio::test]
    async fn each_is_kept_as_long_as_the_schema_says() {
        let left = left(0, None);
        let forgotten = forget(&left, &clock()).await;
        assert!(forgotten.deleted.is_empty() && forgotten.failures.is_empty());
        let asked = left.asked.into_inner().unwrap();
        let asked: Vec<_> = asked
            .iter()
            .map(|(what, before)| (what.name(), before.date_naive().to_string()))
            .collect();
        let expected = [
            ("settings_history", "2024-11-21"),
            ("reminder_occurrences", "2026-10-22"),
            ("reminders", "2026-10-22"),
            ("watched_messages", "2026-08-23"),
            ("audit_logs", "2026-08-23"),
            ("health_check_history", "2026-08-23"),
            ("faq_search_logs", "2026-08-23"),
            ("gpt_usage", "2026-08-23"),
            ("gpt_calls", "2026-08-23"),
            ("waiting_questions", "2026-11-20"),
            // A year, and 35 days.
            ("ticket_metrics", "2025-10-17"),
            ("ticket_jobs", "2026-11-14"),
            // Three years, of which one has a day more.
            ("privacy_requests", "2023-11-22"),
            ("guilds", "2026-11-21"),
        ];
        assert_eq!(asked, expected.map(|(name, day)| (name, day.to_owned())));
    }

    #[tokio::test]
    async fn never_deletes_more_than_five_thousand_rows_at_once_and_pauses_between() {
        let (left, clock) = (left(12_000, None), clock());
        let before = clock.now();
        let forgotten = forget(&left, &clock).await;
        assert_eq!(forgotten.deleted, Retained::ALL.map(|it| (it, 12_000)));
        assert_eq!(
            left.asked.into_inner().unwrap().len(),
            3 * Retained::ALL.len()
        );
        let pauses = i32::try_from(2 * Retained::ALL.len()).unwrap();
        assert_eq!(clock.now() - before, PAUSE * pauses);
    }

    #[tokio::test]
    async fn what_fails_does_not_keep_the_others_from_being_forgotten() {
        for broken in Retained::ALL {
            let forgotten = forget(&left(3, Some(broken)), &clock()).await;
            let deleted: Vec<_> = forgotten.deleted.iter().map(|it| it.0).collect();
            let others: Vec<_> = Retained::ALL
                .into_iter()
                .filter(|it| *it != broken)
                .collect();
            assert_eq!(deleted, others);
            assert_eq!(forgotten.failures.len(), 1);
            assert_eq!(forgotten.failures[0].0, broken);
        }
    }
}
