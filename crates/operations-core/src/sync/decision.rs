//! Whether Discord is to be told.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Definitions, Scope, SyncCooldowns, SyncState};

/// What is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Decision {
    /// Discord is to be told.
    Tell,
    /// It knows these commands, and would take others so much later.
    Unchanged(TimeDelta),
    /// It is not told before so long.
    Wait(TimeDelta),
}

/// Decides by what is stored, which another process may have changed, and by what is remembered.
pub(super) fn decide(
    scope: Scope,
    definitions: &Definitions,
    stored: Option<&SyncState>,
    cooldowns: &mut SyncCooldowns,
    (forced, now): (bool, DateTime<Utc>),
) -> Decision {
    if let Some(stored) = stored {
        if stored.synced_at + scope.cooldown() > now {
            cooldowns.synced(scope, stored.synced_at);
        }
        if let Some(until) = stored.blocked_until.filter(|it| *it > now) {
            cooldowns.blocked(scope, until);
        }
    }
    let unchanged = stored.is_some_and(|it| it.hash == definitions.hash);
    let remaining = cooldowns.remaining(scope, now);
    if unchanged && !forced {
        return Decision::Unchanged(remaining);
    }
    // Whatever an owner of the bot wants, Discord's own word holds.
    let wait = if forced {
        cooldowns.block(scope, now)
    } else {
        remaining
    };
    if wait > TimeDelta::zero() {
        Decision::Wait(wait)
    } else {
        Decision::Tell
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn minute(minutes: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::minutes(minutes)
    }

    fn stored(hash: &str, blocked: Option<i64>) -> SyncState {
        SyncState {
            hash: hash.to_owned(),
            count: 3,
            synced_at: minute(0),
            blocked_until: blocked.map(minute),
        }
    }

    fn decided(stored: Option<&SyncState>, forced: bool, at: i64) -> Decision {
        let definitions = Definitions {
            hash: "new".to_owned(),
            count: 4,
        };
        let mut cooldowns = SyncCooldowns::default();
        decide(
            Scope::Global,
            &definitions,
            stored,
            &mut cooldowns,
            (forced, minute(at)),
        )
    }

    #[test]
    fn only_changed_commands_are_told_and_not_before_the_cooldown_is_over() {
        let left = TimeDelta::minutes;
        assert_eq!(decided(None, false, 0), Decision::Tell);
        let old = stored("old", None);
        assert_eq!(decided(Some(&old), false, 10), Decision::Wait(left(50)));
        assert_eq!(decided(Some(&old), false, 60), Decision::Tell);
        let same = stored("new", None);
        assert_eq!(
            decided(Some(&same), false, 10),
            Decision::Unchanged(left(50))
        );
        assert_eq!(
            decided(Some(&same), false, 600),
            Decision::Unchanged(left(0))
        );
    }

    #[test]
    fn force_passes_over_the_cooldown_and_not_over_discords_word() {
        for hash in ["old", "new"] {
            assert_eq!(decided(Some(&stored(hash, None)), true, 1), Decision::Tell);
            let blocked = stored(hash, Some(20));
            let wait = Decision::Wait(TimeDelta::minutes(19));
            assert_eq!(decided(Some(&blocked), true, 1), wait);
            assert_eq!(decided(Some(&blocked), true, 20), Decision::Tell);
        }
    }
}
