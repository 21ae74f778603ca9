//! What was sent and is so already: whoever writes back what they read changes nothing.

use super::read::{clock, days, moment};
use super::request::{Given, ReminderFields};
use super::shown::Shown;

impl ReminderFields {
    /// Whether nothing was sent at all.
    pub(super) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The fields that say something else than the reminder does.
    pub(super) fn beyond(self, shown: &Shown) -> Self {
        let what = &shown.reminder.what;
        let (time, call_time) = match self.clock() {
            Some((_, text)) if clock(text) == Ok(shown.call_time()) => (None, None),
            _ => (self.time.clone(), self.call_time.clone()),
        };
        let same_days = |it: &Vec<String>| days(it) == Ok(shown.days());
        let text = |given: Option<String>, now: &str| given.filter(|it| it != now);
        Self {
            name: text(self.name, what.name.as_str()),
            message: text(self.message, what.message.as_str()),
            channel: text(self.channel, &what.channel.to_string()),
            time,
            call_time,
            days: self.days.filter(|it| !same_days(it)),
            event_time: event_beyond(self.event_time, shown),
            location: beyond(
                self.location,
                what.location
                    .as_ref()
                    .map(crate::reminder::Location::as_str),
            ),
            image_url: beyond(self.image_url, what.image_url.as_deref()),
            completed: self.completed.filter(|it| *it != shown.reminder.completed),
        }
    }
}

fn beyond(given: Given, now: Option<&str>) -> Given {
    match (&given, now) {
        (Given::Cleared, None) => Given::Absent,
        (Given::Value(text), Some(now)) if text == now => Given::Absent,
        _ => given,
    }
}

fn event_beyond(given: Given, shown: &Shown) -> Given {
    let now = shown.event_time();
    let same = match &given {
        Given::Absent => true,
        Given::Cleared => now.is_none(),
        Given::Value(text) => now.is_some() && moment(text, shown.zone).ok() == now,
    };
    if same { Given::Absent } else { given }
}
