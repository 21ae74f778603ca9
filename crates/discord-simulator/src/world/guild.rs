//! Servers and their roles.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::{
    invites::{Invite, Vanity},
    people::Member,
    snowflakes::Id,
};
use crate::permissions::Permissions;

/// What a server without boosts takes, and a direct conversation: 10 MiB a file.
pub(crate) const FILE_LIMIT: usize = 10 << 20;

#[derive(Clone, Debug)]
pub(crate) struct Role {
    pub(crate) id: Id,
    pub(crate) name: String,
    pub(crate) permissions: Permissions,
    pub(crate) position: i64,
    pub(crate) managed_by: Option<Id>,
    pub(crate) mentionable: bool,
}

impl Role {
    pub(crate) fn json(&self) -> Value {
        let mut json = json!({
            "id": self.id.to_string(), "name": self.name, "permissions": self.permissions.to_wire(),
            "position": self.position, "color": 0, "hoist": false, "managed": self.managed_by.is_some(),
            "colors": {"primary_color": 0, "secondary_color": null, "tertiary_color": null},
            "mentionable": self.mentionable, "flags": 0, "icon": null, "unicode_emoji": null,
        });
        if let Some(bot) = self.managed_by {
            json["tags"] = json!({"bot_id": bot.to_string()});
        }
        json
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Guild {
    pub(crate) id: Id,
    pub(crate) name: String,
    pub(crate) owner: Id,
    pub(crate) roles: BTreeMap<Id, Role>,
    pub(crate) members: BTreeMap<Id, Member>,
    pub(crate) locale: String,
    pub(crate) created: DateTime<Utc>,
    /// What the bot's own role will be allowed when it is installed.
    pub(crate) bot_permissions: Permissions,
    /// Members that are counted and nothing else.
    pub(crate) crowd: usize,
    /// Files in it may have so many bytes.
    pub(crate) file_limit: usize,
    /// Whether it is there; an outage takes it away for a while.
    pub(crate) available: bool,
    /// Invites by their codes.
    pub(crate) invites: BTreeMap<String, Invite>,
    /// The address of its own choice.
    pub(crate) vanity: Option<Vanity>,
    /// Uses that are not counted yet: of invites by their codes, of its own address without.
    pub(crate) held_uses: Option<Vec<Option<String>>>,
}

impl Guild {
    /// The role everybody has carries the server's id.
    pub(crate) fn everyone(&self) -> Permissions {
        self.roles
            .get(&self.id)
            .map_or(Permissions::NONE, |role| role.permissions)
    }

    pub(crate) fn member_count(&self) -> usize {
        self.members.len() + self.crowd
    }

    /// The position of a member's highest role; the owner stands above all.
    pub(crate) fn rank(&self, user: Id) -> i64 {
        if user == self.owner {
            return i64::MAX;
        }
        let roles = self.members.get(&user).map(|member| &member.roles);
        roles
            .into_iter()
            .flatten()
            .filter_map(|id| self.roles.get(id))
            .map(|role| role.position)
            .max()
            .unwrap_or(0)
    }

    /// What `GET /guilds/{id}` answers; `GUILD_CREATE` adds to it.
    pub(crate) fn json(&self) -> Value {
        let roles: Vec<_> = self.roles.values().map(Role::json).collect();
        let vanity = self.vanity.as_ref().map(|it| it.code.as_str());
        let features: &[&str] = if vanity.is_some() {
            &["VANITY_URL"]
        } else {
            &[]
        };
        json!({
            "id": self.id.to_string(), "name": self.name, "owner_id": self.owner.to_string(), "roles": roles,
            "preferred_locale": self.locale, "icon": null, "splash": null, "discovery_splash": null, "banner": null,
            "afk_channel_id": null, "afk_timeout": 300, "default_message_notifications": 1, "description": null,
            "emojis": [], "explicit_content_filter": 0, "features": features, "mfa_level": 0, "nsfw_level": 0, "nsfw": false,
            "premium_progress_bar_enabled": false, "premium_subscription_count": 0, "premium_tier": 0, "stickers": [],
            "public_updates_channel_id": null, "rules_channel_id": null, "safety_alerts_channel_id": null,
            "system_channel_flags": 0, "system_channel_id": null, "vanity_url_code": vanity, "verification_level": 0,
            "application_id": null, "max_members": 500_000, "max_presences": null, "max_video_channel_users": 25,
            "region": "deprecated", "widget_enabled": false, "widget_channel_id": null, "incidents_data": null,
        })
    }
}

impl super::World {
    /// How many bytes a file may have, in a server or in a direct conversation.
    pub(crate) fn file_limit(&self, guild: Option<Id>) -> usize {
        let guild = guild.and_then(|id| self.guilds.get(&id));
        guild.map_or(FILE_LIMIT, |it| it.file_limit)
    }
}
