//! Messages as plain text, as a person would read them.

use std::fmt::Write;

use serde_json::Value;

use crate::{
    limits::{component, items},
    world::{World, message::Message, snowflakes::Id},
};

/// A message with its author, text, embeds, attachments and components.
pub(crate) fn message(world: &World, message: &Message) -> String {
    let mut lines = vec![headline(world, message)];
    for embed in &message.embeds {
        lines.extend(
            embed_lines(embed)
                .into_iter()
                .map(|line| format!("  | {}", named(world, &line)).trim_end().to_owned()),
        );
    }
    let shown = |url: &Value| message.embeds.iter().any(|it| it["image"]["url"] == *url);
    for attachment in message.attachments.iter().filter(|it| !shown(&it["url"])) {
        lines.push(format!(
            "  <{}>",
            attachment["filename"].as_str().unwrap_or_default()
        ));
    }
    lines.extend(component_lines(world, &message.components));
    lines.join("\n")
}

fn headline(world: &World, message: &Message) -> String {
    let author = world
        .users
        .get(&message.author)
        .map_or(message.author_name.as_str(), |user| user.name.as_str());
    let mut line = format!("{author}:");
    if message.is_loading() {
        line.push_str(" is thinking…");
    }
    if !message.content.is_empty() {
        write!(line, " {}", named(world, &message.content)).unwrap_or_default();
    }
    if let Some(user) = message.ephemeral_for.and_then(|id| world.users.get(&id)) {
        write!(line, " (only {} sees this)", user.name).unwrap_or_default();
    }
    line
}

fn embed_lines(embed: &Value) -> Vec<String> {
    let text = |value: &Value| {
        value
            .as_str()
            .map(str::to_owned)
            .into_iter()
            .collect::<Vec<_>>()
    };
    let mut parts = text(&embed["author"]["name"]);
    parts.extend(
        text(&embed["title"])
            .into_iter()
            .map(|title| format!("**{title}**")),
    );
    parts.extend(text(&embed["description"]));
    for field in items(&embed["fields"]) {
        let part = |key: &str| field[key].as_str().unwrap_or_default().to_owned();
        parts.push(format!("{}: {}", part("name"), part("value")));
    }
    if let Some(url) = embed["image"]["url"].as_str() {
        let bare = url.split('?').next().unwrap_or_default();
        let name = bare.rsplit('/').next().unwrap_or_default();
        parts.push(format!("[picture: {name}]"));
    }
    parts.extend(
        text(&embed["footer"]["text"])
            .into_iter()
            .map(|footer| format!("_{footer}_")),
    );
    parts
        .iter()
        .flat_map(|part| part.lines().map(str::to_owned).collect::<Vec<_>>())
        .collect()
}

fn component_lines(world: &World, components: &[Value]) -> Vec<String> {
    let mut lines = Vec::new();
    for part in components {
        if component::kind(part) == component::ROW {
            let shown: Vec<_> = items(&part["components"]).map(shown).collect();
            lines.push(format!("  {}", shown.join(" ")));
            continue;
        }
        for inner in component::walk(&Value::Array(vec![part.clone()])) {
            if let Some(text) = inner["content"].as_str() {
                lines.extend(text.lines().map(|line| format!("  {}", named(world, line))));
            } else if matches!(component::kind(inner), 2 | 3 | 5..=8) {
                lines.push(format!("  {}", shown(inner)));
            }
        }
    }
    lines
}

fn shown(part: &Value) -> String {
    let disabled = if part["disabled"].as_bool() == Some(true) {
        ", disabled"
    } else {
        ""
    };
    if component::kind(part) == component::BUTTON {
        let emoji = part["emoji"]["name"].as_str().unwrap_or_default();
        let label = part["label"].as_str().unwrap_or_default();
        return format!("[{}{disabled}]", format!("{emoji} {label}").trim());
    }
    let name = part["placeholder"].as_str().unwrap_or("select");
    let options: Vec<_> = items(&part["options"])
        .filter_map(|it| it["label"].as_str())
        .collect();
    format!("({name}: {}{disabled})", options.join(" / "))
}

/// A text in which mentions have become names.
pub(crate) fn named(world: &World, text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let (before, tail) = rest.split_at(at);
        out.push_str(before);
        let mention = tail
            .split_once('>')
            .map(|(mention, after)| (name_of(world, &mention[1..]), after));
        if let Some((Some(name), after)) = mention {
            out.push_str(&name);
            rest = after;
        } else {
            out.push('<');
            rest = &tail[1..];
        }
    }
    out.push_str(rest);
    out
}

fn name_of(world: &World, mention: &str) -> Option<String> {
    let id = |text: &str| text.parse::<Id>().ok();
    if let Some(role) = mention.strip_prefix("@&") {
        let role = id(role)?;
        let found = world.guilds.values().find_map(|it| it.roles.get(&role));
        return found.map(|it| format!("@{}", it.name));
    }
    if let Some(user) = mention.strip_prefix('@') {
        return world
            .users
            .get(&id(user.trim_start_matches('!'))?)
            .map(|it| format!("@{}", it.name));
    }
    world
        .channels
        .get(&id(mention.strip_prefix('#')?)?)
        .map(|it| format!("#{}", it.name))
}
