//! A Discord message as an announcement.

use chrono::DateTime;
use kernel::{ChannelId, GuildId, MessageId, RoleId, UserId};
use parsers::AnnouncementText;
use reminders_core::{Announcement, Author, Origin, SourceText};
use twilight_model::channel::Message;
use twilight_model::channel::message::Embed;
use twilight_model::channel::message::embed::EmbedField;
use twilight_model::id::Id;
use twilight_model::id::marker::UserMarker;

use crate::convert::FromTwilight as _;

/// What a message says, who wrote it, and where; a forwarded message says what the original said. Of a person, Discord
/// tells the roles with some messages only.
///
/// None when it says nothing at all, or carries an id that Discord never gives.
pub(super) fn read(
    message: &Message,
    guild: GuildId,
    bot: Id<UserMarker>,
    roles: Option<&[RoleId]>,
) -> Option<Announcement> {
    read_any(message, guild, bot, roles).filter(|it| !it.texts.is_empty())
}

/// The same, also of a message that says nothing.
pub(super) fn read_any(
    message: &Message,
    guild: GuildId,
    bot: Id<UserMarker>,
    roles: Option<&[RoleId]>,
) -> Option<Announcement> {
    let forwarded = message
        .message_snapshots
        .iter()
        .map(|it| (&it.message.embeds, it.message.content.as_str()));
    let own = std::iter::once((&message.embeds, message.content.as_str()));
    let mut texts = Vec::new();
    for (embeds, content) in own.chain(forwarded) {
        texts.extend(embeds.iter().filter_map(embed));
        texts.extend(plain(content));
    }
    let user = UserId::from_twilight(message.author.id).ok()?;
    let author = if message.author.id == bot {
        Author::Own(user)
    } else if message.author.bot || message.webhook_id.is_some() {
        Author::Automatic(user)
    } else {
        roles.map_or(Author::Unknown(user), |it| {
            Author::Person(user, it.to_vec())
        })
    };
    let written = message.edited_timestamp.unwrap_or(message.timestamp);
    let written = DateTime::from_timestamp_micros(written.as_micros())?;
    let channel = ChannelId::from_twilight(message.channel_id).ok()?;
    let message = MessageId::from_twilight(message.id).ok()?;
    Some(Announcement {
        guild,
        origin: Origin { channel, message },
        author,
        written,
        texts,
    })
}

fn embed(embed: &Embed) -> Option<SourceText> {
    let text = AnnouncementText {
        title: embed.title.clone(),
        body: embed.description.clone().unwrap_or_default(),
        fields: embed.fields.iter().map(field).collect(),
        footer: embed.footer.as_ref().map(|it| it.text.clone()),
        url: embed.url.clone(),
    };
    let empty = text.title.is_none()
        && text.body.is_empty()
        && text.fields.is_empty()
        && text.footer.is_none();
    let image = embed.image.as_ref().map(|it| it.url.clone());
    let image_url = image.or_else(|| embed.thumbnail.as_ref().map(|it| it.url.clone()));
    (!empty).then_some(SourceText::Embed { text, image_url })
}

fn field(field: &EmbedField) -> (String, String) {
    (field.name.clone(), field.value.clone())
}

fn plain(content: &str) -> Option<SourceText> {
    let body = content.trim();
    let text = AnnouncementText {
        body: body.to_owned(),
        ..AnnouncementText::default()
    };
    (!body.is_empty()).then_some(SourceText::Plain(text))
}
