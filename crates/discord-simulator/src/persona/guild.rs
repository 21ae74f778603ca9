//! A server in the hands of a test: its people and channels, and what its staff would change.

use std::{collections::BTreeSet, sync::Arc};

use super::{channel::Channel, user::User};
use crate::{
    permissions::Permissions,
    shared::Shared,
    world::{
        World,
        channel::{ChannelKind, ChannelRecord, Overwrite, OverwriteFor},
        snowflakes::Id,
    },
};

/// A role of a server.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Role {
    /// Its id.
    pub id: Id,
}

/// Whom a channel's permissions are changed for.
#[derive(Clone, Copy, Debug)]
pub enum Target<'a> {
    /// Everybody.
    Everyone,
    /// The carriers of a role.
    Role(Role),
    /// One member.
    Member(&'a User),
    /// The bot.
    Bot,
}

/// A server.
#[derive(Clone, Debug)]
pub struct Guild {
    pub(super) shared: Arc<Shared>,
    id: Id,
}

impl Guild {
    pub(crate) fn new(shared: Arc<Shared>, id: Id) -> Self {
        Self { shared, id }
    }

    /// Its id.
    pub fn id(&self) -> Id {
        self.id
    }

    /// Its channel of that name.
    ///
    /// # Panics
    /// When there is none; a test that asks for it is wrong.
    pub fn channel(&self, name: &str) -> Channel {
        let found = self.shared.look(|world| {
            let (channels, threads) = world.channels_of(self.id);
            let mut all = channels.into_iter().chain(threads);
            all.find(|it| it.name == name).map(|it| it.id)
        });
        Channel::new(
            Arc::clone(&self.shared),
            found.unwrap_or_else(|| panic!("the server has no channel {name}")),
        )
    }

    /// All its channels, categories among them; not its threads.
    pub fn channels(&self) -> Vec<Channel> {
        let ids: Vec<Id> = self.shared.look(|world| {
            let channels = world.channels_of(self.id).0.into_iter();
            channels.map(|it| it.id).collect()
        });
        let channel = |id| Channel::new(Arc::clone(&self.shared), id);
        ids.into_iter().map(channel).collect()
    }

    /// Its member of that name.
    ///
    /// # Panics
    /// When there is none; a test that asks for it is wrong.
    pub fn member(&self, name: &str) -> User {
        let found = self
            .shared
            .look(|world| world.user_named(name).map(|user| user.id));
        User::new(
            Arc::clone(&self.shared),
            found.unwrap_or_else(|| panic!("there is no user {name}")),
        )
    }

    /// Its owner.
    pub fn owner(&self) -> User {
        let owner = self
            .shared
            .look(|world| world.guilds.get(&self.id).map_or(0, |guild| guild.owner));
        User::new(Arc::clone(&self.shared), owner)
    }

    /// Its role of that name.
    ///
    /// # Panics
    /// When there is none; a test that asks for it is wrong.
    pub fn role(&self, name: &str) -> Role {
        let found = self.shared.look(|world| {
            world
                .guilds
                .get(&self.id)?
                .roles
                .values()
                .find(|role| role.name == name)
                .map(|role| role.id)
        });
        Role {
            id: found.unwrap_or_else(|| panic!("the server has no role {name}")),
        }
    }

    /// Adds a channel.
    pub fn add_channel(&self, name: &str, kind: ChannelKind) -> Channel {
        let id = self.change(|world, now| world.add_channel(self.id, kind, name, now));
        Channel::new(Arc::clone(&self.shared), id)
    }

    /// Adds a text channel to a category.
    pub fn add_channel_in(&self, category: &Channel, name: &str) -> Channel {
        let id = self.change(|world, now| {
            let record = ChannelRecord {
                parent: Some(category.id()),
                ..ChannelRecord::new(
                    world.snowflakes.next(now),
                    Some(self.id),
                    ChannelKind::Text,
                    name,
                    now,
                )
            };
            world.insert_channel(record)
        });
        Channel::new(Arc::clone(&self.shared), id)
    }

    /// A member opens a thread in a channel.
    pub fn add_thread(&self, parent: &Channel, name: &str, opener: &User) -> Channel {
        let id = self.change(|world, now| {
            let kind = match world.channels.get(&parent.id()).map(|it| it.kind) {
                Some(ChannelKind::Announcement) => ChannelKind::AnnouncementThread,
                _ => ChannelKind::PublicThread,
            };
            let record = ChannelRecord {
                parent: Some(parent.id()),
                owner: Some(opener.id()),
                ..ChannelRecord::new(world.snowflakes.next(now), Some(self.id), kind, name, now)
            };
            world.insert_channel(record)
        });
        Channel::new(Arc::clone(&self.shared), id)
    }

    /// Renames the server.
    pub fn rename(&self, name: &str) {
        self.change(|world, _| {
            if let Some(guild) = world.guilds.get_mut(&self.id) {
                name.clone_into(&mut guild.name);
            }
            world.guild_changed(self.id);
        });
    }

    /// Adds a role.
    pub fn add_role(&self, name: &str, permissions: Permissions) -> Role {
        Role {
            id: self.change(|world, now| world.add_role(self.id, name, permissions, None, now)),
        }
    }

    /// Changes what a role may do.
    pub fn set_permissions(&self, role: Role, permissions: Permissions) {
        self.change(|world, _| {
            if let Some(role) = world
                .guilds
                .get_mut(&self.id)
                .and_then(|it| it.roles.get_mut(&role.id))
            {
                role.permissions = permissions;
            }
            world.role_changed(self.id, role.id);
        });
    }

    /// Changes how many bytes a file may have, as when a server loses its boosts.
    pub fn takes_files_up_to(&self, bytes: usize) {
        self.shared.change(|world| {
            if let Some(guild) = world.guilds.get_mut(&self.id) {
                guild.file_limit = bytes;
            }
        });
    }

    /// Changes what the bot's own role may do.
    pub fn set_bot_permissions(&self, permissions: Permissions) {
        let role = self.shared.look(|world| {
            let bot = world.application.bot;
            world
                .guilds
                .get(&self.id)?
                .roles
                .values()
                .find(|it| it.managed_by == Some(bot))
                .map(|it| it.id)
        });
        if let Some(id) = role {
            self.set_permissions(Role { id }, permissions);
        }
    }

    /// Gives the bot exactly these roles beside its own.
    pub fn set_bot_roles(&self, roles: &[Role]) {
        self.change(|world, _| {
            let bot = world.application.bot;
            let Some(guild) = world.guilds.get_mut(&self.id) else {
                return;
            };
            let own = guild.roles.values().filter(|it| it.managed_by == Some(bot));
            let own = own.map(|it| it.id);
            let all = own.chain(roles.iter().map(|it| it.id)).collect();
            if let Some(member) = guild.members.get_mut(&bot) {
                member.roles = all;
            }
            world.member_changed(self.id, bot);
        });
    }

    /// Renames a role.
    pub fn rename_role(&self, role: Role, name: &str) {
        self.change(|world, _| {
            let guild = world.guilds.get_mut(&self.id);
            if let Some(role) = guild.and_then(|it| it.roles.get_mut(&role.id)) {
                name.clone_into(&mut role.name);
            }
            world.role_changed(self.id, role.id);
        });
    }

    /// Deletes a role.
    pub fn delete_role(&self, role: Role) {
        self.change(|world, _| world.remove_role(self.id, role.id));
    }

    /// A user joins.
    pub fn joins(&self, name: &str, roles: &[Role]) -> User {
        self.takes_in(name, roles, false)
    }

    /// A user joins, and has yet to answer the server's membership screening.
    pub fn joins_pending(&self, name: &str) -> User {
        self.takes_in(name, &[], true)
    }

    fn takes_in(&self, name: &str, roles: &[Role], pending: bool) -> User {
        let id = self.change(|world, now| {
            let user = world.ensure_user(name, now);
            let roles = roles.iter().map(|role| role.id).collect();
            world.add_member(self.id, user, roles, pending, now);
            user
        });
        User::new(Arc::clone(&self.shared), id)
    }

    /// A member answers the membership screening.
    pub fn passes_screening(&self, user: &User) {
        self.change(|world, _| {
            let guild = world.guilds.get_mut(&self.id);
            if let Some(member) = guild.and_then(|it| it.members.get_mut(&user.id())) {
                member.pending = false;
            }
            world.member_changed(self.id, user.id());
        });
    }

    /// Whether a member has yet to answer the membership screening. A role lets them past it unanswered.
    pub fn is_pending(&self, user: &User) -> bool {
        self.shared.look(|world| {
            let guild = world.guilds.get(&self.id);
            guild
                .and_then(|it| it.members.get(&user.id()))
                .is_some_and(|it| it.pending)
        })
    }

    /// A member leaves.
    pub fn leaves(&self, user: &User) {
        self.change(|world, _| world.remove_member(self.id, user.id()));
    }

    /// Gives a member exactly these roles.
    pub fn set_roles(&self, user: &User, roles: &[Role]) {
        let roles: BTreeSet<Id> = roles.iter().map(|role| role.id).collect();
        self.change(|world, _| {
            if let Some(member) = world
                .guilds
                .get_mut(&self.id)
                .and_then(|it| it.members.get_mut(&user.id()))
            {
                member.pending &= roles.is_empty();
                member.roles = roles;
            }
            world.member_changed(self.id, user.id());
        });
    }

    /// The names of the roles that a member carries.
    pub fn roles_of(&self, user: &User) -> Vec<String> {
        self.shared.look(|world| {
            let guild = world.guilds.get(&self.id);
            let roles = guild
                .and_then(|it| it.members.get(&user.id()))
                .map(|member| &member.roles);
            roles
                .into_iter()
                .flatten()
                .filter_map(|id| Some(guild?.roles.get(id)?.name.clone()))
                .collect()
        })
    }

    /// Changes what somebody may do in one channel.
    pub fn overwrite(
        &self,
        channel: &Channel,
        whom: Target<'_>,
        allow: Permissions,
        deny: Permissions,
    ) {
        self.change(|world, _| {
            let whom = match whom {
                Target::Everyone => OverwriteFor::Role(self.id),
                Target::Role(role) => OverwriteFor::Role(role.id),
                Target::Member(user) => OverwriteFor::Member(user.id()),
                Target::Bot => OverwriteFor::Member(world.application.bot),
            };
            world.overwrite(channel.id(), Overwrite { whom, allow, deny });
        });
    }

    /// Deletes a channel with all that is in it.
    pub fn delete_channel(&self, channel: &Channel) {
        self.change(|world, _| world.remove_channel(channel.id()));
    }

    /// Renames a channel.
    pub fn rename_channel(&self, channel: &Channel, name: &str) {
        self.change(|world, _| {
            if let Some(record) = world.channels.get_mut(&channel.id()) {
                name.clone_into(&mut record.name);
            }
            world.channel_changed(channel.id());
        });
    }

    pub(super) fn change<T>(
        &self,
        change: impl FnOnce(&mut World, chrono::DateTime<chrono::Utc>) -> T,
    ) -> T {
        let now = self.shared.now();
        self.shared.change(|world| change(world, now))
    }
}
