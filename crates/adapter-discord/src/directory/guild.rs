//! What is kept of one guild: what decides who may do what in its channels, what reports call it, and no more.

use std::collections::HashSet;
use std::sync::Arc;

use kernel::{ChannelId, InvalidId, RoleId, UserId};
use twilight_model::channel::{Channel as FullChannel, ChannelType};
use twilight_model::guild::{Guild as FullGuild, Permissions, Role as FullRole};
use twilight_model::id::Id;
use twilight_model::id::marker::{RoleMarker, UserMarker};

use super::overwrite::{self, Overwrites};
use super::sorted::{Keyed, Sorted};
use crate::convert::{self, FromTwilight as _};

/// A guild's channels and roles.
#[derive(Debug, Clone)]
pub(super) struct Guild {
    pub(super) name: Box<str>,
    /// As of when the gateway last told of it: members who come and go are not followed.
    pub(super) member_count: Option<u64>,
    pub(super) owner: UserId,
    /// Whether it has an address of its own choice.
    pub(super) has_vanity: bool,
    pub(super) everyone: RoleId,
    pub(super) own_roles: Box<[RoleId]>,
    pub(super) roles: Sorted<Role>,
    pub(super) channels: Sorted<Channel>,
}

/// A role, where it stands, and what it allows everywhere.
#[derive(Debug, Clone, Copy)]
pub(super) struct Role {
    pub(super) id: RoleId,
    pub(super) permissions: Permissions,
    /// The higher, the mightier.
    pub(super) position: i32,
    /// A bot's or a subscription's own, which nobody can give.
    pub(super) managed: bool,
}

/// A channel or thread.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Channel {
    id: ChannelId,
    pub(super) kind: ChannelType,
    pub(super) place: Place,
}

/// Where a channel's permissions come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    /// Its own overwrites. A category's are copied to its channels by Discord, so categories do not matter.
    Channel(Overwrites),
    /// Those of the channel that it is a thread of.
    Thread { parent: ChannelId },
}

/// What became of a channel that was told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Told {
    /// It was not known before.
    New,
    /// Its kind or its permissions are not what they were.
    Altered,
    /// Nothing that matters here.
    Same,
}

impl Guild {
    /// What matters of a guild that the gateway tells of.
    pub(super) fn read(guild: &FullGuild, bot: Id<UserMarker>) -> Result<Self, InvalidId> {
        let own = guild.members.iter().find(|it| it.user.id == bot);
        let mut known = HashSet::new();
        let channels = guild.channels.iter().chain(&guild.threads);
        let channels = channels
            .filter_map(Channel::read)
            .map(|it| it.sharing(&mut known));
        Ok(Self {
            name: guild.name.as_str().into(),
            member_count: guild.member_count,
            owner: UserId::from_twilight(guild.owner_id)?,
            has_vanity: guild.vanity_url_code.is_some(),
            everyone: RoleId::from_twilight(guild.id.cast())?,
            own_roles: own.map(|it| roles(&it.roles)).unwrap_or_default(),
            roles: guild.roles.iter().filter_map(Role::read).collect(),
            channels: channels.collect(),
        })
    }

    /// Notes what the guild is called, which changes nothing for anybody.
    pub(super) fn set_name(&mut self, name: &str) {
        self.name = name.into();
    }

    /// Notes whether the guild has an address of its own choice, which changes nothing for anybody.
    pub(super) fn set_vanity(&mut self, code: Option<&str>) {
        self.has_vanity = code.is_some();
    }

    /// Notes who owns the guild; whether that is news.
    pub(super) fn set_owner(&mut self, owner: Id<UserMarker>) -> bool {
        let Ok(owner) = UserId::from_twilight(owner) else {
            return false;
        };
        std::mem::replace(&mut self.owner, owner) != owner
    }

    /// Notes which roles the bot has; whether that is news.
    pub(super) fn set_own_roles(&mut self, own: &[Id<RoleMarker>]) -> bool {
        let own = roles(own);
        let news = self.own_roles != own;
        self.own_roles = own;
        news
    }

    /// Notes a role; whether it, or what it allows, is news.
    pub(super) fn put_role(&mut self, role: &FullRole) -> bool {
        let Some(role) = Role::read(role) else {
            return false;
        };
        self.roles
            .put(role)
            .is_none_or(|it| it.permissions != role.permissions)
    }

    /// Forgets a role; whether there was one.
    pub(super) fn remove_role(&mut self, role: Id<RoleMarker>) -> bool {
        RoleId::from_twilight(role).is_ok_and(|it| self.roles.remove(it).is_some())
    }

    /// Notes a channel or thread.
    pub(super) fn put_channel(&mut self, channel: &FullChannel) -> Told {
        let Some(channel) = Channel::read(channel) else {
            return Told::Same;
        };
        let channel = channel.sharing_with(&self.channels);
        let copy = channel.clone();
        match self.channels.put(channel) {
            None => Told::New,
            Some(it) if it == copy => Told::Same,
            Some(_) => Told::Altered,
        }
    }

    /// Forgets a channel and its threads, and says which there were.
    pub(super) fn remove_channel(&mut self, channel: ChannelId) -> Vec<ChannelId> {
        self.channels
            .keep(|it| it.id != channel && !it.is_thread_of(|parent| parent == channel))
    }

    /// Takes `threads` for all there are in these channels, or in all channels if none is named; whether that is news.
    pub(super) fn sync_threads(&mut self, parents: &[ChannelId], threads: &[FullChannel]) -> bool {
        let among = |parent| parents.is_empty() || parents.contains(&parent);
        let active: HashSet<_> = threads.iter().map(|it| it.id.get()).collect();
        let gone = self
            .channels
            .keep(|it| !it.is_thread_of(among) || active.contains(&it.id.get()));
        let mut news = !gone.is_empty();
        for thread in threads {
            news |= self.put_channel(thread) != Told::Same;
        }
        news
    }

    /// About how many bytes it takes.
    pub(super) fn bytes(&self) -> usize {
        /// What an allocator adds to a piece of memory, and two counts of an `Arc`.
        const PIECE: usize = 16;
        const COUNTS: usize = 16;
        let sets: HashSet<_> = self
            .channels
            .iter()
            .filter_map(|it| match &it.place {
                Place::Channel(set) => Some((set.as_ptr(), size_of_val(&**set))),
                Place::Thread { .. } => None,
            })
            .collect();
        let sets: usize = sets.iter().map(|it| PIECE + COUNTS + it.1).sum();
        let own = size_of_val(&*self.own_roles);
        let lists = 4 * PIECE
            + self.name.len()
            + own
            + self.roles.heap_bytes()
            + self.channels.heap_bytes();
        PIECE + COUNTS + size_of::<Self>() + lists + sets
    }
}

impl Role {
    fn read(role: &FullRole) -> Option<Self> {
        Some(Self {
            id: RoleId::from_twilight(role.id).ok()?,
            permissions: role.permissions,
            position: i32::try_from(role.position).unwrap_or(i32::MAX),
            managed: role.managed,
        })
    }
}

impl Channel {
    fn read(channel: &FullChannel) -> Option<Self> {
        let place = if channel.kind.is_thread() {
            let parent = ChannelId::from_twilight(channel.parent_id?).ok()?;
            Place::Thread { parent }
        } else {
            Place::Channel(overwrite::read(channel.permission_overwrites.as_deref()))
        };
        Some(Self {
            id: ChannelId::from_twilight(channel.id).ok()?,
            kind: channel.kind,
            place,
        })
    }

    /// The same channel with its overwrites from `known`, where they are from now on.
    fn sharing(mut self, known: &mut HashSet<Overwrites>) -> Self {
        if let Place::Channel(own) = &mut self.place {
            match known.get(own) {
                Some(same) => *own = same.clone(),
                None => {
                    known.insert(own.clone());
                }
            }
        }
        self
    }

    /// The same channel with its overwrites shared with one of `others`, if one has the same.
    fn sharing_with(mut self, others: &Sorted<Self>) -> Self {
        if let Place::Channel(own) = &mut self.place {
            let same = others.iter().find_map(|it| match &it.place {
                Place::Channel(set) if set == own => Some(set),
                _ => None,
            });
            if let Some(same) = same {
                *own = Arc::clone(same);
            }
        }
        self
    }

    fn is_thread_of(&self, of: impl Fn(ChannelId) -> bool) -> bool {
        matches!(self.place, Place::Thread { parent } if of(parent))
    }
}

impl Keyed for Role {
    type Key = RoleId;

    fn key(&self) -> RoleId {
        self.id
    }
}

impl Keyed for Channel {
    type Key = ChannelId;

    fn key(&self) -> ChannelId {
        self.id
    }
}

fn roles(ids: &[Id<RoleMarker>]) -> Box<[RoleId]> {
    let mut ids = convert::roles(ids);
    ids.sort_unstable();
    ids.into_boxed_slice()
}
