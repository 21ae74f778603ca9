//! One event, safe to show to the admins of the server that it is about.

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use kernel::GuildId;

use super::EventType;

/// A detail of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Detail {
    /// A count, or seconds.
    Number(i64),
    /// A word or a line, of at most [`OperationalEvent::MESSAGE_MAX`] characters.
    Text(String),
}

/// Something that happened, at one server or to the bot as a whole.
///
/// ```
/// use kernel::GuildId;
/// use operations_core::{Detail, EventType, OperationalEvent};
///
/// let guild = Some(GuildId::new(7)?);
/// let at = chrono::DateTime::UNIX_EPOCH;
/// let event = OperationalEvent::new(EventType::GuildSync, at, guild, "The commands are\nregistered")
///     .number("command_count", 13)
///     .text("sync_type", "manual");
/// assert_eq!(event.message(), "The commands are registered");
/// assert_eq!(event.details()["command_count"], Detail::Number(13));
/// # Ok::<(), kernel::InvalidId>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OperationalEvent {
    at: DateTime<Utc>,
    kind: EventType,
    guild: Option<GuildId>,
    message: String,
    details: BTreeMap<&'static str, Detail>,
}

impl OperationalEvent {
    /// The longest message, and the longest text of a detail, in characters.
    pub const MESSAGE_MAX: usize = 500;
    /// An event takes no more details than this.
    pub const MOST_DETAILS: usize = 16;

    /// An event of `kind` at `guild`, or of all servers. Of the message one line is kept, without secrets that can be
    /// recognised and of at most 500 characters; about all servers, also without anything that could be Discord's id of
    /// one of them.
    pub fn new(kind: EventType, at: DateTime<Utc>, guild: Option<GuildId>, message: &str) -> Self {
        Self {
            at,
            kind,
            guild,
            message: told(message, guild),
            details: BTreeMap::new(),
        }
    }

    /// With a number among its details.
    #[must_use]
    pub fn number(self, name: &'static str, value: i64) -> Self {
        // Of all servers alike: a number that could be an id is none of theirs to see.
        if self.guild.is_none() && could_be_id(value.unsigned_abs().to_string().len()) {
            return self;
        }
        self.with(name, Detail::Number(value))
    }

    /// With a text among its details, which is treated as the message is.
    #[must_use]
    pub fn text(self, name: &'static str, value: &str) -> Self {
        let value = told(value, self.guild);
        self.with(name, Detail::Text(value))
    }

    /// When it happened.
    pub fn at(&self) -> DateTime<Utc> {
        self.at
    }

    /// What kind of thing happened.
    pub fn kind(&self) -> EventType {
        self.kind
    }

    /// Where it happened; `None` when it concerns all servers.
    pub fn guild(&self) -> Option<GuildId> {
        self.guild
    }

    /// One line about it.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// More about it, by name.
    pub fn details(&self) -> &BTreeMap<&'static str, Detail> {
        &self.details
    }

    fn with(mut self, name: &'static str, detail: Detail) -> Self {
        if self.details.len() < Self::MOST_DETAILS {
            self.details.insert(name, detail);
        }
        self
    }
}

fn told(text: &str, guild: Option<GuildId>) -> String {
    let text = match guild {
        Some(_) => Cow::Borrowed(text),
        None => without_ids(text),
    };
    sanitizer::safe_log_message(&text, OperationalEvent::MESSAGE_MAX).into_string()
}

/// Discord's ids have 17 to 20 digits.
fn could_be_id(digits: usize) -> bool {
    digits >= 17
}

/// Without what could be the id of a server: nobody's business but that server's.
fn without_ids(text: &str) -> Cow<'_, str> {
    let runs = || text.split(|it: char| !it.is_ascii_digit());
    if !runs().any(|it| could_be_id(it.len())) {
        return Cow::Borrowed(text);
    }
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(|it: char| it.is_ascii_digit()) {
        let (before, from) = rest.split_at(start);
        let end = from.find(|it: char| !it.is_ascii_digit());
        let (run, after) = from.split_at(end.unwrap_or(from.len()));
        kept.push_str(before);
        kept.push_str(if could_be_id(run.len()) { "…" } else { run });
        rest = after;
    }
    kept.push_str(rest);
    Cow::Owned(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(guild: Option<u64>, message: &str) -> OperationalEvent {
        let guild = guild.map(|it| GuildId::new(it).unwrap());
        OperationalEvent::new(EventType::CogError, DateTime::UNIX_EPOCH, guild, message)
    }

    #[test]
    fn a_message_is_one_line_of_at_most_500_characters_without_secrets() {
        let token = "Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJlLXNpZ25hdHVyZQ";
        let one = event(Some(7), &format!("failed\n\u{1b}[31mwith {token}"));
        assert!(
            one.message().starts_with("failed with"),
            "{}",
            one.message()
        );
        assert!(!one.message().contains("eyJ"), "{}", one.message());
        let long = event(Some(7), &"é".repeat(501)).text("error", &"é".repeat(501));
        assert_eq!(long.message().chars().count(), 500);
        let Detail::Text(detail) = &long.details()["error"] else {
            panic!("not a text")
        };
        assert_eq!(detail.chars().count(), 500);
    }

    #[test]
    fn what_concerns_all_servers_names_none_of_them() {
        let id = "81384788765712384";
        let everywhere = event(None, &format!("guild {id}, shard 3: <{id}0>"))
            .text("error", id)
            .number("guild", 81_384_788_765_712_384)
            .number("shard", 3);
        assert_eq!(everywhere.message(), "guild …, shard 3: <…>");
        assert_eq!(
            everywhere.details().clone().into_iter().collect::<Vec<_>>(),
            [
                ("error", Detail::Text("…".to_owned())),
                ("shard", Detail::Number(3))
            ]
        );
        let here = event(Some(7), id).number("reference", 81_384_788_765_712_384);
        assert_eq!(here.message(), id);
        assert_eq!(here.details().len(), 1);
    }

    #[test]
    fn more_details_than_sixteen_are_not_kept() {
        let names = [
            "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p", "q",
        ];
        let full = names
            .into_iter()
            .fold(event(Some(7), "x"), |it, name| it.number(name, 1));
        assert_eq!(full.details().len(), 16);
        assert!(!full.details().contains_key("q"));
    }
}
