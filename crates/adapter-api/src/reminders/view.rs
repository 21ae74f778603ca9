//! A reminder as its maker sees it.

use chrono::{DateTime, NaiveTime, SecondsFormat, Timelike as _, Utc};
use chrono_tz::Tz;
use reminders_core::Shown;
use serde::Serialize;
use utoipa::ToSchema;

/// A reminder. Clocks are those of its server's time zone.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": 42,
    "guild_id": "111111111111111111",
    "name": "Raid night",
    "channel_id": "222222222222222222",
    "time": "19:00",
    "call_time": "20:00",
    "days": ["0", "4"],
    "message": "Bring potions",
    "location": "Voice 1",
    "event_time": null,
    "image_url": null,
    "created_by": "333333333333333333",
    "user_id": "333333333333333333",
    "last_sent_at": "2026-02-02T19:00:00+01:00"
}))]
pub(super) struct ReminderView {
    /// Its number.
    id: u64,
    /// Its server.
    guild_id: String,
    /// What it is called.
    name: String,
    /// Where it is posted.
    channel_id: String,
    /// The clock of its advance notice, `HH:MM`.
    time: Option<String>,
    /// The clock of its event, `HH:MM`.
    call_time: Option<String>,
    /// The weekdays on which it comes again, `"0"` for Monday.
    days: Vec<String>,
    /// What it says.
    message: String,
    /// Where its event is.
    location: Option<String>,
    /// When its event is, if it comes once: with the offset of its server's time zone.
    event_time: Option<String>,
    /// Its picture.
    image_url: Option<String>,
    /// Who made it.
    created_by: Option<String>,
    /// The same.
    user_id: Option<String>,
    /// The minute for which it was last posted.
    last_sent_at: Option<String>,
}

/// A reminder that was stored.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ReminderAnswer {
    /// Always true.
    success: bool,
    /// The reminder as it is.
    reminder: ReminderView,
}

impl From<Shown> for ReminderView {
    fn from(shown: Shown) -> Self {
        let what = &shown.reminder.what;
        let made_by = what.created_by.map(|it| it.to_string());
        let clock = |it: NaiveTime| Some(format!("{:02}:{:02}", it.hour(), it.minute()));
        let (time, call_time) = shown.clocks();
        Self {
            id: shown.reminder.id.get(),
            guild_id: what.guild.to_string(),
            name: what.name.as_str().to_owned(),
            channel_id: what.channel.to_string(),
            time: clock(time),
            call_time: clock(call_time),
            days: shown.days().numbers().iter().map(u8::to_string).collect(),
            message: what.message.as_str().to_owned(),
            location: what.location.as_ref().map(|it| it.as_str().to_owned()),
            event_time: shown.event_time().map(|it| moment(it, shown.zone)),
            image_url: what.image_url.clone(),
            created_by: made_by.clone(),
            user_id: made_by,
            last_sent_at: shown.last_sent_at.map(|it| moment(it, shown.zone)),
        }
    }
}

impl From<Shown> for ReminderAnswer {
    fn from(shown: Shown) -> Self {
        Self {
            success: true,
            reminder: shown.into(),
        }
    }
}

/// A moment with the offset that a zone has then.
pub(crate) fn moment(at: DateTime<Utc>, zone: Tz) -> String {
    at.with_timezone(&zone)
        .to_rfc3339_opts(SecondsFormat::Secs, false)
}
