//! Invites of a server, and who joins by one.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use super::{
    World,
    people::User,
    snowflakes::{Id, timestamp},
};
use crate::{gateway::intents, permissions::Permissions};

/// A server has no more invites than this.
pub(crate) const MOST_INVITES: usize = 1_000;

#[derive(Clone, Debug)]
pub(crate) struct Invite {
    pub(crate) code: String,
    pub(crate) channel: Id,
    pub(crate) inviter: Id,
    pub(crate) uses: u32,
    /// 0 for always.
    pub(crate) max_uses: u32,
    pub(crate) created: DateTime<Utc>,
    /// None for ever.
    pub(crate) lasts: Option<TimeDelta>,
}

/// The address of a server's own choice.
#[derive(Clone, Debug)]
pub(crate) struct Vanity {
    pub(crate) code: String,
    pub(crate) uses: u32,
}

/// By what somebody joins.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Way<'a> {
    Invite(&'a str),
    Vanity,
}

impl Invite {
    fn expires_at(&self) -> Option<DateTime<Utc>> {
        self.lasts.map(|it| self.created + it)
    }

    pub(crate) fn has_expired(&self, now: DateTime<Utc>) -> bool {
        self.expires_at().is_some_and(|it| it <= now)
    }

    /// As those see it who manage the server.
    pub(crate) fn json(&self, world: &World, guild: Id) -> Value {
        let whole = world.guilds.get(&guild).map(super::guild::Guild::json);
        let whole = whole.unwrap_or_default();
        let part = |field: &str| whole[field].clone();
        let channel = world.channels.get(&self.channel);
        let mut json = self.event_json(world, guild);
        json["type"] = json!(0);
        json["guild"] = json!({
            "id": part("id"), "name": part("name"), "features": part("features"), "icon": part("icon"),
            "splash": part("splash"), "banner": part("banner"), "description": part("description"),
            "verification_level": part("verification_level"), "vanity_url_code": part("vanity_url_code"),
            "nsfw_level": part("nsfw_level"), "nsfw": part("nsfw"),
            "premium_subscription_count": part("premium_subscription_count"),
        });
        json["channel"] = json!({
            "id": self.channel.to_string(), "name": channel.map(|it| it.name.as_str()),
            "type": channel.map(|it| it.kind as u64),
        });
        json
    }

    fn event_json(&self, world: &World, guild: Id) -> Value {
        let expires_at = self.expires_at().map(timestamp);
        json!({
            "code": self.code, "channel_id": self.channel.to_string(), "guild_id": guild.to_string(),
            "inviter": world.users.get(&self.inviter).map(User::json), "uses": self.uses, "max_uses": self.max_uses,
            "max_age": self.lasts.map_or(0, |it| it.num_seconds()), "temporary": false,
            "created_at": timestamp(self.created), "expires_at": expires_at,
        })
    }
}

impl World {
    /// A new invite, of which those bots hear who manage the server or the channel.
    pub(crate) fn add_invite(&mut self, guild: Id, invite: Invite) {
        let json = invite.event_json(self, guild);
        let channel = invite.channel;
        if let Some(record) = self.guilds.get_mut(&guild) {
            assert!(
                record.invites.len() < MOST_INVITES,
                "a server has at most {MOST_INVITES} invites"
            );
            record.invites.insert(invite.code.clone(), invite);
            self.tell_of_invite("INVITE_CREATE", guild, channel, &json);
        }
    }

    /// Takes an invite away; whether there was one.
    pub(crate) fn remove_invite(&mut self, guild: Id, code: &str) -> bool {
        let record = self.guilds.get_mut(&guild);
        let Some(invite) = record.and_then(|it| it.invites.remove(code)) else {
            return false;
        };
        let channel = invite.channel;
        let json = json!({
            "code": code, "channel_id": channel.to_string(), "guild_id": guild.to_string(),
        });
        self.tell_of_invite("INVITE_DELETE", guild, channel, &json);
        true
    }

    /// Counts a use. An invite that is used up goes.
    pub(crate) fn count_use(&mut self, guild: Id, way: Way<'_>) {
        let Some(record) = self.guilds.get_mut(&guild) else {
            return;
        };
        match way {
            Way::Vanity => {
                if let Some(vanity) = &mut record.vanity {
                    vanity.uses += 1;
                }
            }
            Way::Invite(code) => {
                let Some(invite) = record.invites.get_mut(code) else {
                    return;
                };
                invite.uses += 1;
                if invite.max_uses > 0 && invite.uses >= invite.max_uses {
                    self.remove_invite(guild, code);
                }
            }
        }
    }

    fn tell_of_invite(&mut self, event: &str, guild: Id, channel: Id, json: &Value) {
        let bot = self.application.bot;
        let manages = self
            .guild_permissions(guild, bot)
            .contains(Permissions::MANAGE_GUILD)
            || self
                .permissions(channel, bot)
                .contains(Permissions::MANAGE_CHANNELS);
        if manages {
            self.dispatch(event, Some(guild), intents::GUILD_INVITES, json);
        }
    }
}
