//! Fields that may be sent as texts or as numbers, for the description: what [`fields`](super::fields) reads.

use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, OneOfBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

/// An id of Discord's: its digits as a text, or a whole number.
pub(crate) struct DiscordId;

/// Who asks: their Discord id, or the `sub` of their token.
pub(crate) struct Person;

/// A reminder's number.
pub(crate) struct ReminderNumber;

/// A weekday, 0 for Monday to 6.
pub(crate) struct Weekday;

/// What may be a weekday.
pub(crate) struct AnyNumber;

impl PartialSchema for DiscordId {
    fn schema() -> RefOr<Schema> {
        either(text().pattern(Some("^[0-9]{1,19}$")), whole(Some(1), None))
    }
}

impl PartialSchema for Person {
    fn schema() -> RefOr<Schema> {
        either(text(), whole(Some(1), None))
    }
}

impl PartialSchema for ReminderNumber {
    fn schema() -> RefOr<Schema> {
        either(text().pattern(Some("^[0-9]{1,18}$")), whole(Some(1), None))
    }
}

impl PartialSchema for Weekday {
    fn schema() -> RefOr<Schema> {
        either(text().pattern(Some("^[0-6]$")), whole(Some(0), Some(6)))
    }
}

impl PartialSchema for AnyNumber {
    fn schema() -> RefOr<Schema> {
        either(text(), whole(None, None))
    }
}

impl ToSchema for DiscordId {}
impl ToSchema for Person {}
impl ToSchema for ReminderNumber {}
impl ToSchema for Weekday {}
impl ToSchema for AnyNumber {}

fn either(text: ObjectBuilder, number: ObjectBuilder) -> RefOr<Schema> {
    OneOfBuilder::new().item(text).item(number).into()
}

fn text() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String)
}

fn whole(least: Option<i64>, most: Option<i64>) -> ObjectBuilder {
    let number = ObjectBuilder::new().schema_type(Type::Integer);
    number.minimum(least).maximum(most)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    fn schemas() -> Value {
        let document = serde_json::to_value(crate::openapi()).unwrap();
        document["components"]["schemas"].clone()
    }

    #[test]
    fn ids_and_days_are_described_as_texts_and_as_numbers() {
        let schemas = schemas();
        let id = json!([
            { "type": "string", "pattern": "^[0-9]{1,19}$" },
            { "type": "integer", "minimum": 1 },
        ]);
        assert_eq!(schemas["DiscordId"]["oneOf"], id);
        let day = json!([
            { "type": "string", "pattern": "^[0-6]$" },
            { "type": "integer", "minimum": 0, "maximum": 6 },
        ]);
        assert_eq!(schemas["Weekday"]["oneOf"], day);
        for (body, field) in [
            ("ReminderBody", "guild_id"),
            ("ReminderBody", "channel_id"),
            ("GuildReminderBody", "channel_id"),
            ("LiveSessionBody", "channel_id"),
        ] {
            let forms = &schemas[body]["properties"][field]["oneOf"];
            assert_eq!(forms[0]["$ref"], "#/components/schemas/DiscordId", "{body}");
            assert!(forms[0]["description"].is_string(), "{body}");
            assert_eq!(forms[1], json!({ "type": "null" }), "{body}");
        }
        for body in ["ReminderBody", "GuildReminderBody"] {
            let days = &schemas[body]["properties"]["days"];
            assert_eq!(
                days["items"],
                json!({ "$ref": "#/components/schemas/Weekday" })
            );
            assert_eq!(days["maxItems"], 7);
        }
    }

    #[test]
    fn none_of_them_has_to_be_sent() {
        let schemas = schemas();
        for body in ["ReminderBody", "GuildReminderBody", "LiveSessionBody"] {
            assert!(schemas[body]["properties"].is_object(), "{body}");
            assert!(schemas[body]["required"].is_null(), "{body}");
        }
    }
}
