//! A message in a transcript.

use std::collections::HashMap;
use std::fmt::Write as _;

use chrono::{DateTime, Utc};
use kernel::{MessageId, UserId};

use crate::{RoomEmbed, RoomFile, RoomMessage};

/// Before every line that is not ours.
const INDENT: &str = "    ";

/// What is remembered of a message for the answers to it.
#[derive(Debug)]
pub(super) struct Answered {
    name: String,
    author: UserId,
    at: DateTime<Utc>,
}

impl Answered {
    pub(super) fn of(message: &RoomMessage) -> Self {
        Self {
            name: on_one_line(&message.author_name),
            author: message.author,
            at: message.at,
        }
    }
}

/// Writes a blank line and the message.
pub(super) fn write(text: &mut String, message: &RoomMessage, seen: &HashMap<MessageId, Answered>) {
    text.push('\n');
    write_first_line(text, message);
    if let Some(id) = message.reply_to {
        write_answered(text, id, seen.get(&id));
    }
    indented(text, &message.content);
    for file in &message.files {
        write_file(text, file);
    }
    for embed in &message.embeds {
        write_embed(text, embed);
    }
    for sticker in &message.stickers {
        ours(text, format_args!("sticker: {}", on_one_line(sticker)));
    }
}

fn write_first_line(text: &mut String, message: &RoomMessage) {
    let name = on_one_line(&message.author_name);
    let bot = if message.is_human { "" } else { " [BOT]" };
    let edited = message.edited_at.map_or("", |_| " (edited)");
    ours(
        text,
        format_args!(
            "[{}] {name} ({}){bot}{edited}",
            moment(message.at),
            message.author
        ),
    );
}

fn write_answered(text: &mut String, id: MessageId, answered: Option<&Answered>) {
    match answered {
        Some(it) => ours(
            text,
            format_args!(
                "↪ reply to {} ({}) of [{}]",
                it.name,
                it.author,
                moment(it.at)
            ),
        ),
        None => ours(text, format_args!("↪ reply to message {id}")),
    }
}

fn write_file(text: &mut String, file: &RoomFile) {
    let (name, url) = (on_one_line(&file.name), on_one_line(&file.url));
    ours(
        text,
        format_args!("file: {name} ({} bytes) {url}", file.bytes),
    );
}

fn write_embed(text: &mut String, embed: &RoomEmbed) {
    let title = on_one_line(embed.title.as_deref().unwrap_or_default());
    ours(text, format_args!("embed: {title}"));
    indented(text, embed.description.as_deref().unwrap_or_default());
    for (name, value) in &embed.fields {
        let _ = writeln!(text, "{INDENT}{}:", on_one_line(name));
        indented(text, value);
    }
}

/// A line of ours, which begins at the margin.
fn ours(text: &mut String, line: std::fmt::Arguments<'_>) {
    // Writing to a string never fails.
    let _ = writeln!(text, "{line}");
}

/// What somebody wrote, each line behind the margin.
fn indented(text: &mut String, what: &str) {
    for line in what.split(is_line_break) {
        let line = readable(line);
        if !line.is_empty() {
            let _ = writeln!(text, "{INDENT}{line}");
        }
    }
}

/// `2025-03-30 14:05:09`, in UTC.
pub(super) fn moment(at: DateTime<Utc>) -> impl std::fmt::Display {
    at.format("%Y-%m-%d %H:%M:%S")
}

/// A name, or whatever else must not break a line.
pub(super) fn on_one_line(text: &str) -> String {
    let broken: Vec<String> = text.split(is_line_break).map(readable).collect();
    broken.join(" ")
}

fn readable(line: &str) -> String {
    let spaced = line.chars().map(|it| if it == '\t' { ' ' } else { it });
    spaced.filter(|it| !controls(*it)).collect()
}

/// Whatever some viewer shows as the end of a line.
fn is_line_break(c: char) -> bool {
    matches!(
        c,
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

/// What is not seen and changes how the rest is shown: terminal codes, and what turns the direction of text around.
fn controls(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{61c}')
}
