//! The newest events, in memory.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use kernel::GuildId;

use super::{EventType, OperationalEvent};

/// The newest hundred events of this process; each further one takes the place of the oldest. Clones share them.
#[derive(Debug, Clone, Default)]
pub struct Events {
    ring: Arc<Mutex<VecDeque<OperationalEvent>>>,
}

impl Events {
    /// No more events are kept.
    pub const MOST: usize = 100;

    /// Keeps an event.
    pub fn record(&self, event: OperationalEvent) {
        let mut ring = self.lock();
        if ring.len() >= Self::MOST {
            ring.pop_front();
        }
        ring.push_back(event);
    }

    /// What the admins of `guild` may see: its events and those that concern all servers, the newest first, at most
    /// `limit`; only of these `kinds`, where they are given.
    pub fn of_guild(
        &self,
        guild: GuildId,
        kinds: Option<&[EventType]>,
        limit: usize,
    ) -> Vec<OperationalEvent> {
        let ring = self.lock();
        let seen = ring.iter().rev().filter(|it| {
            it.guild().is_none_or(|of| of == guild)
                && kinds.is_none_or(|kinds| kinds.contains(&it.kind()))
        });
        seen.take(limit).cloned().collect()
    }

    /// How many events are kept.
    pub fn len(&self) -> usize {
        self.lock().len()
    }

    /// Whether nothing has happened yet.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<OperationalEvent>> {
        self.ring.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, TimeDelta};

    use super::*;

    fn guild(id: u64) -> GuildId {
        GuildId::new(id).unwrap()
    }

    fn happen(events: &Events, kind: EventType, at: Option<u64>, second: i64) {
        let moment = DateTime::UNIX_EPOCH + TimeDelta::seconds(second);
        let message = second.to_string();
        events.record(OperationalEvent::new(kind, moment, at.map(guild), &message));
    }

    fn messages(seen: &[OperationalEvent]) -> Vec<&str> {
        seen.iter().map(OperationalEvent::message).collect()
    }

    #[test]
    fn a_guild_sees_its_own_events_and_those_of_all_the_newest_first() {
        let events = Events::default();
        happen(&events, EventType::BotReady, None, 1);
        happen(&events, EventType::GuildSync, Some(7), 2);
        happen(&events, EventType::GuildSync, Some(8), 3);
        happen(&events, EventType::CogError, Some(7), 4);
        let seen = |guild_id, kinds, limit| events.of_guild(guild(guild_id), kinds, limit);
        assert_eq!(messages(&seen(7, None, 50)), ["4", "2", "1"]);
        assert_eq!(messages(&seen(7, None, 2)), ["4", "2"]);
        assert_eq!(messages(&seen(9, None, 50)), ["1"]);
        let wanted = [EventType::GuildSync, EventType::BotReady];
        assert_eq!(messages(&seen(7, Some(&wanted), 50)), ["2", "1"]);
        assert_eq!(seen(7, Some(&[]), 50), []);
    }

    #[test]
    fn a_thousand_events_leave_the_newest_hundred() {
        let events = Events::default();
        assert!(events.is_empty());
        for second in 0..1000 {
            happen(&events.clone(), EventType::CogError, Some(7), second);
        }
        assert_eq!(events.len(), Events::MOST);
        let seen = events.of_guild(guild(7), None, 1000);
        assert_eq!(seen.len(), 100);
        assert_eq!((seen[0].message(), seen[99].message()), ("999", "900"));
    }
}
