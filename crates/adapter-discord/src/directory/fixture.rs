//! A guild as the gateway sends it, for the tests of the directory.

use kernel::{ChannelId, GuildId, RoleId, UserId};
use reminders_core::Who;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use twilight_gateway::{Event, EventTypeFlags};
use twilight_model::channel::ChannelType;
use twilight_model::gateway::payload::incoming::GuildCreate;
use twilight_model::guild::Permissions;
use twilight_model::id::Id;

use super::{DirectoryChange, GuildDirectory};

pub(crate) const GUILD: u64 = 100;
pub(super) const EVERYONE: u64 = GUILD;
pub(super) const OWNER: u64 = 1;
pub(super) const BOT: u64 = 77;

/// What a guild consists of.
pub(crate) struct Stage {
    pub(crate) id: u64,
    pub(crate) own_roles: Vec<u64>,
    pub(crate) roles: Vec<Value>,
    pub(crate) channels: Vec<Value>,
    pub(crate) threads: Vec<Value>,
}

/// A directory that is asked about one guild.
pub(crate) struct Known(pub(crate) GuildDirectory);

impl Default for Stage {
    fn default() -> Self {
        Self {
            id: GUILD,
            own_roles: Vec::new(),
            roles: vec![role(EVERYONE, Permissions::VIEW_CHANNEL)],
            channels: Vec::new(),
            threads: Vec::new(),
        }
    }
}

impl Stage {
    /// The event that tells of the guild.
    pub(super) fn created(&self) -> Event {
        let guild = GuildCreate::Available(read(self.json()));
        Event::GuildCreate(Box::new(guild))
    }

    pub(super) fn json(&self) -> Value {
        json!({
            "id": self.id.to_string(), "name": "Guild", "member_count": 12, "owner_id": OWNER.to_string(), "afk_timeout": 300,
            "default_message_notifications": 0, "emojis": [], "explicit_content_filter": 0, "features": [],
            "large": false, "mfa_level": 0, "nsfw_level": 0, "preferred_locale": "en-US",
            "premium_progress_bar_enabled": false, "premium_tier": 0, "system_channel_flags": 0,
            "verification_level": 0, "members": [member(5, &[]), member(BOT, &self.own_roles)],
            "presences": [], "voice_states": [], "channels": self.channels, "threads": self.threads,
            "roles": self.roles,
        })
    }
}

impl Known {
    /// Tells of an event and returns what it changed.
    pub(super) fn after(&self, event: &Event) -> Vec<DirectoryChange> {
        self.0.apply(event)
    }

    /// What is known of the bot in a channel.
    pub(super) fn access(&self, channel: u64) -> Option<(ChannelType, Permissions)> {
        self.0
            .permissions(guild_id(GUILD), channel_id(channel), &Who::Bot)
    }

    /// What the bot is given in a channel.
    pub(super) fn bot(&self, channel: u64) -> Permissions {
        self.access(channel).expect("it is known").1
    }

    /// What a member with these roles may do in a channel.
    pub(super) fn member(&self, channel: u64, user: u64, roles: &[u64]) -> Permissions {
        let roles = roles.iter().map(|it| RoleId::new(*it).expect("above zero"));
        let who = Who::Member(UserId::new(user).expect("above zero"), roles.collect());
        let found = self
            .0
            .permissions(guild_id(GUILD), channel_id(channel), &who);
        found.expect("it is known").1
    }

    /// The channels and threads of the guild.
    pub(super) fn channels(&self) -> Vec<u64> {
        let all = self.0.channels(guild_id(GUILD));
        all.into_iter().map(ChannelId::get).collect()
    }
}

/// A directory that knows the guild.
pub(crate) fn directory(stage: &Stage) -> Known {
    let known = Known(GuildDirectory::new(Id::new(BOT)));
    known.after(&stage.created());
    known
}

pub(crate) fn guild_id(id: u64) -> GuildId {
    GuildId::new(id).expect("above zero")
}

pub(super) fn channel_id(id: u64) -> ChannelId {
    ChannelId::new(id).expect("above zero")
}

/// An event as the gateway sends it.
pub(crate) fn event(name: &str, data: Value) -> Event {
    let mut frame = json!({ "op": 0, "s": 1, "t": name });
    frame["d"] = data;
    let parsed = twilight_gateway::parse(frame.to_string(), EventTypeFlags::all());
    let event = parsed.expect("as Discord writes it");
    event.expect("all are wanted").into()
}

/// A part of an event.
pub(super) fn read<T: DeserializeOwned>(json: Value) -> T {
    serde_json::from_value(json).expect("as Discord writes it")
}

pub(crate) fn role(id: u64, permissions: Permissions) -> Value {
    json!({ "id": id.to_string(), "name": "role", "color": 0, "hoist": false, "managed": false,
            "colors": { "primary_color": 0, "secondary_color": null, "tertiary_color": null },
            "mentionable": false, "position": 0, "flags": 0, "permissions": permissions.bits().to_string() })
}

pub(crate) fn member(id: u64, roles: &[u64]) -> Value {
    let roles: Vec<_> = roles.iter().map(u64::to_string).collect();
    json!({ "deaf": false, "mute": false, "flags": 0, "joined_at": "2026-11-21T07:00:00+00:00",
            "pending": false, "roles": roles,
            "user": { "id": id.to_string(), "username": "user", "discriminator": "0001", "avatar": null } })
}

pub(super) fn text(id: u64, overwrites: &[Value]) -> Value {
    channel(id, 0, overwrites)
}

pub(super) fn channel(id: u64, kind: u8, overwrites: &[Value]) -> Value {
    json!({ "id": id.to_string(), "type": kind, "name": "room", "guild_id": GUILD.to_string(),
            "position": 0, "permission_overwrites": overwrites })
}

pub(super) fn thread(id: u64, parent: u64) -> Value {
    below(id, 11, parent)
}

pub(super) fn private_thread(id: u64, parent: u64) -> Value {
    below(id, 12, parent)
}

pub(super) fn archived(mut thread: Value) -> Value {
    thread["thread_metadata"]["archived"] = json!(true);
    thread
}

pub(super) fn role_overwrite(id: u64, allow: Permissions, deny: Permissions) -> Value {
    overwrite(0, id, allow, deny)
}

pub(super) fn member_overwrite(id: u64, allow: Permissions, deny: Permissions) -> Value {
    overwrite(1, id, allow, deny)
}

fn below(id: u64, kind: u8, parent: u64) -> Value {
    json!({ "id": id.to_string(), "type": kind, "name": "talk", "guild_id": GUILD.to_string(),
            "parent_id": parent.to_string(),
            "thread_metadata": { "archived": false, "auto_archive_duration": 1440, "locked": false,
                                 "archive_timestamp": "2026-11-21T07:00:00+00:00" } })
}

fn overwrite(kind: u8, id: u64, allow: Permissions, deny: Permissions) -> Value {
    json!({ "id": id.to_string(), "type": kind, "allow": allow.bits().to_string(),
            "deny": deny.bits().to_string() })
}
