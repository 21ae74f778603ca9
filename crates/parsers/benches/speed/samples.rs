//! The texts that are read, and the moment at which they are.

use chrono::{DateTime, TimeZone, Utc};
use chrono_tz::Tz;
use parsers::{AnnouncementText, parse_announcement};

use crate::message::announcement;

pub(crate) const ZONE: Tz = chrono_tz::Europe::Brussels;

/// A byte that no text holds, so that a search for it passes over everything.
const NOWHERE: u8 = 0xff;

/// Wednesday 4 February 2026, ten in the morning.
pub(crate) fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 2, 4, 9, 0, 0)
        .single()
        .expect("a moment of UTC exists once")
}

/// Embeds of about 560 bytes in both languages, as long as those on which the earlier parser was measured.
pub(crate) fn embeds() -> Vec<AnnouncementText> {
    announcements(include_str!("embeds.jsonl"))
}

/// The announcements of the crate's own corpus, most of them short, in both languages by turns.
pub(crate) fn short() -> Vec<AnnouncementText> {
    let dutch = announcements(include_str!("../../tests/data/announcements-nl.jsonl"));
    let english = announcements(include_str!("../../tests/data/announcements-en.jsonl"));
    let both = dutch.into_iter().zip(english);
    both.flat_map(|(dutch, english)| [dutch, english]).collect()
}

/// Every announcement of some lines of JSON, each with a `text` or a `message`.
pub(crate) fn announcements(lines: &str) -> Vec<AnnouncementText> {
    lines
        .lines()
        .map(|line| announcement(&serde_json::from_str(line).expect("a line holds one object")))
        .collect()
}

/// All that is read of an announcement, one part behind the other.
pub(crate) fn whole(text: &AnnouncementText) -> String {
    let fields = text.fields.iter().flat_map(|(name, value)| [name, value]);
    let parts = text.title.iter().chain([&text.body]).chain(fields);
    parts.chain(&text.footer).map(String::as_str).collect()
}

/// How many of them hold an event.
pub(crate) fn read_all(texts: &[AnnouncementText]) -> usize {
    let now = now();
    texts
        .iter()
        .filter(|text| parse_announcement(text, now, ZONE).is_ok())
        .count()
}

/// Prose of a server, with a moment here and there, of exactly so many characters.
pub(crate) fn prose(length: usize) -> String {
    let embeds: Vec<String> = embeds().iter().map(|it| it.body.clone()).collect();
    let text = embeds.join("\n\n");
    text.chars().cycle().take(length).collect()
}

/// The limit: one pass over the bytes that only compares them.
pub(crate) fn scan(bytes: &[u8]) -> Option<usize> {
    memchr::memchr(NOWHERE, bytes)
}
