//! Fields of a JSON body that may be sent in more than one form.

use reminders_core::Given;
use serde::de::{Deserialize, Deserializer, Error};
use serde_json::Value;

/// A text that may be cleared: with `null`, or with nothing in it.
pub(crate) fn given<'de, D: Deserializer<'de>>(from: D) -> Result<Given, D::Error> {
    let text = Option::<String>::deserialize(from)?;
    Ok(text.map_or(Given::Cleared, Given::text))
}

/// An id: digits as a text, or a whole number.
pub(crate) fn id_text<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    match Value::deserialize(from)? {
        Value::Null => Ok(None),
        Value::String(text) => Ok(Some(text)),
        Value::Number(number) => Ok(Some(number.to_string())),
        _ => Err(D::Error::custom("expected an id: its digits as a text")),
    }
}

/// Weekdays: `"0"` to `"6"`, or the same as numbers.
pub(crate) fn day_tokens<'de, D: Deserializer<'de>>(
    from: D,
) -> Result<Option<Vec<String>>, D::Error> {
    let Some(days) = Option::<Vec<Value>>::deserialize(from)? else {
        return Ok(None);
    };
    let token = |day| match day {
        Value::String(text) => Ok(text),
        Value::Number(number) => Ok(number.to_string()),
        _ => Err(D::Error::custom("expected weekdays from \"0\" to \"6\"")),
    };
    days.into_iter()
        .map(token)
        .collect::<Result<_, _>>()
        .map(Some)
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use serde_json::json;

    use super::*;

    #[derive(Debug, PartialEq, Deserialize)]
    struct Sent {
        #[serde(default, deserialize_with = "given")]
        place: Given,
        #[serde(default, deserialize_with = "id_text")]
        id: Option<String>,
        #[serde(default, deserialize_with = "day_tokens")]
        days: Option<Vec<String>>,
    }

    fn read(body: Value) -> Result<Sent, serde_json::Error> {
        serde_json::from_value(body)
    }

    #[test]
    fn what_is_absent_is_told_from_what_is_cleared() {
        let place = |body| read(body).unwrap().place;
        assert_eq!(place(json!({})), Given::Absent);
        assert_eq!(place(json!({ "place": null })), Given::Cleared);
        assert_eq!(place(json!({ "place": "" })), Given::Cleared);
        assert_eq!(
            place(json!({ "place": "here" })),
            Given::Value("here".to_owned())
        );
        assert!(read(json!({ "place": 5 })).is_err());
    }

    #[test]
    fn ids_and_days_may_be_texts_or_numbers() {
        for body in [
            json!({ "id": "12", "days": ["0", "4"] }),
            json!({ "id": 12, "days": [0, 4] }),
        ] {
            let sent = read(body).unwrap();
            assert_eq!(sent.id.as_deref(), Some("12"));
            assert_eq!(sent.days, Some(vec!["0".to_owned(), "4".to_owned()]));
        }
        for body in [
            json!({ "id": [] }),
            json!({ "days": "0" }),
            json!({ "days": [true] }),
        ] {
            assert!(read(body).is_err());
        }
    }
}
