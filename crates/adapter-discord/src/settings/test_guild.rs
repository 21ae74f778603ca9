//! A guild with a few channels, for tests that ask what the bot may do.

use std::sync::Arc;

use kernel::{Authority, ChannelId, GuildId, Member, UserId};
use reminders_core::settings as reminders;
use serde_json::{Value, json};
use settings_core::testing::{InMemorySettings, RecordingAudit};
use settings_core::{Registry, Settings, system};
use twilight_gateway::Event;
use twilight_model::gateway::payload::incoming::{ChannelDelete, GuildCreate};
use twilight_model::guild::{Guild, Permissions};
use twilight_model::id::Id;

use crate::GuildDirectory;
use crate::context::{Asker, WayBack};
use crate::reply::Reply;

pub(super) const GUILD: GuildId = match GuildId::new(1000) {
    Ok(id) => id,
    Err(_) => panic!("above zero"),
};
/// A text channel.
pub(super) const GENERAL: ChannelId = channel(1);
/// An announcement channel.
pub(super) const ANNOUNCEMENTS: ChannelId = channel(2);
/// A voice channel.
pub(super) const VOICE: ChannelId = channel(3);
/// A text channel that nobody may view.
pub(super) const HIDDEN: ChannelId = channel(4);
/// A category.
pub(super) const CATEGORY: ChannelId = channel(6);
/// A thread of [`GENERAL`].
pub(super) const THREAD: ChannelId = channel(5);

/// A directory that knows [`GUILD`], in which everyone, the bot included, has the permissions `granted`.
pub(super) fn directory(granted: Permissions) -> GuildDirectory {
    let directory = GuildDirectory::new(Id::new(77));
    let guild: Guild = serde_json::from_value(guild(granted)).expect("a guild");
    directory.apply(&Event::GuildCreate(Box::new(GuildCreate::Available(guild))));
    directory
}

/// The event that tells that a channel of [`GUILD`] was deleted.
pub(super) fn deleted(channel: ChannelId) -> Event {
    let channel = serde_json::from_value(room(channel, 0)).expect("a channel");
    Event::ChannelDelete(Box::new(ChannelDelete(channel)))
}

/// Settings of the system and of reminders, kept in `store`.
pub(super) fn settings(store: &InMemorySettings) -> Settings {
    let registry = Registry::new(&[system::DEFINITIONS, reminders::DEFINITIONS]);
    let registry = Arc::new(registry.expect("no name is declared twice"));
    let store = Arc::new(store.clone());
    let audit = Arc::new(RecordingAudit::default());
    Settings::new(registry, store.clone(), store, audit)
}

/// Somebody who asks for something in [`GENERAL`].
pub(super) fn asker(user: u64, authority: Authority) -> Asker {
    let member = Member {
        user: UserId::new(user).expect("above zero"),
        authority,
    };
    Asker {
        guild: GUILD,
        channel: GENERAL,
        member,
        roles: Vec::new(),
        name: String::new(),
        message: None,
        permissions: twilight_model::guild::Permissions::empty(),
        may_write: true,
        upload_limit: 8_388_608,
        way_back: WayBack::default(),
    }
}

/// The words of a reply.
pub(super) fn content(reply: Reply) -> String {
    match reply {
        Reply::Message(body) | Reply::Update(body) => body.into_data().content.unwrap_or_default(),
        Reply::Annotate(_) | Reply::Form(_) | Reply::Choices(_) | Reply::Given => {
            panic!("no message")
        }
    }
}

const fn channel(id: u64) -> ChannelId {
    match ChannelId::new(id) {
        Ok(id) => id,
        Err(_) => panic!("above zero"),
    }
}

fn room(channel: ChannelId, kind: u8) -> Value {
    json!({ "id": channel.to_string(), "type": kind, "name": "room", "guild_id": GUILD.to_string(),
            "position": 0, "permission_overwrites": [] })
}

fn guild(granted: Permissions) -> Value {
    let id = GUILD.to_string();
    let deny = Permissions::VIEW_CHANNEL.bits().to_string();
    let mut hidden = room(HIDDEN, 0);
    hidden["permission_overwrites"] = json!([{ "id": id, "type": 0, "allow": "0", "deny": deny }]);
    let mut thread = room(THREAD, 11);
    thread["parent_id"] = json!(GENERAL.to_string());
    json!({
        "id": id, "name": "Guild", "owner_id": "1", "afk_timeout": 300,
        "default_message_notifications": 0, "emojis": [], "explicit_content_filter": 0, "features": [],
        "large": false, "mfa_level": 0, "nsfw_level": 0, "preferred_locale": "en-US",
        "premium_progress_bar_enabled": false, "premium_tier": 0, "system_channel_flags": 0,
        "verification_level": 0, "members": [], "presences": [], "voice_states": [],
        "channels": [room(GENERAL, 0), room(ANNOUNCEMENTS, 5), room(VOICE, 2), room(CATEGORY, 4), hidden],
        "threads": [thread],
        "roles": [{ "id": id, "name": "@everyone", "color": 0, "hoist": false, "managed": false,
                    "colors": { "primary_color": 0, "secondary_color": null, "tertiary_color": null },
                    "mentionable": false, "position": 0, "flags": 0,
                    "permissions": granted.bits().to_string() }],
    })
}
