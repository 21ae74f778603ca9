//! What raw input means for each kind, and why it may mean nothing.

use super::{ids, numbers, words};
use crate::{Kind, RawValue, SettingValue};

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
            Self::Bool => numbers::bool(&raw).map(SettingValue::Bool),
            Self::Int { min, max } => numbers::int(&raw, *min, *max).map(SettingValue::Int),
            Self::Float { min, max } => numbers::float(&raw, *min, *max).map(SettingValue::Float),
            Self::Channel => return ids::id(&raw, "<#", SettingValue::Channel),
            Self::Category => return ids::id(&raw, "<#", SettingValue::Category),
            Self::Role => return ids::id(&raw, "<@&", SettingValue::Role),
            Self::Message => return ids::id(&raw, "", SettingValue::Message),
            Self::Choice(choices) => words::choice(&raw, choices).map(SettingValue::Text),
            Self::Text { max } => words::text(raw, *max).map(SettingValue::Text),
            Self::Model => words::model(&raw).map(SettingValue::Text),
            Self::TimeZone => words::zone(&raw).map(SettingValue::TimeZone),
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_reason_has_its_own_code() {
        let all = [
            CoercionError::WrongType,
            CoercionError::OutOfRange,
            CoercionError::NotAChoice,
            CoercionError::TooLong,
            CoercionError::Empty,
            CoercionError::InvalidSnowflake,
        ];
        let codes: std::collections::BTreeSet<_> = all.iter().map(|it| it.code()).collect();
        assert_eq!(codes.len(), all.len());
    }

    fn kinds() -> impl Strategy<Value = Kind> {
        prop::sample::select(vec![
            Kind::Bool,
            Kind::Int { min: 0, max: 4320 },
            Kind::Float { min: 0.0, max: 2.0 },
            Kind::Channel,
            Kind::Category,
            Kind::Role,
            Kind::Message,
            Kind::Choice(&["verbose", "critical"]),
            Kind::Text { max: 5 },
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
