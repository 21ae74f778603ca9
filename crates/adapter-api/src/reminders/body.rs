//! A reminder as a member sends it.

use reminders_core::{Given, ReminderFields};
use serde::Deserialize;
use utoipa::ToSchema;

use super::shapes::{DiscordId, Person, ReminderNumber, Weekday};
use super::{day_tokens, given, id_text};

/// A reminder, or what is to change about one. It comes again with a clock and `days`, or once at `event_time`.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[schema(example = json!({
    "guild_id": "111111111111111111",
    "name": "Raid night",
    "message": "Bring potions",
    "channel_id": "222222222222222222",
    "call_time": "20:00",
    "days": ["0", "4"],
    "location": "Voice 1"
}))]
pub(super) struct ReminderBody {
    /// Which reminder to change; not looked at when one is created.
    #[serde(default, deserialize_with = "id_text")]
    #[schema(value_type = Option<ReminderNumber>)]
    pub(super) id: Option<String>,
    /// The server; without it the bot's home server, and where one is changed the server that it is in.
    #[serde(default, deserialize_with = "id_text")]
    #[schema(value_type = Option<DiscordId>)]
    pub(super) guild_id: Option<String>,
    /// Who asks, if it is said at all.
    #[serde(default, deserialize_with = "id_text")]
    #[schema(value_type = Option<Person>)]
    pub(super) user_id: Option<String>,
    /// The same as `user_id`.
    #[serde(default, deserialize_with = "id_text")]
    #[schema(value_type = Option<Person>)]
    pub(super) created_by: Option<String>,
    /// What it is called: 1 to 100 characters. A new one needs it.
    #[schema(min_length = 1, max_length = 100)]
    pub(super) name: Option<String>,
    /// What it says: 1 to 2,000 characters. A new one needs it.
    #[schema(min_length = 1, max_length = 2000)]
    pub(super) message: Option<String>,
    /// Where it is posted; without it, a new one goes to the server's default channel.
    #[serde(default, deserialize_with = "id_text")]
    #[schema(value_type = Option<DiscordId>)]
    pub(super) channel_id: Option<String>,
    /// The clock of the event, in the server's time zone; not looked at beside `call_time`.
    #[schema(pattern = "^([01][0-9]|2[0-3]):[0-5][0-9](:00)?$")]
    pub(super) time: Option<String>,
    /// The clock of the event, in the server's time zone.
    #[schema(pattern = "^([01][0-9]|2[0-3]):[0-5][0-9](:00)?$")]
    pub(super) call_time: Option<String>,
    /// The weekdays on which it comes again, `"0"` for Monday to `"6"`, each once.
    #[serde(default, deserialize_with = "day_tokens")]
    #[schema(value_type = Option<Vec<Weekday>>, max_items = 7)]
    pub(super) days: Option<Vec<String>>,
    /// When it comes once: RFC 3339; without an offset it is the wall clock of the server's time zone. `null` takes it
    /// away, and then `days` say when it comes again.
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
}

impl ReminderBody {
    /// What is said about the reminder itself.
    pub(super) fn into_fields(self) -> ReminderFields {
        ReminderFields {
            name: self.name,
            message: self.message,
            channel: self.channel_id,
            time: self.time,
            call_time: self.call_time,
            days: self.days,
            event_time: self.event_time,
            location: self.location,
            image_url: self.image_url,
            completed: None,
        }
    }

    /// Whom the body names as the one who asks.
    pub(super) fn named(&self) -> impl Iterator<Item = &str> {
        self.user_id
            .iter()
            .chain(&self.created_by)
            .map(String::as_str)
    }
}
