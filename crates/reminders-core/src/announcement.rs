//! An announcement: a message that may hold an event, and what is read out of it.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use kernel::{ChannelId, GuildId, MessageId, RoleId, UserId};
use parsers::{AnnouncementText, ParsedAnnouncement, Unreadable};

use crate::Origin;

/// The footer of every message that the bot posts as a reminder. The watcher knows its own posts by it.
pub(crate) const REMINDER_FOOTER: &str = "auto-reminder";
/// A footer by which other programs keep the watcher away.
const PROCESSED_FOOTER: &str = "embedwatcher-processed";

/// Who wrote an announcement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Author {
    /// This bot.
    Own(UserId),
    /// Another bot, or a webhook.
    Automatic(UserId),
    /// A person, with their roles in the guild.
    Person(UserId, Vec<RoleId>),
    /// A person whose roles Discord did not tell with the message.
    Unknown(UserId),
}

impl Author {
    /// The id of the account.
    pub fn user(&self) -> UserId {
        match self {
            Self::Own(user)
            | Self::Automatic(user)
            | Self::Person(user, _)
            | Self::Unknown(user) => *user,
        }
    }
}

/// One text of a message: an embed, or the message's own words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SourceText {
    /// An embed.
    Embed {
        /// What it says.
        text: AnnouncementText,
        /// Its picture, else its thumbnail.
        image_url: Option<String>,
    },
    /// The content of the message.
    Plain(AnnouncementText),
}

impl SourceText {
    /// What it says.
    pub fn text(&self) -> &AnnouncementText {
        match self {
            Self::Embed { text, .. } | Self::Plain(text) => text,
        }
    }

    /// Whether it is an embed.
    pub fn is_embed(&self) -> bool {
        matches!(self, Self::Embed { .. })
    }

    fn footer_contains(&self, mark: &str) -> bool {
        self.text()
            .footer
            .as_deref()
            .is_some_and(|it| it.to_lowercase().contains(mark))
    }
}

/// A message in a guild that may announce an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Announcement {
    /// The guild.
    pub guild: GuildId,
    /// The message and its channel.
    pub origin: Origin,
    /// Who wrote it.
    pub author: Author,
    /// When it was posted or, once edited, edited last, by Discord's clock.
    pub written: DateTime<Utc>,
    /// Its embeds in order, then its own words; empty ones are left out.
    pub texts: Vec<SourceText>,
}

/// What was read, and out of which text.
#[derive(Debug, Clone)]
pub(crate) struct Reading<'a> {
    pub(crate) source: &'a SourceText,
    pub(crate) parsed: ParsedAnnouncement,
}

impl Announcement {
    /// Whether it is a reminder that the bot posted itself.
    pub(crate) fn is_own_reminder(&self) -> bool {
        self.texts
            .iter()
            .any(|it| it.footer_contains(REMINDER_FOOTER))
    }

    /// Whether another program asked the watcher to leave it alone.
    pub(crate) fn is_marked_processed(&self) -> bool {
        self.texts
            .iter()
            .any(|it| it.footer_contains(PROCESSED_FOOTER))
    }

    /// The texts that are embeds.
    pub(crate) fn embeds(&self) -> impl Iterator<Item = &SourceText> {
        self.texts.iter().filter(|it| it.is_embed())
    }

    /// The message's own words.
    pub(crate) fn plain(&self) -> impl Iterator<Item = &SourceText> {
        self.texts.iter().filter(|it| !it.is_embed())
    }
}

/// Reads the best of `texts`: the surest reading, the first among equals; else why the first could not be read.
///
/// None when there is no text at all.
pub(crate) fn read_best<'a>(
    texts: impl Iterator<Item = &'a SourceText>,
    now: DateTime<Utc>,
    zone: Tz,
) -> Option<Result<Reading<'a>, Unreadable>> {
    let (source, read) = parsers::parse_best(texts, |it| it.text(), now, zone)?;
    Some(read.map(|parsed| Reading { source, parsed }))
}

/// A link to a message, as Discord's "Copy Message Link" gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MessageLink {
    /// The guild.
    pub guild: GuildId,
    /// The channel.
    pub channel: ChannelId,
    /// The message.
    pub message: MessageId,
}

impl MessageLink {
    /// The link in `text`: any of Discord's hosts, with or without angle brackets; what follows the ids is ignored.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let text = text
            .strip_prefix('<')
            .map_or(text, |it| it.trim_end_matches('>'));
        let rest = text.strip_prefix("https://")?;
        let rest = rest
            .strip_prefix("ptb.")
            .or_else(|| rest.strip_prefix("canary."))
            .unwrap_or(rest);
        let rest = rest
            .strip_prefix("discord.com/")
            .or_else(|| rest.strip_prefix("discordapp.com/"))?;
        let mut ids = rest.strip_prefix("channels/")?.split(['/', '?', '#', ' ']);
        Some(Self {
            guild: ids.next()?.parse().ok()?,
            channel: ids.next()?.parse().ok()?,
            message: ids.next()?.parse().ok()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_links_of_every_host_with_and_without_brackets() {
        let expected = MessageLink {
            guild: GuildId::new(1).unwrap(),
            channel: ChannelId::new(2).unwrap(),
            message: MessageId::new(3).unwrap(),
        };
        for text in [
            "https://discord.com/channels/1/2/3",
            " <https://discordapp.com/channels/1/2/3> ",
            "https://ptb.discord.com/channels/1/2/3?utm=x",
            "https://canary.discord.com/channels/1/2/3 see there",
        ] {
            assert_eq!(MessageLink::parse(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn refuses_what_is_no_message_link() {
        for text in [
            "",
            "https://discord.com/channels/1/2",
            "https://discord.com/channels/@me/2/3",
            "http://discord.com/channels/1/2/3",
            "https://discord.com.evil.example/channels/1/2/3",
            "https://evil.example/discord.com/channels/1/2/3",
        ] {
            assert_eq!(MessageLink::parse(text), None, "{text}");
        }
    }
}
