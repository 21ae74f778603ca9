//! What the watcher remembers, without a database.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::{ChannelId, GuildId, MessageId, PortFailure, UserId};

use super::{InMemoryReminders, State};
use crate::{
    Closed, NewReminder, Origin, Recalled, Reminder, ReminderId, Revision, Schedule, Seen, Settled,
    Settlement, Sight, Source, Undone, Version, WatchStore,
};

/// A message that was looked at, and when.
#[derive(Debug, Clone)]
pub(super) struct Remembered {
    seen: Seen,
    at: DateTime<Utc>,
}

/// Makes a stored reminder say this, as an edit by staff would.
pub fn rewrite(store: &InMemoryReminders, id: ReminderId, what: NewReminder) {
    let mut state = store.lock();
    let reminder = state.reminders.get_mut(&id).unwrap();
    reminder.what = what;
}

impl State {
    fn seen_of(&self, guild: GuildId, origin: Origin) -> Option<&Seen> {
        let kept = self.seen.get(&(guild, origin.channel, origin.message));
        kept.map(|it| &it.seen)
    }

    fn remember(&mut self, guild: GuildId, origin: Origin, seen: Seen, at: DateTime<Utc>) {
        let key = (guild, origin.channel, origin.message);
        self.seen.insert(key, Remembered { seen, at });
    }

    fn close_message(
        &mut self,
        guild: GuildId,
        origin: Origin,
        closed: Closed,
        now: DateTime<Utc>,
    ) {
        let seen = self.seen_of(guild, origin).cloned();
        let mut seen = seen.unwrap_or_else(|| Seen {
            sight: Sight::without_event(Version::unknown()),
            closed: None,
        });
        seen.closed = Some(closed);
        self.remember(guild, origin, seen, now);
    }

    fn drop_reminder(&mut self, guild: GuildId, id: ReminderId) -> Option<Reminder> {
        self.get(guild, id)?;
        self.occurrences.retain(|_, it| it.reminder != id);
        self.reminders.remove(&id)
    }

    fn revise(&mut self, guild: GuildId, revision: &Revision) {
        let Some(reminder) = self.reminders.get_mut(&revision.before.id) else {
            return;
        };
        if reminder.what.guild != guild || reminder.completed {
            return;
        }
        let held = reminder.what.clone();
        reminder.what = NewReminder {
            guild: held.guild,
            origin: held.origin,
            origin_part: held.origin_part,
            created_by: held.created_by,
            source: held.source,
            ..revision.what.clone()
        };
        let Some(next) = revision.anew else { return };
        reminder.next = Some(next).filter(|_| reminder.paused.is_none());
        reminder.pre_message = None;
        let reminder = reminder.clone();
        self.leave_out(reminder.id);
        self.move_snoozes(&reminder, next);
    }
}

#[async_trait]
impl WatchStore for InMemoryReminders {
    async fn recall(&self, guild: GuildId, origin: Origin) -> Result<Recalled, PortFailure> {
        let state = self.reach("recall a message")?;
        let mut reminders: Vec<Reminder> = state.made_of(guild, origin).cloned().collect();
        reminders.sort_by_key(|it| it.what.origin_part);
        let by_hand = state.of(guild).filter(|it| {
            it.what.source != Source::Watcher && it.what.origin == Some(origin) && !it.completed
        });
        Ok(Recalled {
            seen: state.seen_of(guild, origin).cloned(),
            by_hand: by_hand.cloned().collect(),
            reminders,
        })
    }

    async fn settle(
        &self,
        guild: GuildId,
        origin: Origin,
        settlement: &Settlement,
        now: DateTime<Utc>,
    ) -> Result<Settled, PortFailure> {
        let mut state = self.reach("settle a message")?;
        let seen = state.seen_of(guild, origin);
        if seen.is_some_and(|it| it.closed.is_some())
            || seen.map(|it| it.sight.version.content) != settlement.expected
        {
            return Ok(Settled::Overtaken);
        }
        if !state.of(guild).all(|it| settlement.agrees_with(it)) {
            return Ok(Settled::Overtaken);
        }
        let seen = Seen {
            sight: settlement.sight.clone(),
            closed: None,
        };
        state.remember(guild, origin, seen, now);
        for Reminder { id, .. } in &settlement.remove {
            if state.get(guild, *id).is_some_and(|it| !it.completed) {
                state.drop_reminder(guild, *id);
            }
        }
        for revision in &settlement.change {
            state.revise(guild, revision);
        }
        let mut added = Vec::new();
        for (what, next) in &settlement.add {
            if state.part_of(guild, origin, what.origin_part).is_none() {
                added.push(state.store(what, *next, now));
            }
        }
        Ok(Settled::Done(added))
    }

    async fn undo(
        &self,
        guild: GuildId,
        origin: Origin,
        by: UserId,
        now: DateTime<Utc>,
    ) -> Result<Undone, PortFailure> {
        let mut state = self.reach("undo a message")?;
        match state.seen_of(guild, origin).map(|it| it.closed) {
            Some(Some(Closed::Undone(by))) => return Ok(Undone::Already(by)),
            Some(Some(Closed::Gone)) => return Ok(Undone::Nothing),
            None if state.watched(guild, origin).is_none() => return Ok(Undone::Nothing),
            Some(None) | None => {}
        }
        state.close_message(guild, origin, Closed::Undone(by), now);
        let open = state.made_of(guild, origin).filter(|it| !it.completed);
        let ids: Vec<ReminderId> = open.map(|it| it.id).collect();
        let removed = ids
            .into_iter()
            .filter_map(|it| state.drop_reminder(guild, it));
        Ok(Undone::Removed(removed.collect()))
    }

    async fn close(
        &self,
        guild: GuildId,
        channel: ChannelId,
        messages: &[MessageId],
        watched: bool,
        now: DateTime<Utc>,
    ) -> Result<Vec<Reminder>, PortFailure> {
        let mut state = self.reach("close deleted messages")?;
        let mut removed = Vec::new();
        for message in messages {
            let origin = Origin {
                channel,
                message: *message,
            };
            if watched || state.seen_of(guild, origin).is_some() {
                let undone = state.seen_of(guild, origin).and_then(|it| it.closed);
                let closed = undone.unwrap_or(Closed::Gone);
                state.close_message(guild, origin, closed, now);
            }
            let ids: Vec<ReminderId> = state
                .made_of(guild, origin)
                .filter(|it| !it.completed && !has_begun(it, now))
                .map(|it| it.id)
                .collect();
            removed.extend(
                ids.into_iter()
                    .filter_map(|it| state.drop_reminder(guild, it)),
            );
        }
        Ok(removed)
    }

    async fn seen_lately(
        &self,
        guild: GuildId,
        channel: ChannelId,
        limit: u32,
    ) -> Result<Vec<(MessageId, Seen)>, PortFailure> {
        let state = self.reach("list the messages that were seen")?;
        let here = state.seen.iter().rev();
        let here = here.filter(|((of, place, _), _)| *of == guild && *place == channel);
        let seen = here.map(|((_, _, message), kept)| (*message, kept.seen.clone()));
        Ok(seen.take(limit as usize).collect())
    }

    async fn forget_before(
        &self,
        guild: GuildId,
        moment: DateTime<Utc>,
    ) -> Result<(), PortFailure> {
        let mut state = self.reach("forget old messages")?;
        let kept: Vec<_> = state.of(guild).filter_map(|it| it.what.origin).collect();
        state.seen.retain(|(of, channel, message), it| {
            let origin = Origin {
                channel: *channel,
                message: *message,
            };
            *of != guild || it.at >= moment || kept.contains(&origin)
        });
        Ok(())
    }
}

fn has_begun(reminder: &Reminder, now: DateTime<Utc>) -> bool {
    matches!(reminder.what.schedule, Schedule::OneOff { at } if at <= now)
}
