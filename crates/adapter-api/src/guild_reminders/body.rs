//! A reminder as the dashboard of a server sends it.

use reminders_core::{Given, ReminderFields};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::error::{ApiError, FieldError};
use crate::reminders::shapes::{DiscordId, Weekday};
use crate::reminders::{day_tokens, given, id_text};

/// A reminder, or what is to change about one. It comes again with a clock and `days`, or once at `scheduled_time`.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[schema(example = json!({
    "name": "Raid night",
    "message": "Bring potions",
    "channel_id": "222222222222222222",
    "scheduled_time": "2026-08-05T14:30:00+02:00"
}))]
pub(super) struct GuildReminderBody {
    /// What it is called: 1 to 100 characters; a new one is called "Reminder" without it.
    #[schema(min_length = 1, max_length = 100)]
    pub(super) name: Option<String>,
    /// What it says: 1 to 2,000 characters. A new one needs it.
    #[schema(min_length = 1, max_length = 2000)]
    pub(super) message: Option<String>,
    /// Where it is posted. A new one needs it.
    #[serde(default, deserialize_with = "id_text")]
    #[schema(value_type = Option<DiscordId>)]
    pub(super) channel_id: Option<String>,
    /// The clock of the event, in the server's time zone; not looked at beside the two others.
    #[schema(pattern = "^([01][0-9]|2[0-3]):[0-5][0-9](:00)?$")]
    pub(super) time: Option<String>,
    /// The clock of the event, in the server's time zone; not looked at beside `session_time`.
    #[schema(pattern = "^([01][0-9]|2[0-3]):[0-5][0-9](:00)?$")]
    pub(super) call_time: Option<String>,
    /// The clock of the event, in the server's time zone.
    #[schema(pattern = "^([01][0-9]|2[0-3]):[0-5][0-9](:00)?$")]
    pub(super) session_time: Option<String>,
    /// The weekdays on which it comes again, `"0"` for Monday to `"6"`, each once.
    #[serde(default, deserialize_with = "day_tokens")]
    #[schema(value_type = Option<Vec<Weekday>>, max_items = 7)]
    pub(super) days: Option<Vec<String>>,
    /// When it comes once: RFC 3339; without an offset it is the wall clock of the server's time zone. Nothing in it, or
    /// `null`, takes it away, and then `days` say when it comes again.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub(super) scheduled_time: Given,
    /// The same as `scheduled_time`.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub(super) event_time: Given,
    /// Where the event is: at most 1,024 characters; `null` takes it away.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>, max_length = 1024)]
    pub(super) location: Given,
    /// A picture, for Premium: an `https` address of at most 512 characters; `null` takes it away.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>, max_length = 512)]
    pub(super) image_url: Given,
    /// Whether nothing more is posted: only for what comes once. Not looked at when one is created.
    pub(super) completed: Option<bool>,
}

impl GuildReminderBody {
    /// What is said about the reminder.
    pub(super) fn into_fields(self) -> Result<ReminderFields, ApiError> {
        Ok(ReminderFields {
            name: self.name,
            message: self.message,
            channel: self.channel_id,
            time: self.time,
            call_time: self.session_time.or(self.call_time),
            days: self.days,
            event_time: one_of(self.scheduled_time, self.event_time)?,
            location: self.location,
            image_url: self.image_url,
            completed: self.completed,
        })
    }
}

/// The moment, which has two names: both may be sent, and then they say the same.
fn one_of(scheduled_time: Given, event_time: Given) -> Result<Given, ApiError> {
    match (scheduled_time, event_time) {
        (given, Given::Absent) | (Given::Absent, given) => Ok(given),
        (one, other) if one == other => Ok(one),
        _ => Err(ApiError::invalid(vec![FieldError {
            field: "scheduled_time".to_owned(),
            code: "contradicts".into(),
            message: "scheduled_time and event_time are the same: send one of them.".to_owned(),
        }])),
    }
}
