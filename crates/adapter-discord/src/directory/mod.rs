//! What is known of the guilds' channels, roles and permissions, kept up to date by the gateway.

mod change;
mod elsewhere;
mod facts;
#[cfg(test)]
pub(crate) mod fixture;
mod guild;
mod members;
mod overwrite;
mod permissions;
mod presence;
mod roles;
mod sorted;

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, PoisonError, RwLock, RwLockWriteGuard};

use async_trait::async_trait;
use kernel::{ChannelId, GuildId, PortFailure, Retry, RoleId, UserId};
use reminders_core::{ChannelAccess, ChannelDirectory, ChannelKind, Permission, Who};
use twilight_model::channel::ChannelType;
use twilight_model::guild::Permissions;
use twilight_model::id::Id;
use twilight_model::id::marker::UserMarker;

use self::guild::Guild;
use self::sorted::Keyed;
use crate::convert::FromTwilight as _;

pub use self::change::DirectoryChange;
pub use self::members::DiscordMembers;
pub(crate) use self::members::forget_changed;
pub use self::presence::ready_guilds;
pub(crate) use self::roles::RoleObstacle;

/// The guilds as the gateway shows them: owner, roles, channels, threads that are open, and the bot's own roles. Of each
/// only what decides who may do what is kept, a few kilobytes for a large guild. Members are not kept: whoever asks for
/// something brings their roles along.
pub struct GuildDirectory {
    bot: Id<UserMarker>,
    /// Those that are known and reachable. The lock is held for a look at the map or one event; readers work on a guild
    /// as it was when they asked.
    known: RwLock<HashMap<GuildId, Arc<Guild>>>,
    expected: RwLock<Expected>,
}

/// What is to be told of.
#[derive(Default)]
struct Expected {
    /// Whether a session has begun, which names every guild.
    named: bool,
    /// Guilds that have been named and not told of, or that are out of reach for now.
    guilds: HashSet<GuildId>,
}

impl GuildDirectory {
    /// An empty directory for the bot with this user id.
    pub fn new(bot: Id<UserMarker>) -> Self {
        Self {
            bot,
            known: RwLock::default(),
            expected: RwLock::default(),
        }
    }

    /// The guilds whose channels are known, in no order.
    pub fn guilds(&self) -> Vec<GuildId> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        known.keys().copied().collect()
    }

    /// The guild's channels and open threads; none when the guild is not known.
    pub fn channels(&self, guild: GuildId) -> Vec<ChannelId> {
        self.read(guild)
            .map(|it| it.channels.iter().map(Keyed::key).collect())
            .unwrap_or_default()
    }

    /// About how many bytes are kept of a guild.
    pub fn approximate_bytes(&self, guild: GuildId) -> usize {
        /// The map's entry, and as much again for what the map keeps free.
        const ENTRY: usize = 2 * size_of::<(GuildId, Arc<Guild>)>();
        self.read(guild).map_or(0, |it| ENTRY + it.bytes())
    }

    /// What the guild is called; none when it is not known.
    pub(crate) fn name(&self, guild: GuildId) -> Option<String> {
        Some(self.read(guild)?.name.to_string())
    }

    /// The bot's own user id.
    pub(crate) fn bot(&self) -> Id<UserMarker> {
        self.bot
    }

    /// Whether the guild's channels are known: from when the gateway has told of them until the bot leaves the guild.
    /// Not during an outage, nor at the beginning of a new session, when the gateway has named the guild and no more.
    pub(crate) fn knows(&self, guild: GuildId) -> bool {
        self.read(guild).is_some()
    }

    /// A directory that knows this guild alone, as it is at this moment; none when the guild is not known.
    pub(crate) fn alone(&self, guild: GuildId) -> Option<Self> {
        let known = HashMap::from([(guild, self.read(guild)?)]);
        Some(Self {
            bot: self.bot,
            known: RwLock::new(known),
            expected: RwLock::default(),
        })
    }

    /// Whether the guild may be one of the bot's of which nothing is known at the moment: it has been named and not told
    /// of, or is out of reach, or no session has begun yet.
    pub(crate) fn expects(&self, guild: GuildId) -> bool {
        let expected = self.expected.read().unwrap_or_else(PoisonError::into_inner);
        !expected.named || expected.guilds.contains(&guild)
    }

    /// What a member's roles give them in the whole guild; none when the guild is not known.
    pub(crate) fn given_to_member(
        &self,
        guild: GuildId,
        member: UserId,
        roles: &[RoleId],
    ) -> Option<Permissions> {
        Some(self.read(guild)?.everywhere(member, roles))
    }

    /// What `who` may do in the channel, and what kind of channel it is; none when the guild has no such channel.
    ///
    /// In a thread, `SEND_MESSAGES` says whether they may post there. A member who cannot see a channel has no
    /// permission in it at all; the bot has each that it was given, so that what it lacks can be named.
    pub(crate) fn permissions(
        &self,
        guild: GuildId,
        channel: ChannelId,
        who: &Who,
    ) -> Option<(ChannelType, Permissions)> {
        self.permissions_in(&*self.read(guild)?, channel, who)
    }

    /// What the bot's roles give it in the whole guild; none when the guild is not known.
    pub(crate) fn given_everywhere(&self, guild: GuildId) -> Option<Permissions> {
        let guild = self.read(guild)?;
        let given = guild.everywhere(UserId::from_twilight(self.bot).ok()?, &guild.own_roles);
        let all = given.contains(Permissions::ADMINISTRATOR);
        Some(if all { Permissions::all() } else { given })
    }

    fn permissions_in(
        &self,
        guild: &Guild,
        channel: ChannelId,
        who: &Who,
    ) -> Option<(ChannelType, Permissions)> {
        match who {
            Who::Bot => guild.given_to_bot(channel, UserId::from_twilight(self.bot).ok()?),
            Who::Member(user, roles) => guild.allowed_to_member(channel, *user, roles),
        }
    }

    fn read(&self, guild: GuildId) -> Option<Arc<Guild>> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        known.get(&guild).cloned()
    }

    fn expect(&self, change: impl FnOnce(&mut Expected)) {
        change(
            &mut self
                .expected
                .write()
                .unwrap_or_else(PoisonError::into_inner),
        );
    }

    fn write(&self) -> RwLockWriteGuard<'_, HashMap<GuildId, Arc<Guild>>> {
        self.known.write().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl ChannelDirectory for GuildDirectory {
    async fn access(
        &self,
        guild: GuildId,
        channel: ChannelId,
        who: &Who,
    ) -> Result<Option<ChannelAccess>, PortFailure> {
        // One look: a guild that goes away in between would seem to have lost the channel.
        let Some(known) = self.read(guild) else {
            let cause = "Discord has not told of this guild's channels yet";
            return Err(PortFailure::new("look up a channel", Retry::Later, cause));
        };
        Ok(self
            .permissions_in(&known, channel, who)
            .map(|(kind, permissions)| ChannelAccess {
                kind: kind_of(kind),
                granted: PERMISSIONS
                    .into_iter()
                    .filter(|(flag, _)| permissions.contains(*flag))
                    .map(|it| it.1)
                    .collect(),
            }))
    }
}

const PERMISSIONS: [(Permissions, Permission); 6] = [
    (Permissions::VIEW_CHANNEL, Permission::ViewChannel),
    (Permissions::SEND_MESSAGES, Permission::SendMessages),
    (Permissions::EMBED_LINKS, Permission::EmbedLinks),
    (
        Permissions::READ_MESSAGE_HISTORY,
        Permission::ReadMessageHistory,
    ),
    (Permissions::MANAGE_MESSAGES, Permission::ManageMessages),
    (Permissions::MENTION_EVERYONE, Permission::MentionEveryone),
];

fn kind_of(kind: ChannelType) -> ChannelKind {
    match kind {
        ChannelType::GuildText => ChannelKind::Text,
        ChannelType::GuildAnnouncement => ChannelKind::Announcement,
        ChannelType::PublicThread
        | ChannelType::PrivateThread
        | ChannelType::AnnouncementThread => ChannelKind::Thread,
        _ => ChannelKind::Other,
    }
}

#[cfg(test)]
mod tests {
    use twilight_model::guild::Permissions as P;

    use super::fixture::{
        BOT, EVERYONE, GUILD, Stage, channel, channel_id, directory, guild_id, member_overwrite,
        role, role_overwrite, text, thread,
    };
    use super::*;

    /// A guild of 200 channels with six different sets of overwrites, and of 50 roles; its members are not kept.
    fn large_guild() -> Stage {
        let sets: Vec<Vec<_>> = (0..6)
            .map(|set| {
                let roles = (0..8)
                    .map(|it| role_overwrite(200 + set + it, P::VIEW_CHANNEL, P::SEND_MESSAGES));
                let everyone = role_overwrite(EVERYONE, P::empty(), P::VIEW_CHANNEL);
                let bot = member_overwrite(BOT, P::VIEW_CHANNEL, P::empty());
                roles.chain([everyone, bot]).collect()
            })
            .collect();
        let channels = (0..200).zip(sets.iter().cycle());
        Stage {
            own_roles: vec![200, 201],
            roles: (200..250).map(|it| role(it, P::SEND_MESSAGES)).collect(),
            channels: channels.map(|(at, set)| text(1000 + at, set)).collect(),
            ..Stage::default()
        }
    }

    #[test]
    fn a_large_guild_takes_less_than_twenty_kilobytes() {
        let bytes = directory(&large_guild())
            .0
            .approximate_bytes(guild_id(GUILD));
        assert!((8_000..20_000).contains(&bytes), "{bytes}");
    }

    #[test]
    fn updates_do_not_make_a_guild_larger() {
        let stage = large_guild();
        let known = directory(&stage);
        let before = known.0.approximate_bytes(guild_id(GUILD));
        for json in &stage.channels {
            let mut elsewhere = json.clone();
            elsewhere["permission_overwrites"] = serde_json::json!([]);
            for json in [elsewhere, json.clone()] {
                let channel = fixture::read(json);
                let update = twilight_model::gateway::payload::incoming::ChannelUpdate(channel);
                known.after(&twilight_gateway::Event::ChannelUpdate(Box::new(update)));
            }
        }
        assert_eq!(known.0.approximate_bytes(guild_id(GUILD)), before);
    }

    #[test]
    fn nothing_is_kept_of_a_guild_that_is_not_known() {
        let known = directory(&Stage::default());
        assert_eq!(known.0.approximate_bytes(guild_id(GUILD + 1)), 0);
        assert_eq!(known.0.channels(guild_id(GUILD + 1)), []);
    }

    #[tokio::test]
    async fn names_the_kind_of_a_channel_and_what_reminders_need_there() {
        let stage = Stage {
            roles: vec![role(
                EVERYONE,
                P::VIEW_CHANNEL | P::SEND_MESSAGES_IN_THREADS,
            )],
            channels: vec![text(10, &[]), channel(11, 5, &[]), channel(12, 2, &[])],
            threads: vec![thread(20, 10)],
            ..Stage::default()
        };
        let known = directory(&stage);
        let access = async |id| {
            let found = known
                .0
                .access(guild_id(GUILD), channel_id(id), &Who::Bot)
                .await;
            found.unwrap().map(|it| (it.kind, it.granted))
        };
        let sees = vec![Permission::ViewChannel];
        assert_eq!(access(10).await, Some((ChannelKind::Text, sees.clone())));
        assert_eq!(
            access(11).await,
            Some((ChannelKind::Announcement, sees.clone()))
        );
        assert_eq!(access(12).await, Some((ChannelKind::Other, sees.clone())));
        let posts = vec![Permission::ViewChannel, Permission::SendMessages];
        assert_eq!(access(20).await, Some((ChannelKind::Thread, posts)));
        assert_eq!(access(13).await, None);
    }

    #[tokio::test]
    async fn says_to_ask_again_about_a_guild_that_is_not_known_yet() {
        let known = directory(&Stage::default());
        let asked = known
            .0
            .access(guild_id(GUILD + 1), channel_id(10), &Who::Bot);
        assert_eq!(asked.await.unwrap_err().retry(), Retry::Later);
    }
}
