//! Limits on a message as a whole.

use serde_json::Value;

use super::{component, embed, few, items, length};
use crate::{
    refusal::{FormErrors, Refusal},
    world::message::COMPONENTS_V2,
};

/// Checks what is in a message; emptiness is checked apart, as an edit may leave things out.
pub(crate) fn check(body: &Value) -> Result<(), Refusal> {
    let mut errors = FormErrors::default();
    if length(&body["content"]) > 2_000 {
        errors.too_long("content", 2_000);
    }
    let v2 = body["flags"].as_u64().unwrap_or_default() & COMPONENTS_V2 != 0;
    if v2 && (length(&body["content"]) > 0 || items(&body["embeds"]).count() > 0) {
        errors.add("content", "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", "The 'content' and 'embeds' fields cannot be used when using MessageFlags.IS_COMPONENTS_V2");
    }
    if body["nonce"]
        .as_str()
        .is_some_and(|nonce| nonce.chars().count() > 25)
    {
        errors.too_long("nonce", 25);
    }
    few(&mut errors, "attachments", &body["attachments"], 10);
    let mut all = errors;
    for part in [
        embed::check(&body["embeds"]),
        component::check(&body["components"], v2),
    ] {
        all.merge(part);
    }
    check_allowed_mentions(&body["allowed_mentions"], &mut all);
    all.into_result()
}

/// Whether there is anything to show.
pub(crate) fn is_empty(body: &Value, files: usize) -> bool {
    let lists = ["embeds", "components", "attachments", "sticker_ids"];
    let text = body["content"].as_str().unwrap_or_default();
    text.trim().is_empty()
        && files == 0
        && !body["poll"].is_object()
        && lists.iter().all(|key| items(&body[*key]).count() == 0)
}

/// A kind cannot be allowed wholesale and by a list.
fn check_allowed_mentions(wish: &Value, errors: &mut FormErrors) {
    for kind in ["users", "roles"] {
        if items(&wish["parse"]).any(|it| it == kind) && items(&wish[kind]).count() > 0 {
            let message =
                format!("parse:[\"{kind}\"] and {kind}: [ids...] are mutually exclusive.");
            errors.add(
                "allowed_mentions",
                "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
                message,
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn content_has_at_most_2000_characters() {
        assert!(check(&json!({"content": "é".repeat(2_000)})).is_ok());
        assert_eq!(
            check(&json!({"content": "x".repeat(2_001)}))
                .unwrap_err()
                .code,
            50_035
        );
    }

    #[test]
    fn a_message_of_components_has_no_text_beside_them() {
        let body = json!({"flags": COMPONENTS_V2, "content": "x", "components": []});
        assert!(check(&body).is_err());
    }

    #[test]
    fn a_kind_of_mention_is_allowed_wholesale_or_by_list() {
        assert!(check(&json!({"allowed_mentions": {"parse": ["users"], "users": ["1"]}})).is_err());
        assert!(check(&json!({"allowed_mentions": {"parse": [], "users": ["1"]}})).is_ok());
    }

    #[test]
    fn blanks_are_nothing() {
        assert!(is_empty(&json!({"content": "  "}), 0));
        assert!(!is_empty(&json!({"embeds": [{"title": "x"}]}), 0));
    }
}
