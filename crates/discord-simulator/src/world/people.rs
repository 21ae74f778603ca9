//! Users, and members of a server.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::snowflakes::{Id, timestamp};
use crate::permissions::Permissions;

#[derive(Clone, Debug)]
pub(crate) struct User {
    pub(crate) id: Id,
    pub(crate) name: String,
    pub(crate) bot: bool,
    pub(crate) locale: String,
    /// Takes no direct messages from bots.
    pub(crate) closed_to_bots: bool,
}

impl User {
    pub(crate) fn json(&self) -> Value {
        json!({
            "id": self.id.to_string(), "username": self.name, "global_name": Value::Null,
            "discriminator": if self.bot { "0001" } else { "0" }, "avatar": Value::Null, "bot": self.bot, "system": false,
            "banner": Value::Null, "accent_color": Value::Null, "public_flags": 0, "flags": 0,
            "avatar_decoration_data": Value::Null,
        })
    }

    /// As the bot sees itself.
    pub(crate) fn current_json(&self) -> Value {
        let mut json = self.json();
        json["mfa_enabled"] = json!(true);
        json["verified"] = json!(true);
        json["email"] = Value::Null;
        json
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Member {
    pub(crate) user: Id,
    pub(crate) roles: BTreeSet<Id>,
    pub(crate) joined: DateTime<Utc>,
    pub(crate) nick: Option<String>,
    /// Has yet to answer the server's membership screening.
    pub(crate) pending: bool,
}

impl Member {
    /// Without its user, as messages and interactions' resolved data carry it.
    pub(crate) fn partial_json(&self) -> Value {
        let roles: Vec<_> = self.roles.iter().map(ToString::to_string).collect();
        json!({
            "roles": roles, "joined_at": timestamp(self.joined), "nick": self.nick, "deaf": false, "mute": false,
            "flags": 0, "pending": self.pending, "avatar": Value::Null, "banner": Value::Null, "premium_since": Value::Null,
            "communication_disabled_until": Value::Null,
        })
    }

    pub(crate) fn json(&self, user: &User) -> Value {
        let mut json = self.partial_json();
        json["user"] = user.json();
        json
    }

    pub(crate) fn json_with_permissions(&self, user: &User, permissions: Permissions) -> Value {
        let mut json = self.json(user);
        json["permissions"] = json!(permissions.to_wire());
        json
    }
}
