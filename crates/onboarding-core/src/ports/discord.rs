//! What is asked of Discord: roles, and the panel.

use async_trait::async_trait;
use kernel::{ChannelId, GuildId, MessageId, PortFailure, RoleId, UserId};

use crate::{Panel, RoleObstacle};

/// What came of changing a member's role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoleChange {
    /// It is as wanted.
    Done,
    /// It cannot be.
    Impossible(RoleObstacle),
}

/// Why a role is changed: Discord's audit log says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoleReason {
    /// The member joined.
    Joined,
    /// The member has completed the onboarding.
    Completed,
    /// The member came back, and had completed it before.
    CameBack,
}

/// A member, as Discord has them now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Their roles.
    pub roles: Vec<RoleId>,
    /// Whether it is a bot.
    pub is_bot: bool,
    /// Whether they have yet to pass the membership screening.
    pub is_pending: bool,
}

/// Members' roles. A failure means that Discord was not to be reached, and that a further try may help.
#[async_trait]
pub trait MemberRoles: Send + Sync {
    /// How a member stands; none when they have left.
    async fn standing(
        &self,
        guild: GuildId,
        member: UserId,
    ) -> Result<Option<Standing>, PortFailure>;

    /// Gives a member a role. Harmless if they have it.
    async fn give(
        &self,
        guild: GuildId,
        member: UserId,
        role: RoleId,
        reason: RoleReason,
    ) -> Result<RoleChange, PortFailure>;

    /// Takes a role from a member. Harmless if they do not have it.
    async fn take(
        &self,
        guild: GuildId,
        member: UserId,
        role: RoleId,
        reason: RoleReason,
    ) -> Result<RoleChange, PortFailure>;
}

/// Why there can be no panel in a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PanelTrouble {
    /// The guild has no such channel.
    NoChannel,
    /// The bot may not post there.
    MayNotPost,
}

/// Panels in channels.
#[async_trait]
pub trait PanelBoard: Send + Sync {
    /// Whether this message is there and has the start button.
    async fn stands(&self, guild: GuildId, panel: Panel) -> Result<bool, PortFailure>;

    /// The newest of the channel's last 100 messages that the bot wrote and that has the start button.
    async fn find(
        &self,
        guild: GuildId,
        channel: ChannelId,
    ) -> Result<Result<Option<MessageId>, PanelTrouble>, PortFailure>;

    /// Posts a panel. For some minutes, what is posted with the same `mark` (at most 25 letters and digits) is posted once.
    async fn post(
        &self,
        guild: GuildId,
        channel: ChannelId,
        mark: &str,
    ) -> Result<Result<MessageId, PanelTrouble>, PortFailure>;
}
