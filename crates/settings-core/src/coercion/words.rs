//! Choices, free text, names of models and of time zones.

use chrono_tz::{TZ_VARIANTS, Tz};

use super::CoercionError;
use crate::RawValue;

/// The longest name of a model.
const MAX_MODEL: usize = 100;

pub(super) fn choice(raw: &RawValue, choices: &[&str]) -> Result<String, CoercionError> {
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

pub(super) fn text(raw: RawValue, max: usize) -> Result<String, CoercionError> {
    match raw {
        RawValue::Text(text) if text.contains('\0') => Err(CoercionError::WrongType),
        RawValue::Text(text) if text.chars().count() > max => Err(CoercionError::TooLong),
        RawValue::Text(text) => Ok(text),
        _ => Err(CoercionError::WrongType),
    }
}

pub(super) fn model(raw: &RawValue) -> Result<String, CoercionError> {
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

pub(super) fn zone(raw: &RawValue) -> Result<Tz, CoercionError> {
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
    use super::super::checks::{accepts, refuses, s};
    use super::*;
    use crate::{Kind, SettingValue};
    use CoercionError::{Empty, NotAChoice, TooLong, WrongType};

    const CHOICE: Kind = Kind::Choice(&["verbose", "critical"]);
    const TEXT: Kind = Kind::Text { max: 5 };

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
}
