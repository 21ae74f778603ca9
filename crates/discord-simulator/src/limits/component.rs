//! Limits on message components: rows, buttons, selects, and custom ids that must differ.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{at_most, few, items, length, some_at_most};
use crate::refusal::FormErrors;

pub(crate) const ROW: u64 = 1;
pub(crate) const BUTTON: u64 = 2;
pub(crate) const STRING_SELECT: u64 = 3;
pub(crate) const TEXT_INPUT: u64 = 4;
pub(crate) const LABEL: u64 = 18;
const LINK: u64 = 5;
const PREMIUM: u64 = 6;

/// Whether it is one of the five kinds of select menu.
pub(crate) fn is_select(kind: u64) -> bool {
    kind == STRING_SELECT || (5..=8).contains(&kind)
}

pub(crate) fn kind(component: &Value) -> u64 {
    component["type"].as_u64().unwrap_or_default()
}

/// Every component in a tree, parents first.
pub(crate) fn walk(components: &Value) -> Vec<&Value> {
    let mut found = Vec::new();
    for component in items(components) {
        found.push(component);
        found.extend(walk(&component["components"]));
        if component["component"].is_object() {
            found.push(&component["component"]);
        }
        if component["accessory"].is_object() {
            found.push(&component["accessory"]);
        }
    }
    found
}

/// Checks the components of a message.
pub(crate) fn check(components: &Value, v2: bool) -> FormErrors {
    let mut errors = FormErrors::default();
    let all = walk(components);
    if v2 && all.len() > 40 {
        errors.add(
            "components",
            "BASE_TYPE_MAX_LENGTH",
            "Must be 40 or fewer in length.",
        );
    } else if !v2 {
        few(&mut errors, "components", components, 5);
    }
    for (at, component) in items(components).enumerate() {
        if kind(component) == ROW {
            errors.absorb(&format!("components.{at}"), check_row(component));
        } else if !v2 {
            errors.add(
                format!("components.{at}.type"),
                "UNION_TYPE_CHOICES",
                "Value of field \"type\" must be one of (1,).",
            );
        }
    }
    errors.absorb("components", unique_ids(&all));
    errors
}

/// Two components of one message or form never share a custom id.
pub(crate) fn unique_ids(all: &[&Value]) -> FormErrors {
    let mut errors = FormErrors::default();
    let mut seen = BTreeSet::new();
    for (at, id) in all
        .iter()
        .filter_map(|it| it["custom_id"].as_str())
        .enumerate()
    {
        if !seen.insert(id) {
            errors.add(
                at.to_string(),
                "COMPONENT_CUSTOM_ID_DUPLICATED",
                "Component custom id cannot be duplicated",
            );
        }
    }
    errors
}

fn check_row(row: &Value) -> FormErrors {
    let mut errors = FormErrors::default();
    let inner = &row["components"];
    let selects = items(inner).filter(|it| is_select(kind(it))).count();
    let count = items(inner).count();
    if count == 0 || count > 5 || (selects > 0 && count > 1) {
        errors.add(
            "components",
            "COMPONENT_LAYOUT_WIDTH_EXCEEDED",
            "The specified component exceeds the maximum width",
        );
    }
    for (at, component) in items(inner).enumerate() {
        let path = format!("components.{at}");
        match kind(component) {
            BUTTON => errors.absorb(&path, check_button(component)),
            other if is_select(other) => errors.absorb(&path, check_select(component)),
            _ => errors.add(
                path,
                "COMPONENT_TYPE_INVALID",
                "This component cannot be in a row of a message",
            ),
        }
    }
    errors
}

fn check_button(button: &Value) -> FormErrors {
    let mut errors = FormErrors::default();
    at_most(&mut errors, "label", &button["label"], 80);
    match button["style"].as_u64() {
        Some(LINK) => some_at_most(&mut errors, "url", &button["url"], 512),
        Some(PREMIUM) => {}
        Some(1..=4) => some_at_most(&mut errors, "custom_id", &button["custom_id"], 100),
        _ => errors.add(
            "style",
            "BASE_TYPE_CHOICES",
            "Value must be one of {1, 2, 3, 4, 5, 6}.",
        ),
    }
    if button["style"].as_u64() == Some(LINK) && length(&button["custom_id"]) > 0 {
        errors.add(
            "custom_id",
            "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE",
            "A custom id and url cannot both be specified",
        );
    }
    if length(&button["label"]) == 0
        && !button["emoji"].is_object()
        && button["style"].as_u64() != Some(PREMIUM)
    {
        errors.required("label");
    }
    errors
}

/// Checks a select menu of any kind.
pub(crate) fn check_select(select: &Value) -> FormErrors {
    let mut errors = FormErrors::default();
    some_at_most(&mut errors, "custom_id", &select["custom_id"], 100);
    at_most(&mut errors, "placeholder", &select["placeholder"], 150);
    if kind(select) != STRING_SELECT {
        check_defaults(&mut errors, select);
        return errors;
    }
    let options = &select["options"];
    few(&mut errors, "options", options, 25);
    if items(options).count() == 0 {
        errors.required("options");
    }
    let mut values = BTreeSet::new();
    for (at, option) in items(options).enumerate() {
        some_at_most(
            &mut errors,
            &format!("options.{at}.label"),
            &option["label"],
            100,
        );
        some_at_most(
            &mut errors,
            &format!("options.{at}.value"),
            &option["value"],
            100,
        );
        at_most(
            &mut errors,
            &format!("options.{at}.description"),
            &option["description"],
            100,
        );
        if !values.insert(option["value"].as_str()) {
            errors.add(
                format!("options.{at}.value"),
                "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
                "The specified option value is already used",
            );
        }
    }
    let (min, max) = (
        select["min_values"].as_u64().unwrap_or(1),
        select["max_values"].as_u64().unwrap_or(1),
    );
    if min > max || max > 25 || max > (items(options).count() as u64).max(1) {
        errors.add(
            "max_values",
            "BASE_TYPE_MAX",
            "Must be between min_values and the number of options",
        );
    }
    errors
}

/// What a menu that Discord fills begins with: as many as can be picked, each of a kind that it offers.
fn check_defaults(errors: &mut FormErrors, select: &Value) {
    let defaults = &select["default_values"];
    let max = select["max_values"].as_u64().unwrap_or(1);
    let max = usize::try_from(max).unwrap_or(usize::MAX);
    few(errors, "default_values", defaults, max);
    let offered: &[&str] = match kind(select) {
        5 => &["user"],
        6 => &["role"],
        7 => &["user", "role"],
        _ => &["channel"],
    };
    for (at, default) in items(defaults).enumerate() {
        let kind = default["type"].as_str();
        if kind.is_none_or(|it| !offered.contains(&it)) {
            errors.add(
                format!("default_values.{at}.type"),
                "BASE_TYPE_CHOICES",
                "This menu does not offer such values",
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn button(id: &str) -> Value {
        json!({"type": 2, "style": 1, "label": "Yes", "custom_id": id})
    }

    fn row(components: &[Value]) -> Value {
        json!({"type": 1, "components": components})
    }

    #[test]
    fn a_message_has_at_most_five_rows_of_five_buttons() {
        let rows = |count: usize| -> Value {
            (0..count)
                .map(|it| row(&[button(&it.to_string())]))
                .collect()
        };
        assert!(check(&rows(5), false).is_empty());
        assert!(!check(&rows(6), false).is_empty());
        let wide = |count: usize| {
            json!([row(&(0..count)
                .map(|it| button(&it.to_string()))
                .collect::<Vec<_>>())])
        };
        assert!(check(&wide(5), false).is_empty());
        assert!(!check(&wide(6), false).is_empty());
    }

    #[test]
    fn custom_ids_differ() {
        assert!(!check(&json!([row(&[button("a"), button("a")])]), false).is_empty());
    }

    #[test]
    fn a_select_stands_alone_and_has_at_most_25_options() {
        let select = |count: usize| {
            let options: Vec<_> = (0..count)
                .map(|it| json!({"label": "l", "value": it.to_string()}))
                .collect();
            json!({"type": 3, "custom_id": "s", "options": options})
        };
        assert!(check(&json!([row(&[select(25)])]), false).is_empty());
        assert!(!check(&json!([row(&[select(26)])]), false).is_empty());
        assert!(!check(&json!([row(&[select(1), button("b")])]), false).is_empty());
        assert!(!check(&json!([row(&[select(0)])]), false).is_empty());
    }

    #[test]
    fn a_button_needs_an_id_or_a_link_and_a_short_label() {
        let check_one = |button: Value| check(&json!([row(&[button])]), false).is_empty();
        assert!(!check_one(json!({"type": 2, "style": 1, "label": "x"})));
        assert!(check_one(
            json!({"type": 2, "style": 5, "label": "x", "url": "https://example.org"})
        ));
        assert!(!check_one(
            json!({"type": 2, "style": 1, "label": "x".repeat(81), "custom_id": "a"})
        ));
        assert!(!check_one(
            json!({"type": 2, "style": 1, "label": "x", "custom_id": "a".repeat(101)})
        ));
    }
}
