//! What is told: the columns of `telemetry.subsystem_snapshots`.

use chrono::{DateTime, Utc};

use crate::{AiUse, BotSnapshot};

/// How the bot is, as a row: the newest one counts.
#[derive(Debug, Clone, PartialEq)]
pub struct SubsystemSnapshot {
    /// The name for people.
    pub label: &'static str,
    /// In one word.
    pub status: SubsystemStatus,
    /// How long the process runs.
    pub uptime_seconds: i32,
    /// Commands a minute over the last hour, rounded.
    pub throughput_per_minute: i32,
    /// Errors among the questions to the language model of the last 24 hours: 0 to 1, two decimals.
    pub error_rate: f64,
    /// The gateway's median answer to a heartbeat, in milliseconds.
    pub latency_p50: i32,
    /// What 95 of a hundred heartbeats stayed below, in milliseconds.
    pub latency_p95: i32,
    /// Open tickets.
    pub queue_depth: i32,
    /// Guilds; none instead of zero.
    pub active_bots: Option<i32>,
    /// A few counts for people; nothing that anybody wrote.
    pub notes: String,
    /// When it was taken.
    pub at: DateTime<Utc>,
}

/// How the bot is, in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SubsystemStatus {
    /// It works.
    Operational,
    /// It works in part, or has just begun.
    Degraded,
    /// It does not work.
    Outage,
}

/// What has been going on lately.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Activity {
    /// Commands a minute, over the last hour.
    pub commands_per_minute: f64,
    /// How often the language model was asked.
    pub ai: AiUse,
    /// Tickets that are open.
    pub open_tickets: u64,
}

/// After so many seconds without the gateway, it is no start any more.
const STARTING: u64 = 120;
/// More errors of the model than this in an hour are an outage.
const ODD_ERRORS: u32 = 5;

impl SubsystemSnapshot {
    /// The key of the row.
    pub const SUBSYSTEM: &'static str = "alphapy";

    /// The row for a bot that has run for `uptime` seconds.
    pub fn of(
        bot: &BotSnapshot,
        uptime: Option<u64>,
        activity: &Activity,
        at: DateTime<Utc>,
    ) -> Self {
        let guilds = u64::try_from(bot.guild_count).unwrap_or(u64::MAX);
        let notes = format!(
            "shards {}/{}, commands a minute {:.1}, model errors last hour {}",
            bot.shards_connected,
            bot.shards_total,
            activity.commands_per_minute,
            activity.ai.errors_last_hour
        );
        Self {
            label: "Alphapy",
            status: SubsystemStatus::of(bot, uptime, activity.ai),
            uptime_seconds: narrow(uptime.unwrap_or_default()),
            throughput_per_minute: rounded(activity.commands_per_minute),
            error_rate: error_rate(activity.ai),
            latency_p50: rounded(bot.latency.p50),
            latency_p95: rounded(bot.latency.p95),
            queue_depth: narrow(activity.open_tickets),
            active_bots: Some(narrow(guilds)).filter(|it| *it > 0),
            notes,
            at,
        }
    }
}

impl SubsystemStatus {
    /// What the gateway, the time since the start and the model's errors say; open tickets say nothing.
    pub fn of(bot: &BotSnapshot, uptime: Option<u64>, ai: AiUse) -> Self {
        if bot.online() {
            return match ai.errors_last_hour {
                0 => Self::Operational,
                1..=ODD_ERRORS => Self::Degraded,
                _ => Self::Outage,
            };
        }
        let starting = uptime.map_or(bot.guild_count == 0, |it| it < STARTING);
        if starting {
            Self::Degraded
        } else {
            Self::Outage
        }
    }

    /// The word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Operational => "operational",
            Self::Degraded => "degraded",
            Self::Outage => "outage",
        }
    }
}

fn error_rate(ai: AiUse) -> f64 {
    if ai.calls_24h == 0 {
        return 0.0;
    }
    let share = f64::from(ai.errors_24h) / f64::from(ai.calls_24h);
    (share * 100.0).round() / 100.0
}

/// A count, as the column holds it.
fn narrow(count: u64) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a number that is too large becomes the largest"
)]
fn rounded(figure: f64) -> i32 {
    figure.round() as i32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::GatewayLatency;
    use crate::testing::moment;

    fn bot(shards_connected: usize, guild_count: usize) -> BotSnapshot {
        BotSnapshot {
            shards_connected,
            shards_total: 2,
            guild_count,
            latency: GatewayLatency {
                last: Some(40.0),
                p50: 41.5,
                p95: 99.4,
            },
            ..BotSnapshot::default()
        }
    }

    fn with_errors(errors_last_hour: u32) -> AiUse {
        AiUse {
            errors_last_hour,
            ..AiUse::default()
        }
    }

    #[test]
    fn a_bot_without_the_gateway_is_out_unless_it_has_just_begun() {
        let status =
            |guilds, uptime| SubsystemStatus::of(&bot(0, guilds), uptime, AiUse::default());
        assert_eq!(status(3, Some(119)), SubsystemStatus::Degraded);
        assert_eq!(status(0, Some(120)), SubsystemStatus::Outage);
        assert_eq!(status(3, None), SubsystemStatus::Outage);
        assert_eq!(status(0, None), SubsystemStatus::Degraded);
    }

    #[test]
    fn the_models_errors_of_the_last_hour_count_while_the_bot_is_online() {
        let status = |errors| SubsystemStatus::of(&bot(1, 3), Some(5), with_errors(errors));
        assert_eq!(status(0), SubsystemStatus::Operational);
        assert_eq!(status(1), SubsystemStatus::Degraded);
        assert_eq!(status(5), SubsystemStatus::Degraded);
        assert_eq!(status(6), SubsystemStatus::Outage);
    }

    #[test]
    fn every_column_has_its_figure() {
        let activity = Activity {
            commands_per_minute: 1.5,
            ai: AiUse {
                successes_last_hour: 4,
                errors_last_hour: 0,
                calls_24h: 3,
                errors_24h: 1,
            },
            open_tickets: 7,
        };
        let row = SubsystemSnapshot::of(&bot(2, 3), Some(3600), &activity, moment());
        let expected = SubsystemSnapshot {
            label: "Alphapy",
            status: SubsystemStatus::Operational,
            uptime_seconds: 3600,
            throughput_per_minute: 2,
            error_rate: 0.33,
            latency_p50: 42,
            latency_p95: 99,
            queue_depth: 7,
            active_bots: Some(3),
            notes: "shards 2/2, commands a minute 1.5, model errors last hour 0".to_owned(),
            at: moment(),
        };
        assert_eq!(row, expected);
    }

    #[test]
    fn nothing_known_is_zero_and_no_guilds_are_left_out() {
        let row = SubsystemSnapshot::of(
            &BotSnapshot::default(),
            Some(1),
            &Activity::default(),
            moment(),
        );
        assert_eq!((row.throughput_per_minute, row.queue_depth), (0, 0));
        assert_eq!((row.latency_p50, row.latency_p95), (0, 0));
        assert_eq!((row.error_rate, row.active_bots), (0.0, None));
    }

    #[test]
    fn counts_that_no_column_holds_are_the_largest_it_does() {
        let activity = Activity {
            commands_per_minute: f64::MAX,
            open_tickets: u64::MAX,
            ..Activity::default()
        };
        let row = SubsystemSnapshot::of(&bot(1, 1), Some(u64::MAX), &activity, moment());
        let counts = [
            row.uptime_seconds,
            row.throughput_per_minute,
            row.queue_depth,
        ];
        assert_eq!(counts, [i32::MAX; 3]);
    }
}
