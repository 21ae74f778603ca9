//! Text on its way to Discord, pieced together out of what may be shown.

use std::fmt::{self, Display, Write as _};

use chrono::{DateTime, NaiveDateTime, NaiveTime, Utc};
use kernel::{ChannelId, RoleId, UserId};
use sanitizer::{EmbedBody, EmbedText};

/// Markdown that holds only our own words, sanitised text, and values. There is no way to put a bare string in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Rich(String);

/// How Discord shows a moment in each reader's own zone
/// (<https://discord.com/developers/docs/reference#message-formatting-timestamp-styles>).
#[derive(Debug, Clone, Copy)]
pub(crate) enum TimeStyle {
    /// "Wednesday, 14 January 2026 20:00".
    Full,
    /// "in an hour".
    Relative,
    /// "20:00".
    Clock,
}

impl Rich {
    /// Our own words.
    pub(crate) fn own(words: &'static str) -> Self {
        Self(words.to_owned())
    }

    /// Adds our own words.
    pub(crate) fn and(mut self, words: &'static str) -> Self {
        self.0.push_str(words);
        self
    }

    /// Adds what somebody else wrote.
    pub(crate) fn text(self, text: &EmbedText) -> Self {
        self.write(text.as_str())
    }

    /// Adds what somebody else wrote over several lines.
    pub(crate) fn body(self, text: &EmbedBody) -> Self {
        self.write(text.as_str())
    }

    /// Adds a number: a count, or a row's id.
    pub(crate) fn number(self, number: impl Into<u64>) -> Self {
        self.write(number.into())
    }

    /// Adds a channel as a mention.
    pub(crate) fn channel(self, channel: ChannelId) -> Self {
        self.write(format_args!("<#{channel}>"))
    }

    /// Adds a person as a mention; whether it pings is up to the message's `allowed_mentions`.
    pub(crate) fn user(self, user: UserId) -> Self {
        self.write(format_args!("<@{user}>"))
    }

    /// Adds a role as a mention; whether it pings is up to the message's `allowed_mentions`.
    pub(crate) fn role(self, role: RoleId) -> Self {
        self.write(format_args!("<@&{role}>"))
    }

    /// Adds a moment that each reader sees in their own zone.
    pub(crate) fn moment(self, at: DateTime<Utc>, style: TimeStyle) -> Self {
        let letter = match style {
            TimeStyle::Full => 'F',
            TimeStyle::Relative => 'R',
            TimeStyle::Clock => 't',
        };
        self.write(format_args!("<t:{}:{letter}>", at.timestamp()))
    }

    /// Adds a short stretch of time: `0.4 s`.
    pub(crate) fn seconds(self, span: chrono::TimeDelta) -> Self {
        self.write(format_args!("{:.1} s", span.as_seconds_f64().max(0.0)))
    }

    /// Adds a local clock: `20:00`.
    pub(crate) fn clock(self, clock: NaiveTime) -> Self {
        self.write(clock.format("%H:%M"))
    }

    /// Adds a local date: `Wednesday 14 January 2026`.
    pub(crate) fn date(self, at: NaiveDateTime) -> Self {
        self.write(at.format("%A %-d %B %Y"))
    }

    /// Adds the dates of a recurrence, as `every 2 weeks on Monday`.
    pub(crate) fn recurrence(self, recurrence: &parsers::Recurrence) -> Self {
        self.write(parsers::format_recurrence(recurrence))
    }

    /// Adds a value as code, on one line of at most `max` characters. Discord knows no escape inside of code, so a
    /// back-tick is replaced by its look-alike.
    pub(crate) fn code(self, value: &str, max: usize) -> Self {
        let line = sanitizer::autocomplete_label(value, max).replace('`', "ˋ");
        // Two back-ticks with nothing between them would open another kind of quote.
        let line = if line.is_empty() { " " } else { &line };
        self.write(format_args!("`{line}`"))
    }

    /// Adds another text.
    pub(crate) fn rich(self, other: &Rich) -> Self {
        self.write(&other.0)
    }

    /// Adds a link to a message.
    pub(crate) fn message_link(
        self,
        label: &'static str,
        guild: kernel::GuildId,
        origin: reminders_core::Origin,
    ) -> Self {
        let (channel, message) = (origin.channel, origin.message);
        self.write(format_args!(
            "[{label}](https://discord.com/channels/{guild}/{channel}/{message})"
        ))
    }

    /// The length in characters (Unicode scalar values), by which Discord's limits count.
    pub(crate) fn chars(&self) -> usize {
        self.0.chars().count()
    }

    /// Whether nothing has been added.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The text.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    fn write(mut self, value: impl Display) -> Self {
        // Writing to a `String` cannot fail.
        let _ = write!(self.0, "{value}");
        self
    }
}

impl Display for Rich {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&EmbedText> for Rich {
    fn from(text: &EmbedText) -> Self {
        Self::default().text(text)
    }
}

impl From<&EmbedBody> for Rich {
    fn from(text: &EmbedBody) -> Self {
        Self::default().body(text)
    }
}

impl From<&'static str> for Rich {
    fn from(words: &'static str) -> Self {
        Self::own(words)
    }
}
