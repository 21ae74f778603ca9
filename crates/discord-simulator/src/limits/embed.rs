//! Limits on embeds: each text, the number of fields, and all texts together.

use serde_json::Value;

use super::{at_most, few, items, length, some_at_most};
use crate::refusal::FormErrors;

const ALL_TOGETHER: usize = 6_000;

pub(crate) fn check(embeds: &Value) -> FormErrors {
    let mut errors = FormErrors::default();
    few(&mut errors, "embeds", embeds, 10);
    for (at, embed) in items(embeds).enumerate() {
        errors.absorb(&format!("embeds.{at}"), check_one(embed));
    }
    if items(embeds).map(characters).sum::<usize>() > ALL_TOGETHER {
        errors.add(
            "embeds",
            "MAX_EMBED_SIZE_EXCEEDED",
            "Embed size exceeds maximum size of 6000",
        );
    }
    errors
}

fn check_one(embed: &Value) -> FormErrors {
    let mut errors = FormErrors::default();
    at_most(&mut errors, "title", &embed["title"], 256);
    at_most(&mut errors, "description", &embed["description"], 4_096);
    at_most(&mut errors, "footer.text", &embed["footer"]["text"], 2_048);
    at_most(&mut errors, "author.name", &embed["author"]["name"], 256);
    check_addresses(embed, &mut errors);
    few(&mut errors, "fields", &embed["fields"], 25);
    for (at, field) in items(&embed["fields"]).enumerate() {
        some_at_most(
            &mut errors,
            &format!("fields.{at}.name"),
            &field["name"],
            256,
        );
        some_at_most(
            &mut errors,
            &format!("fields.{at}.value"),
            &field["value"],
            1_024,
        );
    }
    errors
}

/// Addresses are of the web; where a picture is shown, one of the message's own files will do.
fn check_addresses(embed: &Value, errors: &mut FormErrors) {
    let links = [
        ("url", &embed["url"]),
        ("author.url", &embed["author"]["url"]),
    ];
    let pictures = [
        ("image.url", &embed["image"]["url"]),
        ("thumbnail.url", &embed["thumbnail"]["url"]),
        ("author.icon_url", &embed["author"]["icon_url"]),
        ("footer.icon_url", &embed["footer"]["icon_url"]),
    ];
    let all = links.map(|it| (it, false)).into_iter();
    for ((path, value), picture) in all.chain(pictures.map(|it| (it, true))) {
        let Some(text) = value.as_str() else { continue };
        at_most(errors, path, value, 2_048);
        let web = text.starts_with("https://") || text.starts_with("http://");
        let own = picture && text.starts_with("attachment://");
        if !web && !own {
            errors.add(path, "URL_TYPE_INVALID_URL", "Not a well formed URL.");
        }
    }
}

fn characters(embed: &Value) -> usize {
    let texts = [
        &embed["title"],
        &embed["description"],
        &embed["footer"]["text"],
        &embed["author"]["name"],
    ];
    let fields = items(&embed["fields"]).flat_map(|field| [&field["name"], &field["value"]]);
    texts.into_iter().chain(fields).map(length).sum()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn fits(embed: Value) -> bool {
        check(&Value::Array(vec![embed])).is_empty()
    }

    #[test]
    fn each_text_of_an_embed_has_its_limit() {
        for (key, limit) in [("title", 256), ("description", 4_096)] {
            assert!(fits(json!({key: "x".repeat(limit)})), "{key}");
            assert!(!fits(json!({key: "x".repeat(limit + 1)})), "{key}");
        }
        assert!(fits(json!({"footer": {"text": "x".repeat(2_048)}})));
        assert!(!fits(json!({"footer": {"text": "x".repeat(2_049)}})));
        assert!(fits(
            json!({"fields": [{"name": "x".repeat(256), "value": "é".repeat(1_024)}]})
        ));
        assert!(!fits(
            json!({"fields": [{"name": "x", "value": "x".repeat(1_025)}]})
        ));
        assert!(!fits(
            json!({"fields": [{"name": "x".repeat(257), "value": "x"}]})
        ));
        assert!(!fits(json!({"fields": [{"name": "", "value": "x"}]})));
    }

    #[test]
    fn an_embed_has_at_most_25_fields() {
        let fields = |count| json!({"fields": vec![json!({"name": "n", "value": "v"}); count]});
        assert!(fits(fields(25)));
        assert!(!fits(fields(26)));
    }

    #[test]
    fn all_embeds_together_have_at_most_6000_characters() {
        let embed = json!({"description": "x".repeat(3_000)});
        assert!(check(&json!([embed, embed])).is_empty());
        assert!(!check(&json!([embed, embed, {"title": "x"}])).is_empty());
    }
}
