//! Text on its way to Discord, pieced together out of what may be shown.

use std::fmt::{self, Display, Write as _};

use chrono::{DateTime, NaiveDateTime, NaiveTime, Utc};
use kernel::{ChannelId, RoleId, UserId};
use operations_core::Refusal;
use sanitizer::{EmbedBody, EmbedText};

/// Markdown that holds only our own words, sanitised text, and values. There is no way to put a bare string in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Rich {
    text: String,
    refusal: Option<Refusal>,
}

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
        Self {
            text: words.to_owned(),
            refusal: None,
        }
    }

    /// Our own words to somebody who may not do what they asked for: it counts as a failure of the command.
    pub(crate) fn denied(words: &'static str) -> Self {
        Self {
            refusal: Some(Refusal::Permission),
            ..Self::own(words)
        }
    }

    /// Our own words to somebody who has to wait: it counts as a failure of the command.
    pub(crate) fn too_soon(words: &'static str) -> Self {
        Self {
            refusal: Some(Refusal::Cooldown),
            ..Self::own(words)
        }
    }

    /// Adds our own words.
    pub(crate) fn and(mut self, words: &'static str) -> Self {
        self.text.push_str(words);
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

    /// Adds how long to wait, in minutes and seconds and rounded up: `1 min 20 s`.
    pub(crate) fn wait(self, span: chrono::TimeDelta) -> Self {
        let seconds = (span.num_milliseconds().max(0) + 999) / 1000;
        match (seconds / 60, seconds % 60) {
            (0, seconds) => self.write(format_args!("{seconds} s")),
            (minutes, 0) => self.write(format_args!("{minutes} min")),
            (minutes, seconds) => self.write(format_args!("{minutes} min {seconds} s")),
        }
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

    /// Adds another text; where that one turns somebody away, the whole does.
    pub(crate) fn rich(mut self, other: &Rich) -> Self {
        self.refusal = self.refusal.or(other.refusal);
        self.write(&other.text)
    }

    /// Whether the text turns somebody away, and why.
    pub(crate) fn refusal(&self) -> Option<Refusal> {
        self.refusal
    }

    /// Adds a link to a message.
    pub(crate) fn message_link(
        self,
        label: &'static str,
        guild: kernel::GuildId,
        origin: reminders_core::Origin,
    ) -> Self {
        self.link_to(label, guild, origin.channel, origin.message)
    }

    /// A link to a message in a channel.
    pub(crate) fn link_to(
        self,
        label: &'static str,
        guild: kernel::GuildId,
        channel: ChannelId,
        message: kernel::MessageId,
    ) -> Self {
        self.write(format_args!(
            "[{label}](https://discord.com/channels/{guild}/{channel}/{message})"
        ))
    }

    /// The length in characters (Unicode scalar values), by which Discord's limits count.
    pub(crate) fn chars(&self) -> usize {
        self.text.chars().count()
    }

    /// Whether nothing has been added.
    pub(crate) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The text.
    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    fn write(mut self, value: impl Display) -> Self {
        // Writing to a `String` cannot fail.
        let _ = write!(self.text, "{value}");
        self
    }
}

impl Display for Rich {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
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
