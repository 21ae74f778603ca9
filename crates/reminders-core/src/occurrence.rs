//! An occurrence: one send of one reminder.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use kernel::{MessageId, UserId};

use crate::{Announce, Reminder};

/// How long after its moment an occurrence is still worth sending when its event has begun already.
pub const LATE_WINDOW: TimeDelta = TimeDelta::hours(2);

/// Up to this, a send counts as punctual: people read minutes.
const PUNCTUAL: TimeDelta = TimeDelta::minutes(1);

/// The number of a recorded occurrence; the nonce of its message is made from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OccurrenceId(pub i64);

/// Which moment an occurrence announces. The start comes first where both fall together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// The event starts now.
    T0,
    /// The event is still to come.
    Pre,
    /// Somebody asked to be told again later.
    Snoozed,
}

/// One send: when it is due, of which event, and which of the event's moments it is.
///
/// Ordered by the moment at which it is due, so that the next one is the least.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Occurrence {
    /// When it is sent.
    pub fires_at: DateTime<Utc>,
    /// Which moment it announces.
    pub kind: Kind,
    /// When the event starts.
    pub event_at: DateTime<Utc>,
}

/// An occurrence that this process has taken on: nobody else sends it until the lease ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claimed {
    /// Its number.
    pub id: OccurrenceId,
    /// What is due.
    pub occurrence: Occurrence,
    /// Its reminder, as the claim left it: `next` is what follows this occurrence, none when this was the last.
    pub reminder: Reminder,
    /// The zone of the reminder's guild.
    pub zone: Tz,
    /// How often it was claimed, this time included: 1 for a first try.
    pub attempt: u32,
    /// Who asked for it, if it was somebody: [`Kind::Snoozed`].
    pub asked_by: Option<UserId>,
    /// When it was first claimed: before that, nobody can have posted it.
    pub first_claimed_at: DateTime<Utc>,
}

/// How an occurrence ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OccurrenceResult {
    /// It stands in the channel.
    Sent {
        /// The message that announces it.
        message: MessageId,
        /// Whether it came when it should have.
        punctuality: Punctuality,
    },
    /// Discord will not take it: the channel is gone, or the bot may not post there.
    Failed {
        /// Why, for the operator; at most 200 characters are kept.
        reason: String,
    },
    /// Its time was over before anybody could send it.
    Missed,
    /// It was not to be sent: the module is off, or the start of the event has taken its place.
    Skipped,
}

/// Whether a send came when it should have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Punctuality {
    /// Within the minute.
    OnTime,
    /// Later, and marked as such.
    Late,
}

/// What is to be done with an occurrence that is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Send it.
    Send(Punctuality),
    /// Too late: record it and tell the guild.
    Missed,
    /// An advance notice whose event has begun, and whose start is announced as well: leave it out.
    Superseded,
}

/// Decides what becomes of `occurrence` at `now` (design: late policy).
///
/// Sent as soon as possible, marked late after a minute, as long as it is within [`LATE_WINDOW`] or before its event.
pub fn judge(occurrence: Occurrence, announce: Announce, now: DateTime<Utc>) -> Verdict {
    let begun = now >= occurrence.event_at;
    let delay = now - occurrence.fires_at;
    match occurrence.kind {
        Kind::Pre if begun && announce == Announce::Both => Verdict::Superseded,
        _ if delay < PUNCTUAL => Verdict::Send(Punctuality::OnTime),
        _ if !begun || delay <= LATE_WINDOW => Verdict::Send(Punctuality::Late),
        _ => Verdict::Missed,
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone as _;

    use super::*;

    fn pre() -> Occurrence {
        let event_at = Utc.with_ymd_and_hms(2026, 2, 7, 20, 0, 0).unwrap();
        Occurrence {
            fires_at: event_at - TimeDelta::hours(1),
            kind: Kind::Pre,
            event_at,
        }
    }

    fn start() -> Occurrence {
        Occurrence {
            fires_at: pre().event_at,
            kind: Kind::T0,
            event_at: pre().event_at,
        }
    }

    #[test]
    fn within_a_minute_it_is_on_time() {
        let now = pre().fires_at + TimeDelta::seconds(59);
        assert_eq!(
            judge(pre(), Announce::Both, now),
            Verdict::Send(Punctuality::OnTime)
        );
    }

    #[test]
    fn before_its_event_an_advance_notice_is_late_but_sent() {
        let now = pre().event_at - TimeDelta::seconds(1);
        assert_eq!(
            judge(pre(), Announce::Both, now),
            Verdict::Send(Punctuality::Late)
        );
    }

    #[test]
    fn once_the_event_has_begun_its_start_takes_the_notices_place() {
        assert_eq!(
            judge(pre(), Announce::Both, pre().event_at),
            Verdict::Superseded
        );
        assert_eq!(
            judge(pre(), Announce::Before, pre().event_at),
            Verdict::Send(Punctuality::Late)
        );
    }

    #[test]
    fn after_two_hours_it_is_missed() {
        let limit = start().fires_at + LATE_WINDOW;
        assert_eq!(
            judge(start(), Announce::Both, limit),
            Verdict::Send(Punctuality::Late)
        );
        assert_eq!(
            judge(start(), Announce::Both, limit + TimeDelta::seconds(1)),
            Verdict::Missed
        );
    }
}
