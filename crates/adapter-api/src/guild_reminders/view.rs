//! A reminder as the dashboard of its server sees it.

use reminders_core::Shown;
use serde::Serialize;
use utoipa::ToSchema;

use crate::reminders::moment;

/// A reminder. Clocks and moments are those of the server's time zone; Discord ids are texts.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": 42,
    "guild_id": "111111111111111111",
    "name": "Raid night",
    "channel_id": "222222222222222222",
    "time": "13:30:00",
    "call_time": "14:30:00",
    "days": [],
    "message": "Bring potions",
    "location": null,
    "event_time": "2026-08-05T14:30:00+02:00",
    "scheduled_time": "2026-08-05T14:30:00+02:00",
    "image_url": null,
    "created_by": "333333333333333333",
    "origin_channel_id": null,
    "origin_message_id": null,
    "sent_message_id": null,
    "last_sent_at": null,
    "completed": false,
    "created_at": "2026-08-01T09:00:00+02:00",
    "updated_at": "2026-08-01T09:00:00+02:00"
}))]
pub(super) struct GuildReminderView {
    /// Its number.
    id: u64,
    /// Its server.
    guild_id: String,
    /// What it is called.
    name: String,
    /// Where it is posted.
    channel_id: String,
    /// The clock of its advance notice, `HH:MM:SS`.
    time: Option<String>,
    /// The clock of its event, `HH:MM:SS`.
    call_time: Option<String>,
    /// The weekdays on which it comes again, `"0"` for Monday.
    days: Vec<String>,
    /// What it says.
    message: String,
    /// Where its event is.
    location: Option<String>,
    /// When its event is, if it comes once.
    event_time: Option<String>,
    /// The same.
    scheduled_time: Option<String>,
    /// Its picture.
    image_url: Option<String>,
    /// Who made it; nobody, if they are not known any more.
    created_by: Option<String>,
    /// The channel of the message that it was made from.
    origin_channel_id: Option<String>,
    /// The message that it was made from.
    origin_message_id: Option<String>,
    /// The advance notice that stands in its channel.
    sent_message_id: Option<String>,
    /// The minute for which it was last posted.
    last_sent_at: Option<String>,
    /// Whether nothing more is posted.
    completed: bool,
    /// When it was made.
    created_at: String,
    /// When it was last changed.
    updated_at: String,
}

/// Reminders.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct GuildReminders {
    /// The reminders.
    pub(super) reminders: Vec<GuildReminderView>,
}

/// A reminder that was made.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Made {
    /// Always true.
    success: bool,
    /// Its number.
    reminder_id: u64,
    /// The reminder.
    reminder: GuildReminderView,
}

/// A live session that was made.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct LiveSessionMade {
    /// Always true.
    success: bool,
    /// Its number.
    reminder_id: u64,
}

/// A reminder that was changed.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Changed {
    /// Always true.
    success: bool,
    /// The reminder as it is.
    reminder: GuildReminderView,
}

/// A reminder that was deleted.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Deleted {
    /// Always true.
    pub(super) success: bool,
    /// Always true.
    pub(super) deleted: bool,
}

impl From<Shown> for GuildReminderView {
    fn from(shown: Shown) -> Self {
        let (reminder, what) = (&shown.reminder, &shown.reminder.what);
        let at = |it| moment(it, shown.zone);
        let clock = |it: chrono::NaiveTime| Some(it.format("%H:%M:%S").to_string());
        let (time, call_time) = shown.clocks();
        Self {
            id: reminder.id.get(),
            guild_id: what.guild.to_string(),
            name: what.name.as_str().to_owned(),
            channel_id: what.channel.to_string(),
            time: clock(time),
            call_time: clock(call_time),
            days: shown.days().numbers().iter().map(u8::to_string).collect(),
            message: what.message.as_str().to_owned(),
            location: what.location.as_ref().map(|it| it.as_str().to_owned()),
            event_time: shown.event_time().map(at),
            scheduled_time: shown.event_time().map(at),
            image_url: what.image_url.clone(),
            created_by: what.created_by.map(|it| it.to_string()),
            origin_channel_id: what.origin.map(|it| it.channel.to_string()),
            origin_message_id: what.origin.map(|it| it.message.to_string()),
            sent_message_id: reminder.pre_message.map(|it| it.to_string()),
            last_sent_at: shown.last_sent_at.map(at),
            completed: reminder.completed,
            created_at: at(reminder.created_at),
            updated_at: at(shown.updated_at),
        }
    }
}

impl From<Shown> for Made {
    fn from(shown: Shown) -> Self {
        Self {
            success: true,
            reminder_id: shown.reminder.id.get(),
            reminder: shown.into(),
        }
    }
}

impl From<Shown> for LiveSessionMade {
    fn from(shown: Shown) -> Self {
        Self {
            success: true,
            reminder_id: shown.reminder.id.get(),
        }
    }
}

impl From<Shown> for Changed {
    fn from(shown: Shown) -> Self {
        Self {
            success: true,
            reminder: shown.into(),
        }
    }
}
