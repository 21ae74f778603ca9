//! How the directory follows the gateway's events, and what it makes known of it.

use std::sync::Arc;

use kernel::{ChannelId, GuildId};
use twilight_gateway::Event;
use twilight_model::channel::Channel as FullChannel;
use twilight_model::gateway::payload::incoming::ThreadListSync;
use twilight_model::id::Id;
use twilight_model::id::marker::{ChannelMarker, GuildMarker, RoleMarker, UserMarker};

use super::GuildDirectory;
use super::guild::{Guild, Told};
use crate::convert::FromTwilight as _;

/// What an event changed that a feature may want to act on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DirectoryChange {
    /// The guild's channels are known (again): the bot has joined it, a session has begun, or an outage is over. Anything
    /// about it may have changed.
    GuildAvailable(GuildId),
    /// The bot is no longer in the guild.
    GuildLeft(GuildId),
    /// A channel or thread was deleted; a thread that is archived was not.
    ChannelGone {
        /// Its guild.
        guild: GuildId,
        /// The channel.
        channel: ChannelId,
    },
    /// Somebody, perhaps the bot, may now do more or less in some channel of the guild.
    AccessMayHaveChanged(GuildId),
}

impl GuildDirectory {
    /// Takes note of what an event says, and tells what it changed.
    pub fn apply(&self, event: &Event) -> Vec<DirectoryChange> {
        match event {
            Event::Ready(ready) => self.begin_session(ready),
            Event::GuildCreate(create) => self.guild_created(create),
            Event::GuildDelete(delete) => self.guild_deleted(delete),
            Event::GuildUpdate(it) => self.alter(it.id, |guild| {
                guild.set_name(&it.name);
                guild.set_vanity(it.vanity_url_code.as_deref());
                guild.set_owner(it.owner_id)
            }),
            Event::ChannelCreate(it) => self.channel_created(it),
            Event::ChannelUpdate(it) => self.channel_updated(it),
            Event::ChannelDelete(it) => self.channel_deleted(it.guild_id, it.id),
            Event::ThreadCreate(it) => self.channel_created(it),
            Event::ThreadUpdate(it) => self.thread_updated(it),
            Event::ThreadDelete(it) => self.channel_deleted(Some(it.guild_id), it.id),
            Event::ThreadListSync(it) => self.threads_listed(it),
            Event::RoleCreate(it) => self.alter(it.guild_id, |guild| guild.put_role(&it.role)),
            Event::RoleUpdate(it) => self.alter(it.guild_id, |guild| guild.put_role(&it.role)),
            Event::RoleDelete(it) => self.alter(it.guild_id, |guild| guild.remove_role(it.role_id)),
            Event::MemberAdd(it) => self.member_told(it.guild_id, it.user.id, &it.roles),
            Event::MemberUpdate(it) => self.member_told(it.guild_id, it.user.id, &it.roles),
            _ => Vec::new(),
        }
    }

    /// A channel that is new leaves everybody's access to the others as it was.
    fn channel_created(&self, channel: &FullChannel) -> Vec<DirectoryChange> {
        self.put(channel, |told| told == Told::Altered)
    }

    fn channel_updated(&self, channel: &FullChannel) -> Vec<DirectoryChange> {
        self.put(channel, |told| told != Told::Same)
    }

    /// An archived thread is forgotten until it is opened again, as the list of a new session leaves it out, too.
    fn thread_updated(&self, thread: &FullChannel) -> Vec<DirectoryChange> {
        let archived = thread
            .thread_metadata
            .as_ref()
            .is_some_and(|it| it.archived);
        if archived {
            self.thread_archived(thread);
            Vec::new()
        } else {
            self.channel_updated(thread)
        }
    }

    fn thread_archived(&self, thread: &FullChannel) {
        if let (Some(guild), Ok(thread)) = (thread.guild_id, ChannelId::from_twilight(thread.id)) {
            self.change(guild, |_, guild| guild.remove_channel(thread));
        }
    }

    fn channel_deleted(
        &self,
        guild: Option<Id<GuildMarker>>,
        channel: Id<ChannelMarker>,
    ) -> Vec<DirectoryChange> {
        let (Some(guild), Ok(channel)) = (guild, ChannelId::from_twilight(channel)) else {
            return Vec::new();
        };
        let gone = self.change(guild, |id, guild| (id, guild.remove_channel(channel)));
        let Some((guild, mut gone)) = gone else {
            return Vec::new();
        };
        // A thread that was archived long ago can be deleted as well.
        if !gone.contains(&channel) {
            gone.push(channel);
        }
        gone.into_iter()
            .map(|channel| DirectoryChange::ChannelGone { guild, channel })
            .collect()
    }

    fn threads_listed(&self, list: &ThreadListSync) -> Vec<DirectoryChange> {
        let parents: Vec<_> = list
            .channel_ids
            .iter()
            .filter_map(|it| ChannelId::from_twilight(*it).ok())
            .collect();
        self.alter(list.guild_id, |guild| {
            guild.sync_threads(&parents, &list.threads)
        })
    }

    fn member_told(
        &self,
        guild: Id<GuildMarker>,
        member: Id<UserMarker>,
        roles: &[Id<RoleMarker>],
    ) -> Vec<DirectoryChange> {
        if member != self.bot() {
            return Vec::new();
        }
        self.alter(guild, |guild| guild.set_own_roles(roles))
    }

    fn put(
        &self,
        channel: &FullChannel,
        matters: impl FnOnce(Told) -> bool,
    ) -> Vec<DirectoryChange> {
        let Some(guild) = channel.guild_id else {
            return Vec::new();
        };
        self.alter(guild, |guild| matters(guild.put_channel(channel)))
    }

    /// Changes a guild in a way that may change access in it, or not.
    fn alter(
        &self,
        guild: Id<GuildMarker>,
        how: impl FnOnce(&mut Guild) -> bool,
    ) -> Vec<DirectoryChange> {
        let changed = self.change(guild, |id, guild| how(guild).then_some(id));
        let changed = changed.flatten().map(DirectoryChange::AccessMayHaveChanged);
        changed.into_iter().collect()
    }

    /// Changes a guild, if it is known. Whoever reads it at the moment keeps what it was.
    fn change<T>(
        &self,
        guild: Id<GuildMarker>,
        how: impl FnOnce(GuildId, &mut Guild) -> T,
    ) -> Option<T> {
        let id = GuildId::from_twilight(guild).ok()?;
        self.write()
            .get_mut(&id)
            .map(|guild| how(id, Arc::make_mut(guild)))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use twilight_model::guild::Permissions as P;

    use super::super::fixture::{
        BOT, EVERYONE, GUILD, Known, OWNER, Stage, archived, channel, channel_id, directory, event,
        guild_id, member, role, role_overwrite, text, thread,
    };
    use super::*;

    const ROLE: u64 = 51;

    /// A guild with two channels, 10 and 11, and two threads in each.
    fn town() -> Known {
        directory(&Stage {
            roles: vec![
                role(EVERYONE, P::VIEW_CHANNEL),
                role(ROLE, P::SEND_MESSAGES),
            ],
            channels: vec![text(10, &[]), text(11, &[])],
            threads: vec![thread(20, 10), thread(21, 10), thread(22, 11)],
            ..Stage::default()
        })
    }

    fn access() -> Vec<DirectoryChange> {
        vec![DirectoryChange::AccessMayHaveChanged(guild_id(GUILD))]
    }

    fn gone(channels: &[u64]) -> Vec<DirectoryChange> {
        let gone = channels.iter().map(|it| DirectoryChange::ChannelGone {
            guild: guild_id(GUILD),
            channel: channel_id(*it),
        });
        gone.collect()
    }

    fn of_guild(mut data: Value) -> Value {
        data["guild_id"] = json!(GUILD.to_string());
        data
    }

    #[test]
    fn a_new_channel_is_known_and_changes_nothing_for_the_others() {
        let town = town();
        assert_eq!(town.after(&event("CHANNEL_CREATE", text(12, &[]))), []);
        assert_eq!(town.channels(), [10, 11, 12, 20, 21, 22]);
        assert_eq!(town.bot(12), P::VIEW_CHANNEL);
    }

    #[test]
    fn other_overwrites_or_another_kind_change_access_and_another_name_does_not() {
        let town = town();
        let allow = [role_overwrite(EVERYONE, P::EMBED_LINKS, P::empty())];
        let mut update = text(10, &allow);
        assert_eq!(
            town.after(&event("CHANNEL_UPDATE", update.clone())),
            access()
        );
        assert_eq!(town.bot(10), P::VIEW_CHANNEL | P::EMBED_LINKS);
        assert_eq!(town.bot(20), P::VIEW_CHANNEL | P::EMBED_LINKS);
        assert_eq!(town.bot(11), P::VIEW_CHANNEL);
        update["name"] = json!("another");
        assert_eq!(town.after(&event("CHANNEL_UPDATE", update)), []);
        let announcements = event("CHANNEL_UPDATE", channel(10, 5, &allow));
        assert_eq!(town.after(&announcements), access());
    }

    #[test]
    fn the_order_of_overwrites_means_nothing() {
        let town = town();
        let one = role_overwrite(EVERYONE, P::EMBED_LINKS, P::empty());
        let other = role_overwrite(ROLE, P::EMBED_LINKS, P::empty());
        let there = event("CHANNEL_UPDATE", text(10, &[one.clone(), other.clone()]));
        let back = event("CHANNEL_UPDATE", text(10, &[other, one]));
        assert_eq!(town.after(&there), access());
        assert_eq!(town.after(&back), []);
    }

    #[test]
    fn a_channel_that_is_deleted_takes_its_threads_along() {
        let town = town();
        let deleted = event("CHANNEL_DELETE", text(10, &[]));
        assert_eq!(town.after(&deleted), gone(&[10, 20, 21]));
        assert_eq!(town.channels(), [11, 22]);
    }

    #[test]
    fn a_thread_comes_and_goes() {
        let town = town();
        assert_eq!(town.after(&event("THREAD_CREATE", thread(23, 11))), []);
        assert_eq!(town.bot(23), P::VIEW_CHANNEL);
        let data = json!({ "id": "23", "parent_id": "11", "type": 11 });
        let deleted = event("THREAD_DELETE", of_guild(data));
        assert_eq!(town.after(&deleted), gone(&[23]));
        assert_eq!(town.channels(), [10, 11, 20, 21, 22]);
        // As does one that was archived before.
        assert_eq!(town.after(&deleted), gone(&[23]));
    }

    #[test]
    fn an_archived_thread_leaves_without_being_gone_and_returns() {
        let town = town();
        let shut = event("THREAD_UPDATE", archived(thread(20, 10)));
        assert_eq!(town.after(&shut), []);
        assert_eq!(town.access(20), None);
        let open = event("THREAD_UPDATE", thread(20, 10));
        assert_eq!(town.after(&open), access());
        assert_eq!(town.after(&open), []);
        assert_eq!(town.bot(20), P::VIEW_CHANNEL);
    }

    #[test]
    fn a_list_of_threads_replaces_those_of_its_channels() {
        let town = town();
        let data = json!({ "channel_ids": ["10"], "members": [], "threads": [thread(20, 10), thread(24, 10)] });
        let listed = event("THREAD_LIST_SYNC", of_guild(data));
        assert_eq!(town.after(&listed), access());
        assert_eq!(town.channels(), [10, 11, 20, 22, 24]);
        assert_eq!(town.after(&listed), []);
    }

    #[test]
    fn a_list_of_threads_of_no_channel_is_that_of_the_whole_guild() {
        let town = town();
        let data = json!({ "members": [], "threads": [thread(22, 11)] });
        assert_eq!(
            town.after(&event("THREAD_LIST_SYNC", of_guild(data))),
            access()
        );
        assert_eq!(town.channels(), [10, 11, 22]);
    }

    #[test]
    fn roles_change_access_when_they_come_allow_other_things_or_go() {
        let town = town();
        let told = |name, data| town.after(&event(name, of_guild(data)));
        let created = json!({ "role": role(52, P::EMBED_LINKS) });
        assert_eq!(told("GUILD_ROLE_CREATE", created.clone()), access());
        assert_eq!(town.member(10, 900, &[52]), P::VIEW_CHANNEL);
        assert_eq!(told("GUILD_ROLE_UPDATE", created), []);
        let updated = json!({ "role": role(52, P::SEND_MESSAGES | P::EMBED_LINKS) });
        assert_eq!(told("GUILD_ROLE_UPDATE", updated), access());
        let all = P::VIEW_CHANNEL | P::SEND_MESSAGES | P::EMBED_LINKS;
        assert_eq!(town.member(10, 900, &[52]), all);
        assert_eq!(
            told("GUILD_ROLE_DELETE", json!({ "role_id": "52" })),
            access()
        );
        assert_eq!(town.member(10, 900, &[52]), P::VIEW_CHANNEL);
        assert_eq!(told("GUILD_ROLE_DELETE", json!({ "role_id": "52" })), []);
    }

    #[test]
    fn the_bots_own_roles_change_access_and_those_of_others_do_not() {
        let town = town();
        let told =
            |name, who, roles: &[u64]| town.after(&event(name, of_guild(member(who, roles))));
        assert_eq!(told("GUILD_MEMBER_UPDATE", 5, &[ROLE]), []);
        assert_eq!(town.bot(10), P::VIEW_CHANNEL);
        assert_eq!(told("GUILD_MEMBER_UPDATE", BOT, &[ROLE]), access());
        assert_eq!(town.bot(10), P::VIEW_CHANNEL | P::SEND_MESSAGES);
        assert_eq!(told("GUILD_MEMBER_UPDATE", BOT, &[ROLE]), []);
        assert_eq!(told("GUILD_MEMBER_ADD", BOT, &[]), access());
        assert_eq!(town.bot(10), P::VIEW_CHANNEL);
    }

    #[test]
    fn another_owner_changes_access_and_another_name_of_the_guild_does_not() {
        let town = town();
        let mut guild = Stage::default().json();
        assert_eq!(town.after(&event("GUILD_UPDATE", guild.clone())), []);
        guild["owner_id"] = json!("900");
        assert_eq!(town.after(&event("GUILD_UPDATE", guild)), access());
        assert_eq!(town.member(10, 900, &[]), P::all());
        assert_eq!(town.member(10, OWNER, &[]), P::VIEW_CHANNEL);
    }

    #[test]
    fn what_concerns_a_guild_that_is_not_known_is_not_kept() {
        let town = town();
        let mut elsewhere = text(30, &[]);
        elsewhere["guild_id"] = json!("101");
        assert_eq!(town.after(&event("CHANNEL_UPDATE", elsewhere.clone())), []);
        assert_eq!(town.after(&event("CHANNEL_DELETE", elsewhere)), []);
        assert_eq!(town.0.guilds(), [guild_id(GUILD)]);
    }
}
