//! When Discord may be told again, in memory.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};

use super::Scope;

/// For how long a cooldown that is over is remembered.
const KEPT: TimeDelta = TimeDelta::hours(1);

/// When Discord may be told again, of each scope; the longest-standing give way to new ones.
#[derive(Debug, Default)]
pub struct SyncCooldowns {
    entries: HashMap<Scope, Entry>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Entry {
    synced_at: Option<DateTime<Utc>>,
    blocked_until: Option<DateTime<Utc>>,
}

impl Entry {
    /// When it is over.
    fn end(self, scope: Scope) -> Option<DateTime<Utc>> {
        let cool = self.synced_at.map(|it| it + scope.cooldown());
        cool.max(self.blocked_until)
    }
}

impl SyncCooldowns {
    /// No more scopes are remembered.
    pub const MOST: usize = 500;

    /// Discord was told at `at`, also by another process.
    pub fn synced(&mut self, scope: Scope, at: DateTime<Utc>) {
        let entry = self.entry(scope);
        entry.synced_at = entry.synced_at.max(Some(at));
    }

    /// Discord does not want to be told before `until`.
    pub fn blocked(&mut self, scope: Scope, until: DateTime<Utc>) {
        self.entry(scope).blocked_until = Some(until);
    }

    /// For how long Discord itself does not want to be told; zero when it may be.
    pub fn block(&self, scope: Scope, now: DateTime<Utc>) -> TimeDelta {
        let entry = self.entries.get(&scope);
        left(entry.and_then(|it| it.blocked_until), now)
    }

    /// For how long it is not told by itself; zero when it may be.
    pub fn remaining(&self, scope: Scope, now: DateTime<Utc>) -> TimeDelta {
        let entry = self.entries.get(&scope);
        left(entry.and_then(|it| it.end(scope)), now)
    }

    /// Forgets what was over an hour ago, and the oldest beyond [`SyncCooldowns::MOST`].
    pub fn sweep(&mut self, now: DateTime<Utc>) {
        self.entries
            .retain(|scope, entry| entry.end(*scope).is_some_and(|it| it + KEPT > now));
        while self.entries.len() > Self::MOST {
            self.forget_oldest();
        }
    }

    /// How many scopes are remembered.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    fn entry(&mut self, scope: Scope) -> &mut Entry {
        if self.entries.len() >= Self::MOST && !self.entries.contains_key(&scope) {
            self.forget_oldest();
        }
        self.entries.entry(scope).or_default()
    }

    fn forget_oldest(&mut self) {
        let oldest = self
            .entries
            .iter()
            .min_by_key(|(scope, it)| it.end(**scope));
        if let Some((&scope, _)) = oldest {
            self.entries.remove(&scope);
        }
    }
}

fn left(until: Option<DateTime<Utc>>, now: DateTime<Utc>) -> TimeDelta {
    let zero = TimeDelta::zero();
    until.map_or(zero, |it| (it - now).max(zero))
}

#[cfg(test)]
mod tests {
    use kernel::GuildId;

    use super::*;

    fn guild(id: u64) -> Scope {
        Scope::Guild(GuildId::new(id).unwrap())
    }

    fn minute(minutes: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::minutes(minutes)
    }

    #[test]
    fn everywhere_is_cool_after_an_hour_and_one_server_after_half_of_it() {
        let mut cooldowns = SyncCooldowns::default();
        for scope in [Scope::Global, guild(1)] {
            cooldowns.synced(scope, minute(0));
        }
        let left = |scope, at| cooldowns.remaining(scope, minute(at)).num_minutes();
        assert_eq!([left(Scope::Global, 0), left(guild(1), 0)], [60, 30]);
        assert_eq!([left(Scope::Global, 59), left(guild(1), 29)], [1, 1]);
        assert_eq!([left(Scope::Global, 60), left(guild(1), 30)], [0, 0]);
        assert_eq!(left(guild(2), 0), 0);
    }

    #[test]
    fn what_discord_asks_for_holds_exactly_so_long_also_beyond_the_cooldown() {
        let mut cooldowns = SyncCooldowns::default();
        cooldowns.synced(guild(1), minute(0));
        cooldowns.blocked(guild(1), minute(45));
        assert_eq!(
            cooldowns.remaining(guild(1), minute(10)),
            TimeDelta::minutes(35)
        );
        assert_eq!(cooldowns.block(guild(1), minute(44)), TimeDelta::minutes(1));
        assert_eq!(cooldowns.remaining(guild(1), minute(45)), TimeDelta::zero());
    }

    #[test]
    fn five_thousand_scopes_leave_the_newest_five_hundred() {
        let mut cooldowns = SyncCooldowns::default();
        for id in 1..=5000 {
            cooldowns.synced(guild(id), minute(id.cast_signed()));
            assert!(cooldowns.len() <= SyncCooldowns::MOST);
        }
        assert_eq!(cooldowns.len(), 500);
        assert!(cooldowns.remaining(guild(4501), minute(4501)) > TimeDelta::zero());
        assert_eq!(
            cooldowns.remaining(guild(4500), minute(4500)),
            TimeDelta::zero()
        );
    }

    #[test]
    fn a_sweep_forgets_an_hour_after_the_end() {
        let mut cooldowns = SyncCooldowns::default();
        cooldowns.synced(guild(1), minute(0));
        cooldowns.synced(Scope::Global, minute(0));
        cooldowns.blocked(guild(2), minute(1000));
        cooldowns.sweep(minute(89));
        assert_eq!(cooldowns.len(), 3);
        cooldowns.sweep(minute(90));
        assert_eq!(cooldowns.len(), 2);
        cooldowns.sweep(minute(120));
        assert_eq!(cooldowns.len(), 1, "Discord still wants to be left alone");
        cooldowns.sweep(minute(1060));
        assert!(cooldowns.is_empty());
    }
}
