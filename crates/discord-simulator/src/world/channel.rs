//! Channels of every kind, and their permission overwrites.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::snowflakes::{Id, timestamp};
use crate::permissions::Permissions;

/// What a channel is for, with Discord's numbers.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ChannelKind {
    /// An ordinary text channel of a server.
    Text = 0,
    /// A conversation between the bot and one user.
    Direct = 1,
    /// A voice channel (with its text chat).
    Voice = 2,
    /// A folder of channels.
    Category = 4,
    /// A channel whose messages can be published to followers.
    Announcement = 5,
    /// A thread in an announcement channel.
    AnnouncementThread = 10,
    /// A thread that everyone who sees the channel sees.
    PublicThread = 11,
    /// A thread for those invited.
    PrivateThread = 12,
    /// A channel of posts.
    Forum = 15,
}

impl ChannelKind {
    pub(crate) fn from_wire(number: u64) -> Option<Self> {
        use ChannelKind::{
            Announcement, AnnouncementThread, Category, Direct, Forum, PrivateThread, PublicThread,
            Text, Voice,
        };
        let all = [
            Text,
            Direct,
            Voice,
            Category,
            Announcement,
            AnnouncementThread,
            PublicThread,
            PrivateThread,
            Forum,
        ];
        all.into_iter().find(|kind| *kind as u64 == number)
    }

    /// Whether it is one of the three kinds of thread.
    pub fn is_thread(self) -> bool {
        matches!(
            self,
            Self::AnnouncementThread | Self::PublicThread | Self::PrivateThread
        )
    }

    pub(crate) fn holds_messages(self) -> bool {
        !matches!(self, Self::Category | Self::Forum)
    }
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum OverwriteFor {
    Role(Id),
    Member(Id),
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Overwrite {
    pub(crate) whom: OverwriteFor,
    pub(crate) allow: Permissions,
    pub(crate) deny: Permissions,
}

impl Overwrite {
    fn json(self) -> Value {
        let (kind, id) = match self.whom {
            OverwriteFor::Role(id) => (0, id),
            OverwriteFor::Member(id) => (1, id),
        };
        json!({"id": id.to_string(), "type": kind, "allow": self.allow.to_wire(), "deny": self.deny.to_wire()})
    }

    pub(crate) fn from_wire(value: &Value) -> Option<Self> {
        let id = value["id"]
            .as_u64()
            .or_else(|| value["id"].as_str()?.parse().ok())?;
        let whom = if value["type"].as_u64() == Some(1) {
            OverwriteFor::Member(id)
        } else {
            OverwriteFor::Role(id)
        };
        let set = |key: &str| Permissions::from_wire(&value[key]).unwrap_or_default();
        Some(Self {
            whom,
            allow: set("allow"),
            deny: set("deny"),
        })
    }
}

#[derive(Clone, Debug)]
pub(crate) struct ChannelRecord {
    pub(crate) id: Id,
    pub(crate) guild: Option<Id>,
    pub(crate) kind: ChannelKind,
    pub(crate) name: String,
    pub(crate) topic: Option<String>,
    pub(crate) parent: Option<Id>,
    pub(crate) position: i64,
    pub(crate) overwrites: Vec<Overwrite>,
    pub(crate) recipient: Option<Id>,
    pub(crate) owner: Option<Id>,
    pub(crate) last_message: Option<Id>,
    pub(crate) archived: bool,
    /// Whether only those who manage threads write in it.
    pub(crate) locked: bool,
    /// Who was added to it, where it is a private thread.
    pub(crate) members: BTreeSet<Id>,
    pub(crate) created: String,
}

impl ChannelRecord {
    /// A channel with nothing but a name.
    pub(crate) fn new(
        id: Id,
        guild: Option<Id>,
        kind: ChannelKind,
        name: &str,
        now: DateTime<Utc>,
    ) -> Self {
        Self {
            id,
            guild,
            kind,
            name: name.to_owned(),
            topic: None,
            parent: None,
            position: 0,
            overwrites: Vec::new(),
            recipient: None,
            owner: None,
            last_message: None,
            archived: false,
            locked: false,
            members: BTreeSet::new(),
            created: timestamp(now),
        }
    }

    pub(crate) fn json(&self, recipient: Option<Value>) -> Value {
        let last_message = self.last_message.map(|id| id.to_string());
        if self.kind == ChannelKind::Direct {
            return json!({
                "id": self.id.to_string(), "type": 1, "last_message_id": last_message, "flags": 0,
                "recipients": recipient.into_iter().collect::<Vec<_>>(),
            });
        }
        let mut json = json!({
            "id": self.id.to_string(), "type": self.kind as u64, "name": self.name, "flags": 0, "nsfw": false,
            "guild_id": self.guild.map(|id| id.to_string()), "parent_id": self.parent.map(|id| id.to_string()),
            "last_message_id": last_message, "rate_limit_per_user": 0,
        });
        if self.kind.is_thread() {
            json["owner_id"] = json!(self.owner.map(|id| id.to_string()));
            json["message_count"] = json!(0);
            json["member_count"] = json!(1);
            json["thread_metadata"] = self.thread_metadata();
        } else {
            json["position"] = json!(self.position);
            json["topic"] = json!(self.topic);
            json["permission_overwrites"] = self.overwrites.iter().map(|it| it.json()).collect();
        }
        json
    }

    pub(crate) fn thread_metadata(&self) -> Value {
        json!({"archived": self.archived, "auto_archive_duration": 1440, "locked": self.locked,
            "archive_timestamp": self.created, "create_timestamp": self.created})
    }
}
