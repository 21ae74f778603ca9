//! What is remembered of secrets, and for how long.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use secrecy::SecretString;

use super::SecretName;

/// The most secrets that are remembered. The oldest has to leave for another.
pub const MOST_SECRETS: usize = 64;

/// For how long a value of the manager may be used while the manager is away.
const STALE_FOR: TimeDelta = TimeDelta::hours(24);

const MANAGED_FOR: TimeDelta = TimeDelta::hours(1);
/// Short, so that a manager that is back is noticed.
const FALLBACK_FOR: TimeDelta = TimeDelta::seconds(60);
const NOTHING_FOR: TimeDelta = TimeDelta::seconds(30);

/// What is remembered of a secret.
#[derive(Debug, Clone)]
pub(super) enum Remembered {
    /// The manager gave it.
    Managed(SecretString),
    /// The environment has it.
    Fallback(SecretString),
    /// There is none.
    Nothing,
}

impl Remembered {
    /// The secret, if there is one.
    pub(super) fn value(self) -> Option<SecretString> {
        match self {
            Self::Managed(value) | Self::Fallback(value) => Some(value),
            Self::Nothing => None,
        }
    }
}

#[derive(Debug)]
struct Entry {
    remembered: Remembered,
    /// When it was learned.
    since: DateTime<Utc>,
    /// Until when nobody is asked again.
    fresh_until: DateTime<Utc>,
}

/// At most [`MOST_SECRETS`] secrets. What leaves is overwritten in memory.
#[derive(Debug, Default)]
pub(super) struct Cache(HashMap<SecretName, Entry>);

impl Cache {
    /// What is remembered and still holds.
    pub(super) fn fresh(&self, name: &SecretName, now: DateTime<Utc>) -> Option<Remembered> {
        let entry = self.0.get(name)?;
        // A clock that was set back does not make a secret last longer.
        (entry.since <= now && now < entry.fresh_until).then(|| entry.remembered.clone())
    }

    /// The manager's value of at most a day ago. Nobody is asked again for as long as a fallback holds.
    pub(super) fn stale(&mut self, name: &SecretName, now: DateTime<Utc>) -> Option<SecretString> {
        let entry = self.0.get_mut(name)?;
        let Remembered::Managed(value) = &entry.remembered else {
            return None;
        };
        if entry.since > now || now - entry.since > STALE_FOR {
            return None;
        }
        entry.fresh_until = (now + FALLBACK_FOR).min(entry.since + STALE_FOR);
        Some(value.clone())
    }

    pub(super) fn remember(
        &mut self,
        name: SecretName,
        remembered: Remembered,
        now: DateTime<Utc>,
    ) {
        let lasts = match remembered {
            Remembered::Managed(_) => MANAGED_FOR,
            Remembered::Fallback(_) => FALLBACK_FOR,
            Remembered::Nothing => NOTHING_FOR,
        };
        if self.0.len() >= MOST_SECRETS && !self.0.contains_key(&name) {
            self.drop_oldest();
        }
        let entry = Entry {
            remembered,
            since: now,
            fresh_until: now + lasts,
        };
        self.0.insert(name, entry);
    }

    pub(super) fn forget(&mut self, name: &SecretName) {
        self.0.remove(name);
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    fn drop_oldest(&mut self) {
        let oldest = self.0.iter().min_by_key(|it| (it.1.since, it.0));
        if let Some(name) = oldest.map(|it| it.0.clone()) {
            self.0.remove(&name);
        }
    }
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret as _;

    use super::*;

    fn name(text: &str) -> SecretName {
        text.parse().unwrap()
    }

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::seconds(seconds)
    }

    fn holds(remembered: &Remembered, seconds: i64) -> bool {
        let mut cache = Cache::default();
        cache.remember(name("a"), remembered.clone(), at(0));
        cache.fresh(&name("a"), at(seconds)).is_some()
    }

    #[test]
    fn a_managed_value_holds_for_an_hour_a_fallback_for_a_minute_and_nothing_for_half_a_minute() {
        let value = SecretString::from("value");
        for (remembered, seconds) in [
            (Remembered::Managed(value.clone()), 3600),
            (Remembered::Fallback(value), 60),
            (Remembered::Nothing, 30),
        ] {
            assert!(holds(&remembered, seconds - 1), "{remembered:?}");
            assert!(!holds(&remembered, seconds), "{remembered:?}");
            assert!(!holds(&remembered, -1), "{remembered:?} of the future");
        }
    }

    #[test]
    fn a_managed_value_can_be_used_for_a_day_while_the_manager_is_away() {
        let mut cache = Cache::default();
        cache.remember(name("a"), Remembered::Managed("old".into()), at(0));
        cache.remember(name("b"), Remembered::Fallback("env".into()), at(0));
        let day = 24 * 3600;
        let stale = cache.stale(&name("a"), at(day - 30));
        assert_eq!(stale.unwrap().expose_secret(), "old");
        assert!(cache.fresh(&name("a"), at(day - 1)).is_some());
        assert!(
            cache.fresh(&name("a"), at(day)).is_none(),
            "never beyond a day"
        );
        assert!(cache.stale(&name("a"), at(day + 1)).is_none());
        assert!(
            cache.stale(&name("b"), at(61)).is_none(),
            "a fallback is not stale"
        );
    }

    #[test]
    fn ten_times_as_many_secrets_as_fit_leave_the_newest() {
        let mut cache = Cache::default();
        for number in 0..MOST_SECRETS * 10 {
            let seconds = i64::try_from(number).unwrap();
            cache.remember(
                name(&format!("s{number}")),
                Remembered::Nothing,
                at(seconds),
            );
            assert!(cache.len() <= MOST_SECRETS);
        }
        let newest = MOST_SECRETS * 10 - 1;
        assert!(cache.0.contains_key(&name(&format!("s{newest}"))));
        assert!(cache.0.contains_key(&name(&format!("s{}", newest - 63))));
        assert!(!cache.0.contains_key(&name(&format!("s{}", newest - 64))));
    }

    #[test]
    fn a_cache_never_shows_what_it_holds() {
        let mut cache = Cache::default();
        cache.remember(name("a"), Remembered::Managed("hush".into()), at(0));
        assert!(!format!("{cache:?}").contains("hush"));
    }
}
