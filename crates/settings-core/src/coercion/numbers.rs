//! Yes or no, and numbers.

use super::CoercionError;
use crate::RawValue;

pub(super) fn bool(raw: &RawValue) -> Result<bool, CoercionError> {
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

pub(super) fn int(raw: &RawValue, min: i64, max: i64) -> Result<i64, CoercionError> {
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

pub(super) fn float(raw: &RawValue, min: f64, max: f64) -> Result<f64, CoercionError> {
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

#[cfg(test)]
mod tests {
    use super::super::checks::{accepts, refuses, s};
    use super::*;
    use crate::{Coerced, Kind, SettingValue};
    use CoercionError::{Empty, OutOfRange, WrongType};

    const INT: Kind = Kind::Int { min: 0, max: 4320 };
    const FLOAT: Kind = Kind::Float { min: 0.0, max: 2.0 };

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
}
