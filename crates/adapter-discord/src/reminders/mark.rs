//! The marks by which a posted reminder is known again, in a channel that is read back.
//!
//! Discord tells a message's nonce to whoever creates it and hardly ever to who reads it later. So the message itself
//! says which occurrence it is, where no reader notices: in the seconds and milliseconds of its embed's time, of which
//! Discord shows the minute. Its buttons, where it has any, name the occurrence as well.

use chrono::{DateTime, DurationRound as _, TimeDelta, Utc};
use reminders_core::{OccurrenceId, ReminderPost};
use serde::Deserialize;
use serde_json::Value;
use twilight_model::id::Id;
use twilight_model::id::marker::{MessageMarker, UserMarker};

use super::delivery::nonce;

/// So many milliseconds of a minute are ours.
const PLACES: i64 = 60_000;

/// What is read of a message: nothing else in it can keep us from knowing it.
#[derive(Debug, Deserialize)]
pub(super) struct Seen {
    pub(super) id: Id<MessageMarker>,
    author: Author,
    #[serde(default)]
    nonce: Option<Value>,
    #[serde(default)]
    embeds: Vec<SeenEmbed>,
    #[serde(default)]
    components: Vec<Value>,
}

#[derive(Debug, Deserialize)]
struct Author {
    id: Id<UserMarker>,
}

#[derive(Debug, Deserialize)]
struct SeenEmbed {
    #[serde(default)]
    timestamp: Option<String>,
    #[serde(default)]
    fields: Vec<SeenField>,
}

#[derive(Debug, Deserialize)]
struct SeenField {
    #[serde(default)]
    value: String,
}

/// The time of a reminder's embed: the minute of `now`, and within it the place of the occurrence. Two occurrences have
/// the same place only when they are some multiple of 60,000 apart; the event's time tells those from each other.
pub(super) fn stamped(now: DateTime<Utc>, id: OccurrenceId) -> DateTime<Utc> {
    let minute = now.duration_trunc(TimeDelta::minutes(1)).unwrap_or(now);
    minute + place(id)
}

/// Whether a message is this reminder, posted by this bot.
pub(super) fn is_of(seen: &Seen, post: &ReminderPost, bot: Id<UserMarker>) -> bool {
    let by_nonce = || seen.nonce.as_ref().and_then(Value::as_str) == Some(&nonce(post));
    let name = format!(":{}", post.id.0);
    seen.author.id == bot
        && (by_nonce()
            || seen.components.iter().any(|it| is_named(it, &name))
            || seen.embeds.iter().any(|it| is_stamped(it, post)))
}

fn place(id: OccurrenceId) -> TimeDelta {
    TimeDelta::milliseconds(id.0.rem_euclid(PLACES))
}

fn is_stamped(embed: &SeenEmbed, post: &ReminderPost) -> bool {
    let shown = embed.timestamp.as_deref();
    let shown = shown.and_then(|it| DateTime::parse_from_rfc3339(it).ok());
    let stamped = shown.is_some_and(|it| stamped(it.to_utc(), post.id) == it);
    let event = format!("<t:{}:", post.event_at.timestamp());
    stamped && embed.fields.iter().any(|it| it.value.contains(&event))
}

/// Whether a component, or one within it, has a custom id that ends so.
fn is_named(component: &Value, name: &str) -> bool {
    let named = component["custom_id"]
        .as_str()
        .is_some_and(|it| it.ends_with(name));
    let within = component["components"].as_array().into_iter().flatten();
    named || within.into_iter().any(|it| is_named(it, name))
}

#[cfg(test)]
mod tests {
    use reminders_core::testing::{claimed, guild};
    use reminders_core::{Kind, Ping, Punctuality};
    use serde_json::json;

    use super::super::reminder_card;
    use super::*;

    fn post(number: i64) -> ReminderPost {
        let claimed = claimed(number, guild(1), Kind::T0, 0);
        ReminderPost {
            id: claimed.id,
            kind: claimed.occurrence.kind,
            fires_at: claimed.occurrence.fires_at,
            event_at: claimed.occurrence.event_at,
            reminder: claimed.reminder,
            zone: claimed.zone,
            punctuality: Punctuality::OnTime,
            ping: Ping::Nobody,
            now: claimed.first_claimed_at + TimeDelta::milliseconds(17_321),
            first_claimed_at: claimed.first_claimed_at,
        }
    }

    fn seen(mut json: Value) -> Seen {
        json["id"] = json!("5");
        if json["author"].is_null() {
            json["author"] = json!({"id": "99"});
        }
        serde_json::from_value(json).unwrap()
    }

    #[test]
    fn the_embed_itself_tells_which_occurrence_it_is() {
        for number in [1, 59_999, 60_001, 1 << 60] {
            let embed = reminder_card::build(&post(number), None);
            let message = json!({"embeds": [embed], "components": []});
            assert!(is_of(&seen(message.clone()), &post(number), Id::new(99)));
            let other = post(number ^ 2);
            assert!(!is_of(&seen(message), &other, Id::new(99)));
        }
    }

    #[test]
    fn the_minute_that_people_read_is_the_true_one() {
        let now = post(123_456).now;
        let shown = stamped(now, OccurrenceId(123_456));
        assert_eq!(shown.timestamp() / 60, now.timestamp() / 60);
        assert_eq!(shown.timestamp_millis() % PLACES, 3_456);
    }

    #[test]
    fn buttons_and_nonces_tell_it_too() {
        let row = json!({"type": 1, "components": [{"type": 2, "custom_id": "reminder-done:7"}]});
        let message = json!({"components": [row]});
        assert!(is_of(&seen(message.clone()), &post(7), Id::new(99)));
        assert!(!is_of(&seen(message), &post(77), Id::new(99)));
        let message = json!({"nonce": nonce(&post(7))});
        assert!(is_of(&seen(message.clone()), &post(7), Id::new(99)));
        assert!(!is_of(&seen(message), &post(8), Id::new(99)));
    }

    #[test]
    fn what_somebody_else_posted_is_never_ours() {
        let embed = reminder_card::build(&post(7), None);
        let message = json!({"embeds": [embed], "nonce": nonce(&post(7))});
        assert!(!is_of(&seen(message), &post(7), Id::new(98)));
    }
}
