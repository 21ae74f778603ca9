//! Builds a server with its roles, channels and members.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::guild::Guild;
use crate::{
    permissions::Permissions,
    shared::Shared,
    simulator::Simulator,
    world::{World, channel::ChannelKind, guild as record, snowflakes::Id},
};

/// What a new server will have; [`GuildBuilder::create`] makes it.
#[derive(Debug)]
pub struct GuildBuilder {
    shared: Arc<Shared>,
    name: String,
    owner: String,
    locale: String,
    everyone: Permissions,
    bot_permissions: Permissions,
    roles: Vec<(String, Permissions)>,
    channels: Vec<(String, ChannelKind)>,
    members: Vec<(String, Vec<String>)>,
    crowd: usize,
    file_limit: usize,
}

impl Simulator {
    /// Begins a server with this name.
    pub fn guild(&self, name: &str) -> GuildBuilder {
        GuildBuilder {
            shared: Arc::clone(&self.shared),
            name: name.to_owned(),
            owner: "owner".to_owned(),
            locale: "en-US".to_owned(),
            everyone: Permissions::DEFAULT_EVERYONE,
            bot_permissions: Permissions::DEFAULT_EVERYONE,
            roles: Vec::new(),
            channels: Vec::new(),
            members: Vec::new(),
            crowd: 0,
            file_limit: record::FILE_LIMIT,
        }
    }

    /// Puts the bot into a server, with a role of its own that has the permissions of the builder.
    pub fn install_bot(&self, guild: &Guild) {
        let now = self.shared.now();
        self.shared
            .change(|world| world.install_bot(guild.id(), now));
    }

    /// An outage takes a server away (`GUILD_DELETE` that says `unavailable`); its routes answer 503 meanwhile.
    pub fn begin_outage(&self, guild: &Guild) {
        self.shared
            .change(|world| world.set_available(guild.id(), false));
    }

    /// The server is back (`GUILD_CREATE`).
    pub fn end_outage(&self, guild: &Guild) {
        self.shared
            .change(|world| world.set_available(guild.id(), true));
    }

    /// Throws the bot out of a server.
    pub fn remove_bot(&self, guild: &Guild) {
        self.shared.change(|world| world.remove_bot(guild.id()));
    }
}

impl GuildBuilder {
    /// Who owns it; a user named `owner` when nobody is named.
    pub fn owner(mut self, name: &str) -> Self {
        name.clone_into(&mut self.owner);
        self
    }

    /// Its preferred locale.
    pub fn locale(mut self, locale: &str) -> Self {
        locale.clone_into(&mut self.locale);
        self
    }

    /// What everybody may do.
    pub fn everyone(mut self, permissions: Permissions) -> Self {
        self.everyone = permissions;
        self
    }

    /// What the bot's own role will be allowed.
    pub fn bot_permissions(mut self, permissions: Permissions) -> Self {
        self.bot_permissions = permissions;
        self
    }

    /// A role. Later ones stand above earlier ones.
    pub fn role(mut self, name: &str, permissions: Permissions) -> Self {
        self.roles.push((name.to_owned(), permissions));
        self
    }

    /// A text channel.
    pub fn channel(self, name: &str) -> Self {
        self.channel_of_kind(name, ChannelKind::Text)
    }

    /// An announcement channel.
    pub fn announcement_channel(self, name: &str) -> Self {
        self.channel_of_kind(name, ChannelKind::Announcement)
    }

    /// A category.
    pub fn category(self, name: &str) -> Self {
        self.channel_of_kind(name, ChannelKind::Category)
    }

    /// A channel of any kind.
    pub fn channel_of_kind(mut self, name: &str, kind: ChannelKind) -> Self {
        self.channels.push((name.to_owned(), kind));
        self
    }

    /// A member with these roles.
    pub fn member(mut self, name: &str, roles: &[&str]) -> Self {
        self.members.push((
            name.to_owned(),
            roles.iter().map(|&role| role.to_owned()).collect(),
        ));
        self
    }

    /// So many members more, who are counted and whom nobody meets.
    pub fn crowd(mut self, members: usize) -> Self {
        self.crowd = members;
        self
    }

    /// How many bytes a file in it may have; 10 MiB when nothing is said.
    pub fn file_limit(mut self, bytes: usize) -> Self {
        self.file_limit = bytes;
        self
    }

    /// Makes the server.
    pub fn create(self) -> Guild {
        let shared = Arc::clone(&self.shared);
        let now = shared.now();
        let id = shared.change(|world| self.build(world, now));
        Guild::new(shared, id)
    }

    fn build(self, world: &mut World, now: chrono::DateTime<chrono::Utc>) -> Id {
        let owner = world.ensure_user(&self.owner, now);
        let id = world.snowflakes.next(now);
        let everyone = record::Role {
            id,
            name: "@everyone".to_owned(),
            permissions: self.everyone,
            position: 0,
            managed_by: None,
            mentionable: false,
        };
        let guild = record::Guild {
            id,
            name: self.name,
            owner,
            roles: BTreeMap::from([(id, everyone)]),
            members: BTreeMap::new(),
            locale: self.locale,
            created: now,
            bot_permissions: self.bot_permissions,
            crowd: self.crowd,
            file_limit: self.file_limit,
            available: true,
            invites: BTreeMap::new(),
            vanity: None,
            held_uses: None,
        };
        world.guilds.insert(id, guild);
        let mut roles = BTreeMap::new();
        for (name, permissions) in self.roles {
            let role = world.add_role(id, &name, permissions, None, now);
            roles.insert(name, role);
        }
        for (name, kind) in self.channels {
            world.add_channel(id, kind, &name, now);
        }
        world.add_member(id, owner, BTreeSet::new(), false, now);
        for (name, carried) in self.members {
            let user = world.ensure_user(&name, now);
            let carried = carried
                .iter()
                .filter_map(|role| roles.get(role).copied())
                .collect();
            world.add_member(id, user, carried, false, now);
        }
        id
    }
}
