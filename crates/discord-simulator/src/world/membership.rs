//! Changes to servers: channels and members that come, change and go, with the events that tell of them.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::{
    World,
    channel::{ChannelKind, ChannelRecord, Overwrite},
    guild::Role,
    people::{Member, User},
    snowflakes::Id,
};
use crate::{gateway::intents, permissions::Permissions};

impl World {
    /// The user of that name, made when there is none yet.
    pub(crate) fn ensure_user(&mut self, name: &str, now: DateTime<Utc>) -> Id {
        if let Some(user) = self.user_named(name) {
            return user.id;
        }
        let id = self.snowflakes.next(now);
        self.users.insert(
            id,
            User {
                id,
                name: name.to_owned(),
                bot: false,
                locale: "en-US".to_owned(),
                closed_to_bots: false,
            },
        );
        self.users_by_name.insert(name.to_owned(), id);
        id
    }

    pub(crate) fn add_channel(
        &mut self,
        guild: Id,
        kind: ChannelKind,
        name: &str,
        now: DateTime<Utc>,
    ) -> Id {
        let beside = self.channels_by_guild.get(&guild).map_or(0, BTreeSet::len);
        let record = ChannelRecord {
            position: i64::try_from(beside).unwrap_or(0),
            ..ChannelRecord::new(self.snowflakes.next(now), Some(guild), kind, name, now)
        };
        self.insert_channel(record)
    }

    /// Stores a new channel or thread and tells the gateway.
    pub(crate) fn insert_channel(&mut self, record: ChannelRecord) -> Id {
        let (id, guild, thread) = (record.id, record.guild, record.kind.is_thread());
        let told = guild.filter(|guild| self.is_heard(*guild));
        let json = told.map(|_| self.channel_json(&record));
        self.channels.insert(id, record);
        if let Some(guild) = guild {
            self.channels_by_guild.entry(guild).or_default().insert(id);
        }
        if let Some(mut json) = json {
            if thread {
                json["newly_created"] = json!(true);
            }
            let event = if thread {
                "THREAD_CREATE"
            } else {
                "CHANNEL_CREATE"
            };
            self.dispatch(event, guild, intents::GUILDS, &json);
        }
        id
    }

    pub(crate) fn channel_changed(&mut self, id: Id) {
        let Some(channel) = self.channels.get(&id) else {
            return;
        };
        let event = if channel.kind.is_thread() {
            "THREAD_UPDATE"
        } else {
            "CHANNEL_UPDATE"
        };
        let (guild, json) = (channel.guild, self.channel_json(channel));
        self.dispatch(event, guild, intents::GUILDS, &json);
    }

    pub(crate) fn remove_channel(&mut self, id: Id) -> Option<Value> {
        let channel = self.channels.remove(&id)?;
        self.messages.remove(&id);
        let siblings = channel
            .guild
            .and_then(|it| self.channels_by_guild.get_mut(&it));
        if let Some(siblings) = siblings {
            siblings.remove(&id);
        }
        let json = self.channel_json(&channel);
        let event = if channel.kind.is_thread() {
            "THREAD_DELETE"
        } else {
            "CHANNEL_DELETE"
        };
        self.dispatch(event, channel.guild, intents::GUILDS, &json);
        Some(json)
    }

    /// Adds or replaces the overwrite for one role or member.
    pub(crate) fn overwrite(&mut self, channel: Id, overwrite: Overwrite) {
        if let Some(channel) = self.channels.get_mut(&channel) {
            channel.overwrites.retain(|it| it.whom != overwrite.whom);
            channel.overwrites.push(overwrite);
        }
        self.channel_changed(channel);
    }

    pub(crate) fn add_role(
        &mut self,
        guild: Id,
        name: &str,
        permissions: Permissions,
        managed_by: Option<Id>,
        now: DateTime<Utc>,
    ) -> Id {
        let id = self.snowflakes.next(now);
        let Some(record) = self.guilds.get_mut(&guild) else {
            return id;
        };
        let position = i64::try_from(record.roles.len()).unwrap_or(0);
        let role = Role {
            id,
            name: name.to_owned(),
            permissions,
            position,
            managed_by,
            mentionable: false,
        };
        record.roles.insert(id, role);
        self.tell_of_role("GUILD_ROLE_CREATE", guild, id);
        id
    }

    pub(crate) fn role_changed(&mut self, guild: Id, role: Id) {
        self.tell_of_role("GUILD_ROLE_UPDATE", guild, role);
    }

    fn tell_of_role(&mut self, event: &str, guild: Id, role: Id) {
        if !self.is_heard(guild) {
            return;
        }
        let Some(role) = self.guilds.get(&guild).and_then(|it| it.roles.get(&role)) else {
            return;
        };
        let json = json!({"guild_id": guild.to_string(), "role": role.json()});
        self.dispatch(event, Some(guild), intents::GUILDS, &json);
    }

    pub(crate) fn remove_role(&mut self, guild: Id, role: Id) {
        let Some(record) = self.guilds.get_mut(&guild) else {
            return;
        };
        record.roles.remove(&role);
        for member in record.members.values_mut() {
            member.roles.remove(&role);
        }
        let json = json!({"guild_id": guild.to_string(), "role_id": role.to_string()});
        self.dispatch("GUILD_ROLE_DELETE", Some(guild), intents::GUILDS, &json);
    }

    pub(crate) fn add_member(
        &mut self,
        guild: Id,
        user: Id,
        roles: BTreeSet<Id>,
        pending: bool,
        now: DateTime<Utc>,
    ) {
        let member = Member {
            user,
            roles,
            joined: now,
            nick: None,
            pending,
        };
        let Some(record) = self.guilds.get_mut(&guild) else {
            return;
        };
        record.members.insert(user, member);
        if let Some(json) = self.heard_member_json(guild, user) {
            self.dispatch(
                "GUILD_MEMBER_ADD",
                Some(guild),
                intents::GUILD_MEMBERS,
                &json,
            );
        }
    }

    /// Tells of a changed member; a bot hears of itself without the members intent.
    pub(crate) fn member_changed(&mut self, guild: Id, user: Id) {
        let need = if user == self.application.bot {
            0
        } else {
            intents::GUILD_MEMBERS
        };
        if let Some(json) = self.heard_member_json(guild, user) {
            self.dispatch("GUILD_MEMBER_UPDATE", Some(guild), need, &json);
        }
    }

    pub(crate) fn remove_member(&mut self, guild: Id, user: Id) -> bool {
        let Some(record) = self.guilds.get_mut(&guild) else {
            return false;
        };
        let was_there = record.members.remove(&user).is_some();
        if let Some(user) = self.users.get(&user).filter(|_| was_there) {
            let json = json!({"guild_id": guild.to_string(), "user": user.json()});
            self.dispatch(
                "GUILD_MEMBER_REMOVE",
                Some(guild),
                intents::GUILD_MEMBERS,
                &json,
            );
        }
        was_there
    }

    fn heard_member_json(&self, guild: Id, user: Id) -> Option<Value> {
        if !self.is_heard(guild) {
            return None;
        }
        let member = self.guilds.get(&guild)?.members.get(&user)?;
        let mut json = member.json(self.users.get(&user)?);
        json["guild_id"] = json!(guild.to_string());
        Some(json)
    }

    /// Tells of a changed server.
    pub(crate) fn guild_changed(&mut self, id: Id) {
        if let Some(json) = self.guilds.get(&id).map(super::guild::Guild::json) {
            self.dispatch("GUILD_UPDATE", Some(id), intents::GUILDS, &json);
        }
    }

    /// Puts the bot into a server, with a role of its own.
    pub(crate) fn install_bot(&mut self, guild: Id, now: DateTime<Utc>) {
        let (bot, name) = (self.application.bot, self.application.name.clone());
        let Some(record) = self.guilds.get(&guild) else {
            return;
        };
        if record.members.contains_key(&bot) {
            return;
        }
        let role = self.add_role(guild, &name, record.bot_permissions, Some(bot), now);
        self.add_member(guild, bot, BTreeSet::from([role]), false, now);
        self.announce_guild(guild);
    }

    /// A server is there no more for a while, or there again.
    pub(crate) fn set_available(&mut self, guild: Id, available: bool) {
        let Some(record) = self.guilds.get_mut(&guild) else {
            return;
        };
        if record.available == available {
            return;
        }
        if available {
            record.available = true;
            return self.announce_guild(guild);
        }
        let json = json!({"id": guild.to_string(), "unavailable": true});
        self.dispatch("GUILD_DELETE", Some(guild), intents::GUILDS, &json);
        if let Some(record) = self.guilds.get_mut(&guild) {
            record.available = false;
        }
    }

    /// Throws the bot out of a server.
    pub(crate) fn remove_bot(&mut self, guild: Id) {
        let bot = self.application.bot;
        let json = json!({"id": guild.to_string()});
        self.dispatch("GUILD_DELETE", Some(guild), intents::GUILDS, &json);
        if let Some(record) = self.guilds.get_mut(&guild) {
            record.members.remove(&bot);
            record.roles.retain(|_, role| role.managed_by != Some(bot));
        }
        self.commands.remove(&Some(guild));
    }
}
