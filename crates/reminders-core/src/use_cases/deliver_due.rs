//! Sending what is due: claim, send, record.

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::{StreamExt as _, stream};
use kernel::PortFailure;
use settings_core::Snapshot;

use super::Reminders;
use crate::ports::{EveryonePolicy, Ping};
use crate::settings::RemindersSettings;
use crate::{
    Claimed, Kind, LogEvent, OccurrenceResult, Punctuality, ReminderPost, SendOutcome, SendProblem,
    Verdict, judge,
};

/// For how long a claim keeps others away. Longer than a send ever takes: the delivery port answers within it.
const LEASE: TimeDelta = TimeDelta::seconds(30);
/// How many occurrences are claimed at once.
const BATCH: u32 = 100;
/// How many sends are under way at once.
const CONCURRENT: usize = 8;
/// How often a send is tried before it is given up.
const ATTEMPTS: u32 = 5;
/// The wait after the first attempt; each further one doubles it.
const BACK_OFF: TimeDelta = TimeDelta::seconds(5);

/// How the handling of one occurrence ended, for the metrics.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Delivered {
    /// Which moment it announced.
    pub kind: Kind,
    /// How it ended.
    pub ending: Ending,
    /// How long after its moment.
    pub lateness: TimeDelta,
}

/// How the handling of one occurrence ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// Sent within the minute.
    Sent,
    /// Sent later than that.
    SentLate,
    /// Given back, to be tried again.
    Postponed,
    /// Given up: Discord will not take it.
    Failed,
    /// Its time was over.
    Missed,
    /// Not to be sent.
    Skipped,
}

/// What one round did.
#[derive(Debug, Default)]
pub struct DeliveryReport {
    /// The occurrences that were handled.
    pub delivered: Vec<Delivered>,
    /// What went wrong outside, for the operator's log. What could be repeated will be.
    pub failures: Vec<PortFailure>,
}

impl Reminders {
    /// Sends everything that is due, batch by batch, until nothing is.
    pub async fn deliver_due(&self) -> Result<DeliveryReport, PortFailure> {
        let mut report = DeliveryReport::default();
        loop {
            let now = self.ports.clock.now();
            let mut batch = self.ports.occurrences.claim_due(now, LEASE, BATCH).await?;
            if batch.is_empty() {
                return Ok(report);
            }
            batch.sort_by_key(|it| (it.occurrence.kind, it.occurrence.fires_at, it.id));
            let mut handled = stream::iter(batch)
                .map(|it| self.deliver(it))
                .buffer_unordered(CONCURRENT);
            while let Some((delivered, failures)) = handled.next().await {
                report.delivered.extend(delivered);
                report.failures.extend(failures);
            }
        }
    }

    /// When to look again: the earliest moment at which something is due.
    pub async fn next_due(&self) -> Result<Option<DateTime<Utc>>, PortFailure> {
        self.ports.occurrences.next_due().await
    }

    /// Handles one occurrence. Whatever fails here leaves the claim standing, so that it is tried again when the
    /// lease ends; the message's nonce keeps a repeated send from being seen twice.
    async fn deliver(&self, claimed: Claimed) -> (Option<Delivered>, Vec<PortFailure>) {
        let mut failures = Vec::new();
        let ending = match self
            .ports
            .settings
            .snapshot(claimed.reminder.what.guild)
            .await
        {
            Ok(snapshot) => self.settle(&claimed, &snapshot, &mut failures).await,
            Err(failure) => Err(failure),
        };
        let delivered = match ending {
            Ok(ending) => {
                let lateness = self.ports.clock.now() - claimed.occurrence.fires_at;
                Some(Delivered {
                    kind: claimed.occurrence.kind,
                    ending,
                    lateness,
                })
            }
            Err(failure) => {
                failures.push(failure);
                None
            }
        };
        (delivered, failures)
    }

    async fn settle(
        &self,
        claimed: &Claimed,
        snapshot: &Snapshot,
        failures: &mut Vec<PortFailure>,
    ) -> Result<Ending, PortFailure> {
        let settings = RemindersSettings::read(snapshot);
        let now = self.ports.clock.now();
        let verdict = judge(claimed.occurrence, claimed.reminder.what.announce, now);
        match verdict {
            _ if !settings.enabled => self.end(claimed, OccurrenceResult::Skipped).await,
            Verdict::Superseded => self.end(claimed, OccurrenceResult::Skipped).await,
            Verdict::Missed => self.miss(claimed).await,
            Verdict::Send(punctuality) => {
                let ping = self.ping(&settings);
                let post = post(claimed, ping, punctuality, now);
                let outcome = self.ports.delivery.send(&post).await;
                self.conclude(claimed, punctuality, outcome, failures).await
            }
        }
    }

    /// Whom a reminder pings: everyone where the guild wants it and the operator lets it.
    fn ping(&self, settings: &RemindersSettings) -> Ping {
        match self.ports.everyone {
            EveryonePolicy::AsGuildsChoose if settings.allow_everyone_mentions => Ping::Everyone,
            EveryonePolicy::AsGuildsChoose | EveryonePolicy::Never => Ping::Nobody,
        }
    }

    async fn conclude(
        &self,
        claimed: &Claimed,
        punctuality: Punctuality,
        outcome: SendOutcome,
        failures: &mut Vec<PortFailure>,
    ) -> Result<Ending, PortFailure> {
        match outcome {
            SendOutcome::Sent(message) => {
                self.replace_notice(claimed, failures).await;
                self.end(
                    claimed,
                    OccurrenceResult::Sent {
                        message,
                        punctuality,
                    },
                )
                .await?;
                self.tell_sent(claimed, punctuality).await;
                Ok(if punctuality == Punctuality::Late {
                    Ending::SentLate
                } else {
                    Ending::Sent
                })
            }
            SendOutcome::ChannelGone => self.fail(claimed, SendProblem::ChannelGone).await,
            SendOutcome::Forbidden(missing) => {
                self.fail(claimed, SendProblem::Forbidden(missing)).await
            }
            SendOutcome::Rejected(cause) => {
                let problem = SendProblem::Refused(cause.to_string());
                failures.push(cause);
                self.fail(claimed, problem).await
            }
            SendOutcome::TryLater { after, cause } => {
                self.retry(claimed, after, cause, failures).await
            }
        }
    }

    /// Takes the advance notice down once the start of the event stands in its place (spec W34: never the other way
    /// round). Before the end is recorded, so that a crash in between repeats it.
    async fn replace_notice(&self, claimed: &Claimed, failures: &mut Vec<PortFailure>) {
        let Some(notice) = claimed
            .reminder
            .pre_message
            .filter(|_| claimed.occurrence.kind == Kind::T0)
        else {
            return;
        };
        if let Err(failure) = self
            .ports
            .delivery
            .take_down(claimed.reminder.what.channel, notice)
            .await
        {
            failures.push(failure);
        }
    }

    async fn retry(
        &self,
        claimed: &Claimed,
        after: Option<TimeDelta>,
        cause: PortFailure,
        failures: &mut Vec<PortFailure>,
    ) -> Result<Ending, PortFailure> {
        let reason = cause.to_string();
        failures.push(cause);
        if claimed.attempt >= ATTEMPTS {
            return self.fail(claimed, SendProblem::Refused(reason)).await;
        }
        let wait = after.unwrap_or_else(|| BACK_OFF * (1 << (claimed.attempt - 1)));
        let until = self.ports.clock.now() + wait;
        self.ports
            .occurrences
            .postpone(claimed, until, &reason)
            .await?;
        Ok(Ending::Postponed)
    }

    async fn fail(&self, claimed: &Claimed, problem: SendProblem) -> Result<Ending, PortFailure> {
        let reason = match &problem {
            SendProblem::ChannelGone => "channel gone".to_owned(),
            SendProblem::Forbidden(missing) => format!("missing permissions: {missing:?}"),
            SendProblem::Refused(reason) => reason.clone(),
            SendProblem::Missed => "missed".to_owned(),
        };
        self.end(claimed, OccurrenceResult::Failed { reason })
            .await?;
        self.tell_not_sent(claimed, problem).await;
        Ok(Ending::Failed)
    }

    async fn miss(&self, claimed: &Claimed) -> Result<Ending, PortFailure> {
        self.end(claimed, OccurrenceResult::Missed).await?;
        self.tell_not_sent(claimed, SendProblem::Missed).await;
        Ok(Ending::Missed)
    }

    async fn end(
        &self,
        claimed: &Claimed,
        result: OccurrenceResult,
    ) -> Result<Ending, PortFailure> {
        self.ports
            .occurrences
            .finish(claimed, &result, self.ports.clock.now())
            .await?;
        Ok(Ending::Skipped)
    }

    async fn tell_sent(&self, claimed: &Claimed, punctuality: Punctuality) {
        let guild = claimed.reminder.what.guild;
        let (reminder, occurrence, zone) =
            (claimed.reminder.clone(), claimed.occurrence, claimed.zone);
        let finished = !reminder.what.schedule.is_recurring() && reminder.next.is_none();
        let sent = LogEvent::Sent {
            reminder: reminder.clone(),
            occurrence,
            zone,
            punctuality,
        };
        self.ports.log.record(guild, &sent).await;
        if finished {
            self.ports
                .log
                .record(
                    guild,
                    &LogEvent::Finished {
                        reminder,
                        occurrence,
                        zone,
                    },
                )
                .await;
        }
    }

    async fn tell_not_sent(&self, claimed: &Claimed, problem: SendProblem) {
        let (reminder, occurrence, zone) =
            (claimed.reminder.clone(), claimed.occurrence, claimed.zone);
        let event = LogEvent::NotSent {
            reminder,
            occurrence,
            zone,
            problem,
        };
        self.ports
            .log
            .record(claimed.reminder.what.guild, &event)
            .await;
    }
}

fn post(
    claimed: &Claimed,
    ping: Ping,
    punctuality: Punctuality,
    now: DateTime<Utc>,
) -> ReminderPost {
    ReminderPost {
        id: claimed.id,
        kind: claimed.occurrence.kind,
        event_at: claimed.occurrence.event_at,
        reminder: claimed.reminder.clone(),
        zone: claimed.zone,
        punctuality,
        ping,
        now,
    }
}
