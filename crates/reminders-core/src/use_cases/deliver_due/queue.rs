//! What a round has taken on and not yet begun to send, and whose turn it is.
//!
//! Starts of events and what people asked to hear again come before advance notices. Within each the guilds take turns,
//! so that one with thousands due does not keep the others waiting.

use std::collections::{HashMap, VecDeque};

use kernel::GuildId;

use crate::{Claimed, OccurrenceId};

/// What waits to be sent.
#[derive(Default)]
pub(super) struct Queue {
    starts: Turns,
    notices: Turns,
}

/// One class of sends: the guilds in the order of their turns, and what each has waiting, the earliest first.
#[derive(Default)]
struct Turns {
    order: VecDeque<GuildId>,
    waiting: HashMap<GuildId, VecDeque<Claimed>>,
}

impl Queue {
    /// Lines up what was claimed, each guild's in the order of its moments.
    pub(super) fn line_up(&mut self, mut claimed: Vec<Claimed>) {
        claimed.sort_by_key(|it| (it.occurrence.fires_at, it.id));
        for one in claimed {
            let turns = if one.occurrence.kind.is_urgent() {
                &mut self.starts
            } else {
                &mut self.notices
            };
            turns.push(one);
        }
    }

    /// Whose turn it is among the guilds that are `free`; none when nobody's is.
    pub(super) fn next(&mut self, free: impl Fn(GuildId) -> bool) -> Option<Claimed> {
        self.starts.next(&free).or_else(|| self.notices.next(&free))
    }

    /// How many wait.
    pub(super) fn len(&self) -> usize {
        self.starts.len() + self.notices.len()
    }

    /// How many of them are urgent.
    pub(super) fn urgent(&self) -> usize {
        self.starts.len()
    }

    /// How many of this guild wait.
    pub(super) fn of(&self, guild: GuildId) -> usize {
        self.starts.of(guild) + self.notices.of(guild)
    }

    /// Everything that waits.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Claimed> {
        let classes = [&self.starts, &self.notices];
        classes
            .into_iter()
            .flat_map(|it| it.waiting.values().flatten())
    }

    /// Forgets what `keep` does not want.
    pub(super) fn retain(&mut self, keep: impl Fn(OccurrenceId) -> bool) {
        for turns in [&mut self.starts, &mut self.notices] {
            for waiting in turns.waiting.values_mut() {
                waiting.retain(|it| keep(it.id));
            }
        }
    }
}

impl Turns {
    fn push(&mut self, claimed: Claimed) {
        let guild = claimed.reminder.what.guild;
        let waiting = self.waiting.entry(guild).or_default();
        if waiting.is_empty() && !self.order.contains(&guild) {
            self.order.push_back(guild);
        }
        waiting.push_back(claimed);
    }

    fn next(&mut self, free: impl Fn(GuildId) -> bool) -> Option<Claimed> {
        let mut place = 0;
        while let Some(guild) = self.order.get(place).copied() {
            if self.waiting.get(&guild).is_none_or(VecDeque::is_empty) {
                self.order.remove(place);
                self.waiting.remove(&guild);
            } else if free(guild) {
                // Its next turn comes after everybody else's.
                self.order.remove(place);
                self.order.push_back(guild);
                return self.waiting.get_mut(&guild)?.pop_front();
            } else {
                place += 1;
            }
        }
        None
    }

    fn of(&self, guild: GuildId) -> usize {
        self.waiting.get(&guild).map_or(0, VecDeque::len)
    }

    fn len(&self) -> usize {
        self.waiting.values().map(VecDeque::len).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Kind;
    use crate::testing::{claimed, guild};

    fn in_line(entries: &[(u64, Kind, u32)]) -> Queue {
        let mut queue = Queue::default();
        let entries = (0..).zip(entries);
        let claims =
            entries.map(|(number, (of, kind, minute))| claimed(number, guild(*of), *kind, *minute));
        queue.line_up(claims.collect());
        queue
    }

    fn order(mut queue: Queue) -> Vec<i64> {
        std::iter::from_fn(|| queue.next(|_| true).map(|it| it.id.0)).collect()
    }

    #[test]
    fn starts_and_what_was_snoozed_come_before_notices() {
        let queue = in_line(&[(1, Kind::Pre, 0), (1, Kind::Snoozed, 2), (1, Kind::T0, 1)]);
        assert_eq!((queue.len(), queue.urgent()), (3, 2));
        assert_eq!(order(queue), [2, 1, 0]);
    }

    #[test]
    fn guilds_take_turns_and_each_keeps_its_order() {
        let (a, b) = (1, 2);
        let queue = in_line(&[
            (a, Kind::Pre, 3),
            (a, Kind::Pre, 1),
            (a, Kind::Pre, 2),
            (b, Kind::Pre, 9),
            (b, Kind::Pre, 8),
        ]);
        assert_eq!(order(queue), [1, 4, 2, 3, 0]);
    }

    #[test]
    fn a_guild_that_is_not_free_is_passed_over_and_keeps_its_turn() {
        let mut queue = in_line(&[(1, Kind::T0, 1), (2, Kind::T0, 2), (2, Kind::T0, 3)]);
        let free = |it| it != guild(1);
        assert_eq!(queue.next(free).map(|it| it.id.0), Some(1));
        assert_eq!(queue.next(|_| true).map(|it| it.id.0), Some(0));
        assert_eq!(queue.next(free).map(|it| it.id.0), Some(2));
        assert!(queue.next(|_| true).is_none());
    }

    #[test]
    fn who_comes_later_waits_for_one_turn_and_not_for_all() {
        let mut queue = in_line(&[(1, Kind::Pre, 1), (1, Kind::Pre, 2), (1, Kind::Pre, 3)]);
        queue.line_up(vec![claimed(10, guild(2), Kind::Pre, 9)]);
        assert_eq!(order(queue), [0, 10, 1, 2]);
    }

    #[test]
    fn what_is_forgotten_never_comes() {
        let mut queue = in_line(&[(1, Kind::Pre, 1), (1, Kind::Pre, 2)]);
        queue.retain(|it| it.0 != 0);
        assert_eq!(queue.iter().count(), 1);
        assert_eq!(order(queue), [1]);
    }
}
