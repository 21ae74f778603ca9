//! Numbers in a query that have bounds and a default.

use std::ops::RangeInclusive;

use crate::error::{ApiError, FieldError};

/// The number that was shown for `field`, within `bounds`; the usual one when there was none.
pub(crate) fn bounded(
    field: &str,
    shown: Option<&str>,
    bounds: RangeInclusive<u16>,
    usual: u16,
) -> Result<u16, FieldError> {
    let Some(shown) = shown else {
        return Ok(usual);
    };
    let is_number = !shown.is_empty() && shown.bytes().all(|it| it.is_ascii_digit());
    let number = shown.parse().ok().filter(|it| bounds.contains(it));
    number.filter(|_| is_number).ok_or_else(|| FieldError {
        field: field.to_owned(),
        code: if is_number { "out_of_range" } else { "invalid" }.into(),
        message: format!(
            "A whole number from {} to {}, please.",
            bounds.start(),
            bounds.end()
        ),
    })
}

/// Both, or all that is wrong with either.
pub(crate) fn both<A, B>(
    one: Result<A, FieldError>,
    other: Result<B, FieldError>,
) -> Result<(A, B), ApiError> {
    match (one, other) {
        (Ok(one), Ok(other)) => Ok((one, other)),
        (one, other) => {
            let wrong = one.err().into_iter().chain(other.err());
            Err(ApiError::invalid(wrong.collect()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_whole_numbers_within_the_bounds_and_the_usual_one_for_none() {
        let read = |shown| bounded("days", shown, 1..=365, 7).map_err(|it| it.code);
        assert_eq!(read(None), Ok(7));
        for (shown, number) in [("1", 1), ("365", 365), ("007", 7)] {
            assert_eq!(read(Some(shown)), Ok(number), "{shown}");
        }
        for shown in ["0", "366", "65536", "99999999999999999999"] {
            assert_eq!(read(Some(shown)), Err("out_of_range".into()), "{shown}");
        }
        for shown in ["", "-1", "+1", "1.5", "seven", " 7", "٣"] {
            assert_eq!(read(Some(shown)), Err("invalid".into()), "{shown}");
        }
    }
}
