//! An occurrence: one send of one reminder.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use kernel::{GuildId, MessageId, UserId};

use crate::{Announce, Reminder};

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

impl Kind {
    /// Whether people wait for it: the start of an event, and what somebody asked to hear again. Advance notices let
    /// these go first.
    pub fn is_urgent(self) -> bool {
        match self {
            Self::T0 | Self::Snoozed => true,
            Self::Pre => false,
        }
    }
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

/// A claim by its number: enough to renew it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Holding {
    /// The guild.
    pub guild: GuildId,
    /// The occurrence.
    pub id: OccurrenceId,
    /// The attempt that the claim is.
    pub attempt: u32,
}

impl Claimed {
    /// The claim by its number.
    pub fn holding(&self) -> Holding {
        Holding {
            guild: self.reminder.what.guild,
            id: self.id,
            attempt: self.attempt,
        }
    }
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
/// Sent as soon as possible, marked late after a minute, as long as it is within `late_window` or before its event. What
/// somebody asked to hear again is for that moment and not for the event: only the window counts.
pub fn judge(
    occurrence: Occurrence,
    announce: Announce,
    late_window: TimeDelta,
    now: DateTime<Utc>,
) -> Verdict {
    let begun = now >= occurrence.event_at;
    let delay = now - occurrence.fires_at;
    let ahead = !begun && occurrence.kind != Kind::Snoozed;
    match occurrence.kind {
        Kind::Pre if begun && announce == Announce::Both => Verdict::Superseded,
        _ if delay < PUNCTUAL => Verdict::Send(Punctuality::OnTime),
        _ if ahead || delay <= late_window => Verdict::Send(Punctuality::Late),
        _ => Verdict::Missed,
    }
}

/// Whether a send that came at `at` came when it should have.
pub(crate) fn punctuality(occurrence: Occurrence, at: DateTime<Utc>) -> Punctuality {
    if at - occurrence.fires_at < PUNCTUAL {
        Punctuality::OnTime
    } else {
        Punctuality::Late
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

    const TWO_HOURS: TimeDelta = TimeDelta::hours(2);

    fn verdict(occurrence: Occurrence, announce: Announce, now: DateTime<Utc>) -> Verdict {
        judge(occurrence, announce, TWO_HOURS, now)
    }

    #[test]
    fn within_a_minute_it_is_on_time() {
        let now = pre().fires_at + TimeDelta::seconds(59);
        assert_eq!(
            verdict(pre(), Announce::Both, now),
            Verdict::Send(Punctuality::OnTime)
        );
    }

    #[test]
    fn before_its_event_an_advance_notice_is_late_but_sent() {
        let now = pre().event_at - TimeDelta::seconds(1);
        assert_eq!(
            verdict(pre(), Announce::Both, now),
            Verdict::Send(Punctuality::Late)
        );
    }

    #[test]
    fn once_the_event_has_begun_its_start_takes_the_notices_place() {
        let begun = pre().event_at;
        assert_eq!(verdict(pre(), Announce::Both, begun), Verdict::Superseded);
        assert_eq!(
            verdict(pre(), Announce::Before, begun),
            Verdict::Send(Punctuality::Late)
        );
    }

    #[test]
    fn after_the_guilds_window_it_is_missed() {
        for window in [TimeDelta::minutes(5), TWO_HOURS] {
            let limit = start().fires_at + window;
            assert_eq!(
                judge(start(), Announce::Both, window, limit),
                Verdict::Send(Punctuality::Late)
            );
            let beyond = limit + TimeDelta::seconds(1);
            assert_eq!(
                judge(start(), Announce::Both, window, beyond),
                Verdict::Missed
            );
        }
    }

    #[test]
    fn a_window_of_nothing_leaves_the_punctual_minute_and_what_lies_ahead() {
        let none = TimeDelta::zero();
        let now = start().fires_at + TimeDelta::seconds(59);
        assert_eq!(
            judge(start(), Announce::Both, none, now),
            Verdict::Send(Punctuality::OnTime)
        );
        let ahead = pre().fires_at + TimeDelta::minutes(30);
        assert_eq!(
            judge(pre(), Announce::Both, none, ahead),
            Verdict::Send(Punctuality::Late)
        );
    }

    #[test]
    fn what_was_snoozed_is_judged_by_its_own_moment() {
        let snoozed = Occurrence {
            kind: Kind::Snoozed,
            ..pre()
        };
        let window = TimeDelta::minutes(5);
        for (minutes, expected) in [(5, Verdict::Send(Punctuality::Late)), (6, Verdict::Missed)] {
            let now = snoozed.fires_at + TimeDelta::minutes(minutes);
            assert!(now < snoozed.event_at);
            assert_eq!(judge(snoozed, Announce::Both, window, now), expected);
        }
    }
}
