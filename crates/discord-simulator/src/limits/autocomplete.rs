//! Limits on autocomplete choices.

use serde_json::Value;

use super::{few, items, some_at_most};
use crate::refusal::{FormErrors, Refusal};

pub(crate) fn check(choices: &Value) -> Result<(), Refusal> {
    let mut errors = FormErrors::default();
    few(&mut errors, "data.choices", choices, 25);
    for (at, choice) in items(choices).enumerate() {
        some_at_most(
            &mut errors,
            &format!("data.choices.{at}.name"),
            &choice["name"],
            100,
        );
        if choice["value"].is_string() {
            some_at_most(
                &mut errors,
                &format!("data.choices.{at}.value"),
                &choice["value"],
                100,
            );
        } else if !choice["value"].is_number() {
            errors.required(format!("data.choices.{at}.value"));
        }
    }
    errors.into_result()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn there_are_at_most_25_choices_with_names_of_at_most_100_characters() {
        let choices = |count: usize, name: usize| {
            json!(vec![json!({"name": "x".repeat(name), "value": "v"}); count])
        };
        assert!(check(&choices(25, 100)).is_ok());
        assert!(check(&choices(26, 1)).is_err());
        assert!(check(&choices(1, 101)).is_err());
    }
}
