//! What is known of the guilds' channels, roles and permissions, kept up to date by the gateway.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use async_trait::async_trait;
use kernel::{ChannelId, GuildId, PortFailure, Retry};
use reminders_core::{ChannelAccess, ChannelDirectory, ChannelKind, Permission, Who};
use twilight_cache_inmemory::{DefaultInMemoryCache, ResourceType};
use twilight_gateway::Event;
use twilight_model::channel::ChannelType;
use twilight_model::channel::permission_overwrite::PermissionOverwrite;
use twilight_model::guild::Permissions;
use twilight_model::id::Id;
use twilight_model::id::marker::{ChannelMarker, GuildMarker, RoleMarker, UserMarker};
use twilight_util::permission_calculator::PermissionCalculator;

use crate::convert::ToTwilight as _;

/// The guilds as the gateway shows them: channels and roles from twilight's cache, and beside it the bot's own roles.
/// Members are not kept: whoever asks for something brings their roles along.
pub struct GuildDirectory {
    cache: DefaultInMemoryCache,
    bot: Id<UserMarker>,
    own_roles: RwLock<HashMap<Id<GuildMarker>, Vec<Id<RoleMarker>>>>,
}

impl GuildDirectory {
    /// An empty directory for the bot with this user id.
    pub fn new(bot: Id<UserMarker>) -> Self {
        let resources = ResourceType::GUILD | ResourceType::CHANNEL | ResourceType::ROLE;
        Self {
            cache: DefaultInMemoryCache::builder()
                .resource_types(resources)
                .build(),
            bot,
            own_roles: RwLock::new(HashMap::new()),
        }
    }

    /// The bot's own user id.
    pub(crate) fn bot(&self) -> Id<UserMarker> {
        self.bot
    }

    /// How many guilds are known and reachable.
    pub fn guilds(&self) -> usize {
        self.cache.stats().guilds()
    }

    /// Whether the guild's channels are known: from when the gateway has told of them until the bot leaves the guild.
    /// Not during an outage, nor at the beginning of a new session, when the gateway has named the guild and no more.
    pub(crate) fn knows(&self, guild: GuildId) -> bool {
        let known = self.cache.guild(guild.to_twilight());
        known.is_some_and(|it| it.unavailable() != Some(true))
    }

    /// Takes note of what an event says.
    pub(crate) fn update(&self, event: &Event) {
        match event {
            Event::GuildCreate(create) => {
                if let twilight_model::gateway::payload::incoming::GuildCreate::Available(guild) =
                    create.as_ref()
                {
                    let own = guild.members.iter().find(|it| it.user.id == self.bot);
                    self.set_own_roles(
                        guild.id,
                        own.map(|it| it.roles.clone()).unwrap_or_default(),
                    );
                }
            }
            Event::MemberUpdate(update) if update.user.id == self.bot => {
                self.set_own_roles(update.guild_id, update.roles.clone());
            }
            Event::GuildDelete(delete) if delete.unavailable != Some(true) => {
                self.own_roles
                    .write()
                    .unwrap_or_else(PoisonError::into_inner)
                    .remove(&delete.id);
            }
            _ => {}
        }
        self.cache.update(event);
    }

    /// What `who` may do in the channel, and what kind of channel it is; none when the guild has no such channel.
    pub(crate) fn permissions(
        &self,
        guild: GuildId,
        channel: ChannelId,
        who: &Who,
    ) -> Option<(ChannelType, Permissions)> {
        let guild: Id<GuildMarker> = guild.to_twilight();
        let channel: Id<ChannelMarker> = channel.to_twilight();
        let (kind, overwrites) = self.overwrites(guild, channel)?;
        let (user, roles) = match who {
            Who::Bot => (self.bot, self.own_roles(guild)),
            Who::Member(user, roles) => (
                user.to_twilight(),
                roles.iter().map(|it| it.to_twilight()).collect(),
            ),
        };
        let owner = self.cache.guild(guild)?.owner_id();
        let everyone = self
            .cache
            .role(guild.cast())
            .map_or(Permissions::empty(), |it| it.permissions);
        let roles: Vec<_> = roles
            .iter()
            .filter_map(|it| self.cache.role(*it).map(|role| (*it, role.permissions)))
            .collect();
        let calculator = PermissionCalculator::new(guild, user, everyone, &roles).owner_id(owner);
        Some((kind, calculator.in_channel(kind, &overwrites)))
    }

    /// The channel's kind and the overwrites that hold in it: a thread has its parent's.
    fn overwrites(
        &self,
        guild: Id<GuildMarker>,
        channel: Id<ChannelMarker>,
    ) -> Option<(ChannelType, Vec<PermissionOverwrite>)> {
        let found = self
            .cache
            .channel(channel)
            .filter(|it| it.guild_id == Some(guild))?;
        let kind = found.kind;
        let own = found.permission_overwrites.clone();
        let parent = found.parent_id.filter(|_| kind.is_thread());
        drop(found);
        let inherited = parent.and_then(|it| self.cache.channel(it)?.permission_overwrites.clone());
        Some((kind, inherited.or(own).unwrap_or_default()))
    }

    fn own_roles(&self, guild: Id<GuildMarker>) -> Vec<Id<RoleMarker>> {
        self.own_roles
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&guild)
            .cloned()
            .unwrap_or_default()
    }

    fn set_own_roles(&self, guild: Id<GuildMarker>, roles: Vec<Id<RoleMarker>>) {
        self.own_roles
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(guild, roles);
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
        if !self.knows(guild) {
            let cause = "Discord has not told of this guild's channels yet";
            return Err(PortFailure::new("look up a channel", Retry::Later, cause));
        }
        Ok(self
            .permissions(guild, channel, who)
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
