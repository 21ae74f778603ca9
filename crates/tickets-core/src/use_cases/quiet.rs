//! Channels in which nobody need look for a ticket for a while, so that ordinary talk costs no query.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use kernel::ChannelId;

/// How long a channel counts as quiet. Another process may make a ticket's channel of it meanwhile, which is then noticed
/// so much later at most.
const LIFETIME: TimeDelta = TimeDelta::minutes(1);

/// The channels that belonged to no ticket when somebody looked last.
#[derive(Debug, Default)]
pub(super) struct QuietChannels {
    until: Mutex<HashMap<ChannelId, DateTime<Utc>>>,
}

impl QuietChannels {
    /// Of no more channels it is remembered; past that all are looked at anew.
    pub(super) const MOST: usize = 10_000;

    fn until(&self) -> MutexGuard<'_, HashMap<ChannelId, DateTime<Utc>>> {
        self.until.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn contains(&self, channel: ChannelId, now: DateTime<Utc>) -> bool {
        self.until().get(&channel).is_some_and(|it| *it > now)
    }

    pub(super) fn note(&self, channel: ChannelId, now: DateTime<Utc>) {
        let mut until = self.until();
        if until.len() >= Self::MOST {
            until.retain(|_, it| *it > now);
        }
        if until.len() >= Self::MOST {
            until.clear();
        }
        until.insert(channel, now + LIFETIME);
    }

    /// It belongs to a ticket now.
    pub(super) fn forget(&self, channel: ChannelId) {
        self.until().remove(&channel);
    }

    pub(super) fn remembered(&self) -> usize {
        self.until().len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::instant;

    fn channel(id: u64) -> ChannelId {
        ChannelId::new(id).unwrap()
    }

    #[test]
    fn a_channel_is_quiet_for_a_minute_or_until_a_ticket_gets_it() {
        let quiet = QuietChannels::default();
        quiet.note(channel(1), instant(0));
        quiet.note(channel(2), instant(0));
        quiet.forget(channel(2));
        let is_quiet = |id, minute| quiet.contains(channel(id), instant(minute));
        assert!(is_quiet(1, 0) && !is_quiet(1, 1));
        assert!(!is_quiet(2, 0) && !is_quiet(3, 0));
    }

    #[test]
    fn the_talk_of_a_large_town_takes_no_more_room_than_there_is() {
        let quiet = QuietChannels::default();
        for id in 1..=30_000 {
            quiet.note(channel(id), instant(0));
            assert!(quiet.remembered() <= QuietChannels::MOST);
        }
        assert!(quiet.contains(channel(30_000), instant(0)));
    }
}
