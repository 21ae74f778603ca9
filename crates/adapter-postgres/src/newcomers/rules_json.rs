//! The rules of a session, as they were when it began.

use onboarding_core::{PictureUrl, Rule};
use serde_json::{Value, json};

/// A list with an object for each.
pub(super) fn write(rules: &[Rule]) -> Value {
    rules.iter().map(write_one).collect()
}

/// Reads the list; none when one of them is not to be read: places would shift.
pub(super) fn read(stored: &Value) -> Option<Vec<Rule>> {
    stored.as_array()?.iter().map(read_one).collect()
}

fn write_one(rule: &Rule) -> Value {
    json!({
        "title": rule.title.as_str(),
        "description": rule.description.as_str(),
        "thumbnail_url": rule.thumbnail.as_ref().map(PictureUrl::as_str),
        "image_url": rule.image.as_ref().map(PictureUrl::as_str),
    })
}

fn read_one(stored: &Value) -> Option<Rule> {
    let text = |key: &str| stored.get(key).and_then(Value::as_str);
    let (title, description) = (text("title")?, text("description")?);
    let rule = Rule::new(title, description, text("thumbnail_url"), text("image_url"));
    rule.ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_read_as_they_were_written_pictures_and_all() {
        let picture = Some("https://example.com/a.png");
        let plain = Rule::new("Be kind", "To *all*.\n\nhttps://example.com", None, None);
        let rules = [
            plain.unwrap(),
            Rule::new("Look", "Here", picture, picture).unwrap(),
        ];
        assert_eq!(read(&write(&rules)).as_deref(), Some(&rules[..]));
        assert_eq!(read(&json!([])).as_deref(), Some(&[][..]));
        assert_eq!(read(&json!([{ "title": "x" }])), None);
    }
}
