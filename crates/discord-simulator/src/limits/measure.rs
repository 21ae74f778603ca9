//! How limits are measured and noted.

use serde_json::Value;

use crate::refusal::FormErrors;

/// Characters, as Discord counts them.
pub(crate) fn length(value: &Value) -> usize {
    value.as_str().map_or(0, |text| text.chars().count())
}

/// The items of a list; nothing when there is none.
pub(crate) fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// Notes a text that is longer than its limit.
pub(crate) fn at_most(errors: &mut FormErrors, path: &str, value: &Value, limit: usize) {
    if length(value) > limit {
        errors.too_long(path, limit);
    }
}

/// Notes a text that is missing, empty or longer than its limit.
pub(crate) fn some_at_most(errors: &mut FormErrors, path: &str, value: &Value, limit: usize) {
    if length(value) == 0 {
        errors.required(path);
    }
    at_most(errors, path, value, limit);
}

/// Notes a list with more items than its limit.
pub(crate) fn few(errors: &mut FormErrors, path: &str, value: &Value, limit: usize) {
    if value.as_array().map_or(0, Vec::len) > limit {
        errors.add(
            path,
            "BASE_TYPE_MAX_LENGTH",
            format!("Must be {limit} or fewer in length."),
        );
    }
}
