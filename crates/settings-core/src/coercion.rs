//! From raw input to a typed value: the one function behind commands, API, wizard, import and rollback.
//!
//! | kind | accepts | refuses, among others |
//! | --- | --- | --- |
//! | bool | `true`, `false`, `0`, `1`, and the words true, yes, on, false, no, off | `2`, `1.5`, `maybe` |
//! | int | whole numbers, `5.0` as a number, digits with a sign as text | `"5.0"`, `"1e3"`, `"1_000"`, `"٣"` |
//! | float | finite numbers; decimal or exponent text | `"nan"`, `"inf"` |
//! | channel, category, role, message | ids above 0; `<#id>` and `<@&id>` in text; `0` clears | names, `-5`, `1.5` |
//! | choice | one of the words, in any case | anything else |
//! | text | text within its length, byte for byte | numbers, U+0000 |
//! | model | up to 100 of letters, digits and `._:/-` | spaces |
//! | time zone | an IANA name, in any case | offsets such as `+02:00` |

use std::str::FromStr;

use chrono_tz::{TZ_VARIANTS, Tz};
use kernel::InvalidId;

use crate::{Kind, RawValue, SettingValue};

/// The longest name of a model.
const MAX_MODEL: usize = 100;

/// What input amounts to.
#[derive(Debug, Clone, PartialEq)]
pub enum Coerced {
    /// The value to set.
    Value(SettingValue),
    /// The id `0`: whoever sent it wants the setting cleared.
    Clear,
}

/// Why input is no value of its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CoercionError {
    /// Not this kind of value at all.
    #[error("not the kind of value this setting takes")]
    WrongType,
    /// Outside the bounds of the definition.
    #[error("outside the bounds of this setting")]
    OutOfRange,
    /// None of the choices, or no time zone that exists.
    #[error("none of the choices")]
    NotAChoice,
    /// More characters than the definition allows.
    #[error("too long")]
    TooLong,
    /// Null or an empty text; whether that means "clear" is for the caller to say.
    #[error("empty")]
    Empty,
    /// No Discord id.
    #[error("not a Discord id")]
    InvalidSnowflake,
}

impl CoercionError {
    /// The code that other programs see.
    pub fn code(self) -> &'static str {
        match self {
            Self::WrongType => "wrong_type",
            Self::OutOfRange => "out_of_range",
            Self::NotAChoice => "not_a_choice",
            Self::TooLong => "too_long",
            Self::Empty => "empty",
            Self::InvalidSnowflake => "invalid_snowflake",
        }
    }
}

impl Kind {
    /// What `raw` means for a setting of this kind.
    pub fn coerce(&self, raw: RawValue) -> Result<Coerced, CoercionError> {
        match &raw {
            RawValue::Null => return Err(CoercionError::Empty),
            RawValue::Text(text) if self.trimmed(text).is_empty() => {
                return Err(CoercionError::Empty);
            }
            _ => {}
        }
        match self {
            Self::Bool => bool(&raw).map(SettingValue::Bool),
            Self::Int { min, max } => int(&raw, *min, *max).map(SettingValue::Int),
            Self::Float { min, max } => float(&raw, *min, *max).map(SettingValue::Float),
            Self::Channel => return id(&raw, "<#", SettingValue::Channel),
            Self::Category => return id(&raw, "<#", SettingValue::Category),
            Self::Role => return id(&raw, "<@&", SettingValue::Role),
            Self::Message => return id(&raw, "", SettingValue::Message),
            Self::Choice(choices) => choice(&raw, choices).map(SettingValue::Text),
            Self::Text { max } => text(raw, *max).map(SettingValue::Text),
            Self::Model => model(&raw).map(SettingValue::Text),
            Self::TimeZone => zone(&raw).map(SettingValue::TimeZone),
        }
        .map(Coerced::Value)
    }

    /// Text as this kind reads it: white space around free text belongs to the text, around anything else it does not.
    fn trimmed<'a>(&self, text: &'a str) -> &'a str {
        match self {
            Self::Text { .. } => text,
            _ => text.trim_ascii(),
        }
    }
}

fn bool(raw: &RawValue) -> Result<bool, CoercionError> {
    match raw {
        RawValue::Bool(it) => Ok(*it),
        RawValue::Int(0) => Ok(false),
        RawValue::Int(1) => Ok(true),
        RawValue::Text(text) => match text.trim_ascii().to_ascii_lowercase().as_str() {
            "true" | "1" | "yes" | "on" => Ok(true),
            "false" | "0" | "no" | "off" => Ok(false),
            _ => Err(CoercionError::WrongType),
        },
        _ => Err(CoercionError::WrongType),
    }
}

fn int(raw: &RawValue, min: i64, max: i64) -> Result<i64, CoercionError> {
    let number = match raw {
        RawValue::Int(it) => *it,
        RawValue::Float(it) => whole(*it)?,
        RawValue::Text(text) => digits(text.trim_ascii())?,
        _ => return Err(CoercionError::WrongType),
    };
    if (min..=max).contains(&number) {
        Ok(number)
    } else {
        Err(CoercionError::OutOfRange)
    }
}

fn digits(text: &str) -> Result<i64, CoercionError> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if unsigned.is_empty() || !unsigned.bytes().all(|it| it.is_ascii_digit()) {
        return Err(CoercionError::WrongType);
    }
    text.parse().map_err(|_| CoercionError::OutOfRange)
}

fn whole(number: f64) -> Result<i64, CoercionError> {
    const LIMIT: f64 = 9_223_372_036_854_775_808.0; // 2⁶³, which an i64 does not reach and an f64 represents exactly.
    if !number.is_finite() || number.fract() != 0.0 {
        return Err(CoercionError::WrongType);
    }
    if !(-LIMIT..LIMIT).contains(&number) {
        return Err(CoercionError::OutOfRange);
    }
    #[expect(
        clippy::cast_possible_truncation,
        reason = "it is whole and within the bounds of an i64"
    )]
    Ok(number as i64)
}

fn float(raw: &RawValue, min: f64, max: f64) -> Result<f64, CoercionError> {
    let number = match raw {
        #[expect(
            clippy::cast_precision_loss,
            reason = "the nearest float is what the same digits in JSON would have been"
        )]
        RawValue::Int(it) => *it as f64,
        RawValue::Float(it) => *it,
        RawValue::Text(text) => decimal(text.trim_ascii())?,
        _ => return Err(CoercionError::WrongType),
    };
    if number.is_nan() {
        Err(CoercionError::WrongType)
    } else if (min..=max).contains(&number) && number.is_finite() {
        Ok(number + 0.0) // -0.0 becomes 0.0, so that nobody is ever shown "-0".
    } else {
        Err(CoercionError::OutOfRange)
    }
}

fn decimal(text: &str) -> Result<f64, CoercionError> {
    // Without this, the standard library would also read "inf", "infinity" and "nan".
    let plain = |it: u8| it.is_ascii_digit() || matches!(it, b'+' | b'-' | b'.' | b'e' | b'E');
    if !text.bytes().all(plain) {
        return Err(CoercionError::WrongType);
    }
    text.parse().map_err(|_| CoercionError::WrongType)
}

fn id<I>(
    raw: &RawValue,
    mention: &str,
    wrap: fn(I) -> SettingValue,
) -> Result<Coerced, CoercionError>
where
    I: FromStr<Err = InvalidId> + TryFrom<i64, Error = InvalidId>,
{
    let id = match raw {
        RawValue::Int(0) => return Ok(Coerced::Clear),
        RawValue::Int(it) => I::try_from(*it),
        RawValue::Text(text) => match text.trim_ascii() {
            "0" => return Ok(Coerced::Clear),
            it => I::from_str(unwrap_mention(it, mention)),
        },
        RawValue::Float(_) => Err(InvalidId),
        _ => return Err(CoercionError::WrongType),
    };
    id.map(|it| Coerced::Value(wrap(it)))
        .map_err(|_| CoercionError::InvalidSnowflake)
}

fn unwrap_mention<'a>(text: &'a str, mention: &str) -> &'a str {
    if mention.is_empty() {
        return text;
    }
    text.strip_prefix(mention)
        .and_then(|it| it.strip_suffix('>'))
        .unwrap_or(text)
}

fn choice(raw: &RawValue, choices: &[&str]) -> Result<String, CoercionError> {
    let RawValue::Text(text) = raw else {
        return Err(CoercionError::WrongType);
    };
    let word = text.trim_ascii().to_ascii_lowercase();
    if choices.contains(&word.as_str()) {
        Ok(word)
    } else {
        Err(CoercionError::NotAChoice)
    }
}

fn text(raw: RawValue, max: usize) -> Result<String, CoercionError> {
    match raw {
        RawValue::Text(text) if text.contains('\0') => Err(CoercionError::WrongType),
        RawValue::Text(text) if text.chars().count() > max => Err(CoercionError::TooLong),
        RawValue::Text(text) => Ok(text),
        _ => Err(CoercionError::WrongType),
    }
}

fn model(raw: &RawValue) -> Result<String, CoercionError> {
    let RawValue::Text(text) = raw else {
        return Err(CoercionError::WrongType);
    };
    let name = text.trim_ascii();
    let allowed = |it: u8| it.is_ascii_alphanumeric() || b"._:/-".contains(&it);
    if !name.bytes().all(allowed) {
        Err(CoercionError::WrongType)
    } else if name.len() > MAX_MODEL {
        Err(CoercionError::TooLong)
    } else {
        Ok(name.to_owned())
    }
}

fn zone(raw: &RawValue) -> Result<Tz, CoercionError> {
    let RawValue::Text(text) = raw else {
        return Err(CoercionError::WrongType);
    };
    let name = text.trim_ascii();
    name.parse().or_else(|_| {
        let mut zones = TZ_VARIANTS.iter().copied();
        zones
            .find(|it| it.name().eq_ignore_ascii_case(name))
            .ok_or(CoercionError::NotAChoice)
    })
}

#[cfg(test)]
mod tests {
    use kernel::{ChannelId, RoleId};
    use proptest::prelude::*;

    use super::*;
    use CoercionError::{Empty, InvalidSnowflake, NotAChoice, OutOfRange, TooLong, WrongType};

    const INT: Kind = Kind::Int { min: 0, max: 4320 };
    const FLOAT: Kind = Kind::Float { min: 0.0, max: 2.0 };
    const CHOICE: Kind = Kind::Choice(&["verbose", "critical"]);
    const TEXT: Kind = Kind::Text { max: 5 };

    fn s(text: &str) -> RawValue {
        RawValue::Text(text.to_owned())
    }

    fn accepts(kind: Kind, inputs: impl IntoIterator<Item = RawValue>, value: &SettingValue) {
        for input in inputs {
            let found = kind.coerce(input.clone());
            assert_eq!(
                found,
                Ok(Coerced::Value(value.clone())),
                "{kind:?} {input:?}"
            );
        }
    }

    fn refuses(kind: Kind, table: impl IntoIterator<Item = (RawValue, CoercionError)>) {
        for (input, why) in table {
            assert_eq!(kind.coerce(input.clone()), Err(why), "{kind:?} {input:?}");
        }
    }

    #[test]
    fn reads_yes_and_no() {
        let yes = ["true", "TRUE", " 1 ", "Yes", "on"].map(s);
        accepts(Kind::Bool, yes, &SettingValue::Bool(true));
        let no = ["false", "0", "no", "\tOFF\n"].map(s);
        accepts(Kind::Bool, no, &SettingValue::Bool(false));
        accepts(
            Kind::Bool,
            [RawValue::Int(1), RawValue::Bool(true)],
            &SettingValue::Bool(true),
        );
        accepts(
            Kind::Bool,
            [RawValue::Int(0), RawValue::Bool(false)],
            &SettingValue::Bool(false),
        );
        refuses(
            Kind::Bool,
            [
                (RawValue::Int(2), WrongType),
                (RawValue::Float(1.5), WrongType),
                (RawValue::Other, WrongType),
                (s("maybe"), WrongType),
                (s(""), Empty),
                (s("  "), Empty),
                (RawValue::Null, Empty),
            ],
        );
    }

    #[test]
    fn reads_whole_numbers_within_their_bounds() {
        let five = [
            RawValue::Int(5),
            RawValue::Float(5.0),
            s("5"),
            s(" +5 "),
            s("005"),
        ];
        accepts(INT, five, &SettingValue::Int(5));
        accepts(
            INT,
            [s("0"), s("-0"), RawValue::Int(0)],
            &SettingValue::Int(0),
        );
        accepts(INT, [RawValue::Int(4320)], &SettingValue::Int(4320));
        refuses(
            INT,
            [
                (RawValue::Bool(true), WrongType),
                (RawValue::Float(5.9), WrongType),
                (RawValue::Float(f64::NAN), WrongType),
                (s("5.0"), WrongType),
                (s("1e3"), WrongType),
                (s("0x10"), WrongType),
                (s("1_000"), WrongType),
                (s("٣"), WrongType),
                (s("+"), WrongType),
                (s("+-5"), WrongType),
                (s(""), Empty),
                (RawValue::Int(-1), OutOfRange),
                (s("4321"), OutOfRange),
                (RawValue::Float(1e300), OutOfRange),
                (RawValue::Float(9_223_372_036_854_775_808.0), OutOfRange),
                (s("9223372036854775808"), OutOfRange),
            ],
        );
    }

    #[test]
    fn reads_numbers_within_their_bounds() {
        let half = [
            RawValue::Float(0.5),
            s("0.5"),
            s(".5"),
            s(" 5e-1 "),
            s("+0.5"),
        ];
        accepts(FLOAT, half, &SettingValue::Float(0.5));
        accepts(
            FLOAT,
            [RawValue::Int(2), s("2"), s("2.")],
            &SettingValue::Float(2.0),
        );
        refuses(
            FLOAT,
            [
                (RawValue::Bool(false), WrongType),
                (RawValue::Float(f64::NAN), WrongType),
                (RawValue::Float(f64::INFINITY), OutOfRange),
                (s("nan"), WrongType),
                (s("inf"), WrongType),
                (s("-Infinity"), WrongType),
                (s("1e"), WrongType),
                (s("1e999"), OutOfRange),
                (s("2.01"), OutOfRange),
                (s("-0.1"), OutOfRange),
                (s(""), Empty),
            ],
        );
        let minus_zero = FLOAT.coerce(RawValue::Float(-0.0));
        let Ok(Coerced::Value(zero)) = minus_zero else {
            panic!("{minus_zero:?}")
        };
        assert_eq!(zero.to_string(), "0");
    }

    #[test]
    fn reads_ids_as_numbers_digits_and_mentions() {
        let channel = SettingValue::Channel(ChannelId::new(42).unwrap());
        accepts(
            Kind::Channel,
            [RawValue::Int(42), s("42"), s(" <#42> ")],
            &channel,
        );
        let role = SettingValue::Role(RoleId::new(42).unwrap());
        accepts(Kind::Role, [RawValue::Int(42), s("42"), s("<@&42>")], &role);
        for kind in [Kind::Channel, Kind::Category, Kind::Role, Kind::Message] {
            for zero in [RawValue::Int(0), s("0"), s(" 0 ")] {
                assert_eq!(kind.coerce(zero), Ok(Coerced::Clear));
            }
            refuses(
                kind,
                [
                    (RawValue::Bool(true), WrongType),
                    (RawValue::Other, WrongType),
                    (RawValue::Int(-5), InvalidSnowflake),
                    (RawValue::Float(1.5), InvalidSnowflake),
                    (s("9223372036854775808"), InvalidSnowflake),
                    (s("#general"), InvalidSnowflake),
                    (s("<@42>"), InvalidSnowflake),
                    (s("<#>"), InvalidSnowflake),
                    (s(""), Empty),
                ],
            );
        }
        refuses(Kind::Channel, [(s("<@&42>"), InvalidSnowflake)]);
        refuses(Kind::Role, [(s("<#42>"), InvalidSnowflake)]);
    }

    #[test]
    fn reads_a_choice_in_any_case() {
        let value = SettingValue::Text("critical".to_owned());
        accepts(CHOICE, [s("critical"), s(" Critical ")], &value);
        refuses(
            CHOICE,
            [
                (s("loud"), NotAChoice),
                (RawValue::Int(1), WrongType),
                (s(" "), Empty),
            ],
        );
    }

    #[test]
    fn keeps_text_as_it_is_and_counts_characters_not_bytes() {
        for text in ["a", " a ", "  ", "ééééé", "\"a\""] {
            accepts(TEXT, [s(text)], &SettingValue::Text(text.to_owned()));
        }
        refuses(
            TEXT,
            [
                (s("éééééé"), TooLong),
                (s("a\0"), WrongType),
                (s(""), Empty),
                (RawValue::Int(5), WrongType),
                (RawValue::Bool(true), WrongType),
                (RawValue::Other, WrongType),
                (RawValue::Null, Empty),
            ],
        );
    }

    #[test]
    fn reads_names_of_models() {
        let value = SettingValue::Text("org/model-4.1:free".to_owned());
        accepts(Kind::Model, [s(" org/model-4.1:free ")], &value);
        refuses(
            Kind::Model,
            [
                (s("two words"), WrongType),
                (s(&"a".repeat(101)), TooLong),
                (RawValue::Int(4), WrongType),
            ],
        );
    }

    #[test]
    fn reads_time_zones_in_any_case() {
        let brussels = SettingValue::TimeZone(Tz::Europe__Brussels);
        accepts(
            Kind::TimeZone,
            [s("Europe/Brussels"), s(" europe/brussels ")],
            &brussels,
        );
        refuses(
            Kind::TimeZone,
            [
                (s("+02:00"), NotAChoice),
                (s("Europe/Atlantis"), NotAChoice),
                (RawValue::Int(2), WrongType),
            ],
        );
    }

    #[test]
    fn every_reason_has_its_own_code() {
        let all = [
            WrongType,
            OutOfRange,
            NotAChoice,
            TooLong,
            Empty,
            InvalidSnowflake,
        ];
        let codes: std::collections::BTreeSet<_> = all.iter().map(|it| it.code()).collect();
        assert_eq!(codes.len(), all.len());
    }

    fn kinds() -> impl Strategy<Value = Kind> {
        prop::sample::select(vec![
            Kind::Bool,
            INT,
            FLOAT,
            Kind::Channel,
            Kind::Category,
            Kind::Role,
            Kind::Message,
            CHOICE,
            TEXT,
            Kind::Model,
            Kind::TimeZone,
        ])
    }

    fn raws() -> impl Strategy<Value = RawValue> {
        prop_oneof![
            Just(RawValue::Null),
            Just(RawValue::Other),
            any::<bool>().prop_map(RawValue::Bool),
            any::<i64>().prop_map(RawValue::Int),
            (0..5000_i64).prop_map(RawValue::Int),
            any::<f64>().prop_map(RawValue::Float),
            any::<String>().prop_map(RawValue::Text),
            "[-+0-9.eE<#@&> '\"]{0,12}".prop_map(RawValue::Text),
        ]
    }

    proptest! {
        #[test]
        fn never_panics_and_reads_back_what_it_stores(kind in kinds(), raw in raws()) {
            let _ = kind.decode_stored(raw.clone());
            if let Ok(Coerced::Value(value)) = kind.coerce(raw) {
                let stored = RawValue::from(&value);
                prop_assert_eq!(kind.coerce(stored.clone()), Ok(Coerced::Value(value.clone())));
                prop_assert_eq!(kind.decode_stored(stored), Ok(Some(value)));
            }
        }
    }
}
