//! A Discord message or embed as JSON, as the texts that are read.

use parsers::AnnouncementText;
use serde_json::Value;

/// The embeds of a message in order, then its content; or one embed by itself. None when it is neither.
pub(super) fn texts(value: &Value) -> Option<Vec<AnnouncementText>> {
    let object = value.as_object()?;
    let is_message = ["embeds", "content"]
        .iter()
        .any(|it| object.contains_key(*it));
    if !is_message {
        let is_embed = ["title", "description", "fields", "footer"]
            .iter()
            .any(|it| object.contains_key(*it));
        return is_embed.then(|| vec![embed(value)]);
    }
    let embeds = value["embeds"].as_array().into_iter().flatten().map(embed);
    let content = text(&value["content"]).filter(|it| !it.trim().is_empty());
    Some(embeds.chain(content.map(AnnouncementText::plain)).collect())
}

fn embed(value: &Value) -> AnnouncementText {
    let footer = &value["footer"];
    let fields = value["fields"].as_array().into_iter().flatten();
    AnnouncementText {
        title: text(&value["title"]),
        body: text(&value["description"]).unwrap_or_default(),
        fields: fields
            .filter_map(|it| Some((text(&it["name"])?, text(&it["value"])?)))
            .collect(),
        footer: text(footer).or_else(|| text(&footer["text"])),
        url: text(&value["url"]),
    }
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}
