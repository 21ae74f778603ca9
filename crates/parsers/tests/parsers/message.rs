//! The announcement of a line of JSON: its `text`, or the `message` as Discord gives it. Benches read their texts so too.

use parsers::AnnouncementText;
use serde_json::Value;

/// What a line says, without anything that is not a text.
pub(crate) fn announcement(case: &Value) -> AnnouncementText {
    let word = |it: &Value| it.as_str().map(str::to_owned);
    if let Some(text) = word(&case["text"]) {
        return AnnouncementText::plain(text);
    }
    let message = &case["message"];
    let fields = message["fields"].as_array().into_iter().flatten();
    AnnouncementText {
        title: word(&message["title"]),
        body: word(&message["description"])
            .or_else(|| word(&message["content"]))
            .unwrap_or_default(),
        fields: fields
            .filter_map(|it| word(&it["name"]).zip(word(&it["value"])))
            .collect(),
        footer: word(&message["footer"]["text"]).or_else(|| word(&message["footer"])),
        url: word(&message["url"]),
    }
}
