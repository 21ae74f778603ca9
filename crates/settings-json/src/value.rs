//! Values of settings.

use serde_json::Value;
use settings_core::{RawValue, SettingValue};

/// What the text of one JSON value says. A number too large for this program, or no JSON at all, is nothing that a
/// setting could be; it must not keep the values beside it from being read, which is why each is read from its own text.
#[must_use]
pub fn read(json: &str) -> RawValue {
    match serde_json::from_str(json) {
        Ok(Value::Null) => RawValue::Null,
        Ok(Value::Bool(it)) => RawValue::Bool(it),
        Ok(Value::Number(number)) => match (number.as_i64(), number.as_f64()) {
            (Some(it), _) => RawValue::Int(it),
            (None, Some(it)) => RawValue::Float(it),
            (None, None) => RawValue::Other,
        },
        Ok(Value::String(it)) => RawValue::Text(it),
        Ok(Value::Array(_) | Value::Object(_)) | Err(_) => RawValue::Other,
    }
}

/// A value as JSON. Ids are strings of digits, because JSON numbers lose precision above 2⁵³.
#[must_use]
pub fn write(value: &SettingValue) -> Value {
    write_raw(&RawValue::from(value))
}

/// Raw input as JSON. What no setting could be has lost what it was, and becomes null.
#[must_use]
pub fn write_raw(value: &RawValue) -> Value {
    match value {
        RawValue::Bool(it) => (*it).into(),
        RawValue::Int(it) => (*it).into(),
        RawValue::Float(it) => (*it).into(),
        RawValue::Text(it) => it.as_str().into(),
        RawValue::Null | RawValue::Other => Value::Null,
    }
}

#[cfg(test)]
mod tests {
    use kernel::ChannelId;
    use proptest::prelude::*;
    use settings_core::Coerced;
    use settings_core::testing::DEFINITIONS;

    use super::*;

    #[test]
    fn reads_every_kind_of_json() {
        for (stored, raw) in [
            ("null", RawValue::Null),
            ("true", RawValue::Bool(true)),
            ("60", RawValue::Int(60)),
            ("0.7", RawValue::Float(0.7)),
            (
                "18446744073709551615",
                RawValue::Float(18_446_744_073_709_551_615.0),
            ),
            ("\"\\\"60\\\"\"", RawValue::Text("\"60\"".to_owned())),
            ("[1]", RawValue::Other),
            ("{}", RawValue::Other),
            ("1e400", RawValue::Other),
        ] {
            assert_eq!(read(stored), raw, "{stored}");
        }
    }

    #[test]
    fn ids_are_stored_as_strings() {
        let channel = ChannelId::new(9_007_199_254_740_993).unwrap();
        let stored = write(&SettingValue::Channel(channel));
        assert_eq!(stored, Value::from("9007199254740993"));
        assert_eq!(write(&SettingValue::Float(0.1)).to_string(), "0.1");
    }

    fn raws() -> impl Strategy<Value = RawValue> {
        prop_oneof![
            any::<bool>().prop_map(RawValue::Bool),
            any::<i64>().prop_map(RawValue::Int),
            (0..5000_i64).prop_map(RawValue::Int),
            (0.0..2.0_f64).prop_map(RawValue::Float),
            any::<String>().prop_map(RawValue::Text),
            "[-+0-9.eE<#@&> '\"]{0,12}".prop_map(RawValue::Text),
            "(on|No|loud|QUIET|m/1:x|Asia/Tokyo)".prop_map(RawValue::Text),
        ]
    }

    proptest! {
        /// What the API shows is what it takes, and what a stored row says.
        #[test]
        fn a_value_that_is_taken_comes_back_from_its_json_as_it_was(
            definition in prop::sample::select(DEFINITIONS),
            raw in raws(),
        ) {
            if let Ok(Coerced::Value(value)) = definition.kind.coerce(raw) {
                let json = read(&write(&value).to_string());
                prop_assert_eq!(definition.kind.decode_stored(json.clone()), Ok(Some(value.clone())));
                prop_assert_eq!(definition.kind.coerce(json), Ok(Coerced::Value(value)));
            }
        }
    }
}
