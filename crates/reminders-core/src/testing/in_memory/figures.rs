//! Reminders in figures, without a database.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use kernel::GuildId;

use super::State;
use super::status::number;
use crate::{Reminder, ReminderFigures, Upcoming};

impl State {
    pub(super) fn figures(&self, guild: Option<GuildId>) -> ReminderFigures {
        let counted: Vec<&Reminder> = self
            .reminders
            .values()
            .filter(|it| guild.is_none_or(|guild| it.what.guild == guild) && !it.completed)
            .collect();
        let recurring = counted
            .iter()
            .filter(|it| it.what.schedule.is_recurring())
            .count();
        let mut channels = BTreeMap::new();
        for it in &counted {
            *channels.entry(it.what.channel).or_insert(0) += 1;
        }
        let mut per_channel: Vec<_> = channels.into_iter().collect();
        per_channel.sort_by_key(|(channel, count)| (Reverse(*count), *channel));
        per_channel.truncate(ReminderFigures::MOST_CHANNELS as usize);
        let mut upcoming: Vec<_> = counted.iter().filter_map(|it| upcoming(it)).collect();
        upcoming.sort_by_key(|it| (it.event_at, it.id));
        upcoming.truncate(ReminderFigures::MOST_UPCOMING as usize);
        ReminderFigures {
            recurring: number(recurring),
            one_off: number(counted.len() - recurring),
            per_channel,
            upcoming,
        }
    }
}

fn upcoming(reminder: &Reminder) -> Option<Upcoming> {
    Some(Upcoming {
        id: reminder.id,
        name: reminder.what.name.as_str().to_owned(),
        channel: reminder.what.channel,
        event_at: reminder.next?.event_at,
        is_recurring: reminder.what.schedule.is_recurring(),
    })
}
