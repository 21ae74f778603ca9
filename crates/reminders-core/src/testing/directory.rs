//! Channels and permissions that a test lays down.

use std::collections::{BTreeMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use kernel::{ChannelId, GuildId, PortFailure, UserId};

use crate::{ChannelAccess, ChannelDirectory, ChannelKind, Permission, Who};

/// A [`ChannelDirectory`] of the channels that were put into it. Everybody may do everything in them, except what was
/// taken away. Clones share their channels.
#[derive(Debug, Clone, Default)]
pub struct FixedDirectory {
    channels: Arc<Mutex<BTreeMap<(GuildId, ChannelId), Channel>>>,
}

#[derive(Debug)]
struct Channel {
    kind: ChannelKind,
    /// What whom was taken away; the bot goes without a number.
    lacking: HashSet<(Option<UserId>, Permission)>,
}

const ALL: [Permission; 6] = [
    Permission::ViewChannel,
    Permission::SendMessages,
    Permission::EmbedLinks,
    Permission::ReadMessageHistory,
    Permission::ManageMessages,
    Permission::MentionEveryone,
];

impl FixedDirectory {
    /// The same directory with a channel more.
    pub fn with(self, guild: GuildId, channel: ChannelId, kind: ChannelKind) -> Self {
        let added = Channel {
            kind,
            lacking: HashSet::new(),
        };
        self.lock().insert((guild, channel), added);
        self
    }

    /// Takes a permission away from the bot.
    pub fn take_from_bot(&self, guild: GuildId, channel: ChannelId, permission: Permission) {
        self.take(guild, channel, None, permission);
    }

    /// Takes a permission away from a member.
    pub fn take_from(
        &self,
        guild: GuildId,
        channel: ChannelId,
        user: UserId,
        permission: Permission,
    ) {
        self.take(guild, channel, Some(user), permission);
    }

    /// Gives the bot a permission back.
    pub fn give_to_bot(&self, guild: GuildId, channel: ChannelId, permission: Permission) {
        let mut channels = self.lock();
        let entry = channels.get_mut(&(guild, channel)).unwrap();
        entry.lacking.remove(&(None, permission));
    }

    /// Deletes a channel.
    pub fn remove(&self, guild: GuildId, channel: ChannelId) {
        self.lock().remove(&(guild, channel));
    }

    fn take(&self, guild: GuildId, channel: ChannelId, from: Option<UserId>, taken: Permission) {
        let mut channels = self.lock();
        let entry = channels.get_mut(&(guild, channel)).unwrap();
        entry.lacking.insert((from, taken));
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<(GuildId, ChannelId), Channel>> {
        self.channels.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl ChannelDirectory for FixedDirectory {
    async fn access(
        &self,
        guild: GuildId,
        channel: ChannelId,
        who: &Who,
    ) -> Result<Option<ChannelAccess>, PortFailure> {
        let asker = match who {
            Who::Bot => None,
            Who::Member(user, _) => Some(*user),
        };
        let channels = self.lock();
        Ok(channels.get(&(guild, channel)).map(|it| ChannelAccess {
            kind: it.kind,
            granted: ALL
                .into_iter()
                .filter(|permission| !it.lacking.contains(&(asker, *permission)))
                .collect(),
        }))
    }
}
