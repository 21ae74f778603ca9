//! Limits on modals.

use serde_json::Value;

use super::{
    at_most,
    component::{self, LABEL, ROW, TEXT_INPUT, is_select, kind, walk},
    items, some_at_most,
};
use crate::refusal::{FormErrors, Refusal};

const TEXT_DISPLAY: u64 = 10;

pub(crate) fn check(modal: &Value) -> Result<(), Refusal> {
    let mut errors = FormErrors::default();
    some_at_most(&mut errors, "data.title", &modal["title"], 45);
    some_at_most(&mut errors, "data.custom_id", &modal["custom_id"], 100);
    let count = items(&modal["components"]).count();
    if !(1..=5).contains(&count) {
        errors.add(
            "data.components",
            "BASE_TYPE_BAD_LENGTH",
            "Must be between 1 and 5 in length.",
        );
    }
    for (at, component) in items(&modal["components"]).enumerate() {
        errors.absorb(&format!("data.components.{at}"), check_part(component));
    }
    errors.absorb(
        "data.components",
        component::unique_ids(&walk(&modal["components"])),
    );
    errors.into_result()
}

fn check_part(part: &Value) -> FormErrors {
    let mut errors = FormErrors::default();
    match kind(part) {
        ROW => {
            let inner: Vec<_> = items(&part["components"]).collect();
            match inner.as_slice() {
                [input] if kind(input) == TEXT_INPUT => {
                    some_at_most(&mut errors, "components.0.label", &input["label"], 45);
                    errors.absorb("components.0", check_text_input(input));
                }
                _ => errors.add(
                    "components",
                    "BASE_TYPE_BAD_LENGTH",
                    "A row of a modal holds one text input",
                ),
            }
        }
        LABEL => {
            some_at_most(&mut errors, "label", &part["label"], 45);
            at_most(&mut errors, "description", &part["description"], 100);
            let inner = &part["component"];
            match kind(inner) {
                TEXT_INPUT => errors.absorb("component", check_text_input(inner)),
                other if is_select(other) => {
                    errors.absorb("component", component::check_select(inner));
                }
                19..=23 => {
                    some_at_most(&mut errors, "component.custom_id", &inner["custom_id"], 100);
                }
                _ => errors.add(
                    "component",
                    "COMPONENT_TYPE_INVALID",
                    "This component cannot be in a label",
                ),
            }
        }
        TEXT_DISPLAY => {}
        _ => errors.add(
            "type",
            "UNION_TYPE_CHOICES",
            "Value of field \"type\" must be one of (1, 10, 18).",
        ),
    }
    errors
}

fn check_text_input(input: &Value) -> FormErrors {
    let mut errors = FormErrors::default();
    some_at_most(&mut errors, "custom_id", &input["custom_id"], 100);
    at_most(&mut errors, "placeholder", &input["placeholder"], 100);
    let (min, max) = (
        input["min_length"].as_u64().unwrap_or(0),
        input["max_length"].as_u64().unwrap_or(4_000),
    );
    if min > max || max > 4_000 || max == 0 {
        errors.add(
            "max_length",
            "BASE_TYPE_MAX",
            "Must be between min_length and 4000",
        );
    }
    at_most(
        &mut errors,
        "value",
        &input["value"],
        usize::try_from(max).unwrap_or(4_000),
    );
    if !matches!(input["style"].as_u64(), Some(1 | 2)) {
        errors.add("style", "BASE_TYPE_CHOICES", "Value must be one of {1, 2}.");
    }
    errors
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn row(id: &str) -> Value {
        json!({"type": 1, "components": [{"type": 4, "custom_id": id, "style": 1, "label": "Name"}]})
    }

    fn modal(title: &str, components: &[Value]) -> Value {
        json!({"title": title, "custom_id": "m", "components": components})
    }

    #[test]
    fn a_modal_has_a_short_title_and_up_to_five_parts() {
        assert!(check(&modal(&"x".repeat(45), &[row("a")])).is_ok());
        assert!(check(&modal(&"x".repeat(46), &[row("a")])).is_err());
        assert!(check(&modal("x", &[])).is_err());
        let rows: Vec<_> = (0..6).map(|it| row(&it.to_string())).collect();
        assert!(check(&modal("x", &rows[..5])).is_ok());
        assert!(check(&modal("x", &rows)).is_err());
    }

    #[test]
    fn inputs_have_ids_of_their_own() {
        assert!(check(&modal("x", &[row("a"), row("a")])).is_err());
    }

    #[test]
    fn a_text_input_may_hold_at_most_4000_characters() {
        let mut long = row("a");
        long["components"][0]["max_length"] = json!(4_001);
        assert!(check(&modal("x", &[long])).is_err());
    }

    #[test]
    fn a_label_holds_an_input() {
        let label = json!({"type": 18, "label": "When", "component": {"type": 4, "custom_id": "w", "style": 1}});
        assert!(check(&modal("x", &[label])).is_ok());
    }
}
