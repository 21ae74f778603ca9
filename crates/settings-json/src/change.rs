//! The body that changes settings of one scope.

use serde_json::value::RawValue as Verbatim;
use settings_core::{RawValue, Wish};

use crate::file::Entries;
use crate::value;

/// What a dashboard sends: `{"category": "gpt", "settings": {"enabled": false, "temperature": null}}`.
#[derive(Debug, Clone, PartialEq)]
pub struct ScopeChange {
    /// The scope, which may be anything.
    pub scope: String,
    /// What is wished, in the order of the text, each name as often as it is there. Null and the empty text both ask for
    /// the default.
    pub wishes: Vec<Wish>,
}

/// What is wrong with a field of such a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoScopeChange {
    /// The whole is no object.
    #[error("the body is no object")]
    NoObject,
    /// A field that has to be there is missing, by its name.
    #[error("`{0}` is missing")]
    Missing(&'static str),
    /// A field is there more than once, by its name.
    #[error("`{0}` is there more than once")]
    Repeated(&'static str),
    /// `category` is no text.
    #[error("`category` is no text")]
    CategoryIsNoText,
    /// `settings` is no object.
    #[error("`settings` is no object")]
    SettingsAreNoObject,
}

/// What a text wishes of a scope. What the wishes come to is for
/// [`set_scope`](settings_core::Settings::set_scope) to say.
///
/// ```
/// let change = settings_json::read_change(r#"{"category": "gpt", "settings": {"enabled": false}}"#)?;
/// assert_eq!((change.scope.as_str(), change.wishes.len()), ("gpt", 1));
/// # Ok::<(), settings_json::NoScopeChange>(())
/// ```
pub fn read_change(json: &str) -> Result<ScopeChange, NoScopeChange> {
    let fields: Entries<&Verbatim> =
        serde_json::from_str(json).map_err(|_| NoScopeChange::NoObject)?;
    let RawValue::Text(scope) = value::read(only(&fields, "category")?.get()) else {
        return Err(NoScopeChange::CategoryIsNoText);
    };
    let settings: Entries<&Verbatim> = serde_json::from_str(only(&fields, "settings")?.get())
        .map_err(|_| NoScopeChange::SettingsAreNoObject)?;
    let wish = |(key, json): (String, &Verbatim)| Wish {
        scope: scope.clone(),
        key,
        value: wished(value::read(json.get())),
    };
    let wishes = settings.0.into_iter().map(wish).collect();
    Ok(ScopeChange { scope, wishes })
}

/// The field of this name, which has to be there once.
fn only<'a>(
    fields: &Entries<&'a Verbatim>,
    name: &'static str,
) -> Result<&'a Verbatim, NoScopeChange> {
    let mut found = fields.0.iter().filter(|it| it.0 == name);
    match (found.next(), found.next()) {
        (Some((_, json)), None) => Ok(json),
        (Some(_), Some(_)) => Err(NoScopeChange::Repeated(name)),
        (None, _) => Err(NoScopeChange::Missing(name)),
    }
}

fn wished(raw: RawValue) -> Option<RawValue> {
    match raw {
        RawValue::Null => None,
        RawValue::Text(text) if text.is_empty() => None,
        other => Some(other),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn settings(json: &str) -> Vec<(String, Option<RawValue>)> {
        let text = format!(r#"{{"category":"gpt","settings":{json}}}"#);
        let wishes = read_change(&text).unwrap().wishes.into_iter();
        wishes.map(|it| (it.key, it.value)).collect()
    }

    #[test]
    fn wishes_keep_their_order_and_null_and_nothing_ask_for_the_default() {
        let wished = settings(r#"{"z":0,"a":false,"b":null,"c":"","d":[1],"e":" "}"#);
        let expected = [
            ("z", Some(RawValue::Int(0))),
            ("a", Some(RawValue::Bool(false))),
            ("b", None),
            ("c", None),
            ("d", Some(RawValue::Other)),
            ("e", Some(RawValue::Text(" ".to_owned()))),
        ];
        assert_eq!(wished, expected.map(|(key, value)| (key.to_owned(), value)));
    }

    #[test]
    fn a_name_that_is_there_twice_is_told_twice() {
        assert_eq!(settings(r#"{"a":1,"a":2}"#).len(), 2);
    }

    #[test]
    fn fields_that_nobody_asked_for_are_passed_over() {
        let change = read_change(r#"{"settings":{},"note":[[]],"category":"gpt"}"#);
        assert_eq!(change.unwrap().scope, "gpt");
    }

    #[test]
    fn what_is_wrong_with_a_body_is_named() {
        for (body, why) in [
            ("[]", NoScopeChange::NoObject),
            ("5", NoScopeChange::NoObject),
            (r#"{"settings":{}}"#, NoScopeChange::Missing("category")),
            (r#"{"category":"gpt"}"#, NoScopeChange::Missing("settings")),
            (
                r#"{"category":"gpt","category":"gpt","settings":{}}"#,
                NoScopeChange::Repeated("category"),
            ),
            (
                r#"{"category":"gpt","settings":{},"settings":{}}"#,
                NoScopeChange::Repeated("settings"),
            ),
            (
                r#"{"category":5,"settings":{}}"#,
                NoScopeChange::CategoryIsNoText,
            ),
            (
                r#"{"category":"gpt","settings":[]}"#,
                NoScopeChange::SettingsAreNoObject,
            ),
        ] {
            assert_eq!(read_change(body), Err(why), "{body}");
        }
    }

    proptest! {
        #[test]
        fn no_body_makes_it_panic(body in any::<String>()) {
            let _ = read_change(&body);
        }
    }
}
