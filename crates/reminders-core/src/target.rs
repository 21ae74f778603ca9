//! The channel that a reminder is posted in: who may aim where.

use kernel::{ChannelId, GuildId, PortFailure, RoleId, UserId};

use crate::{ChannelDirectory, ChannelKind, Permission, Who};

/// What the member who makes a reminder needs in its channel: nobody speaks through the bot where they may not speak
/// themselves (spec W11).
const MEMBER_NEEDS: [Permission; 2] = [Permission::ViewChannel, Permission::SendMessages];
/// What the bot needs in a reminder's channel.
const BOT_NEEDS: [Permission; 3] = [
    Permission::ViewChannel,
    Permission::SendMessages,
    Permission::EmbedLinks,
];

/// A channel in which both the member and the bot may post.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Target(pub(crate) ChannelId);

/// Why a channel cannot be a reminder's target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TargetRefusal {
    /// None was named, and the guild has no default (or its default is gone).
    NoChannel,
    /// The guild has no such channel.
    Unknown(ChannelId),
    /// It is no text or announcement channel.
    NotText(ChannelId),
    /// The member lacks these permissions there.
    MemberLacks(ChannelId, Vec<Permission>),
    /// The bot lacks these permissions there.
    BotLacks(ChannelId, Vec<Permission>),
}

/// Decides where a reminder goes: the channel that was named, else the guild's default.
pub(crate) async fn choose(
    directory: &dyn ChannelDirectory,
    guild: GuildId,
    member: (UserId, &[RoleId]),
    named: Option<ChannelId>,
    default: Option<ChannelId>,
) -> Result<Result<Target, TargetRefusal>, PortFailure> {
    let Some(channel) = named.or(default) else {
        return Ok(Err(TargetRefusal::NoChannel));
    };
    let asker = Who::Member(member.0, member.1.to_vec());
    let Some(theirs) = directory.access(guild, channel, &asker).await? else {
        let refusal = if named.is_some() {
            TargetRefusal::Unknown(channel)
        } else {
            TargetRefusal::NoChannel
        };
        return Ok(Err(refusal));
    };
    if !matches!(theirs.kind, ChannelKind::Text | ChannelKind::Announcement) {
        return Ok(Err(TargetRefusal::NotText(channel)));
    }
    let lacking = missing(&MEMBER_NEEDS, &theirs.granted);
    if !lacking.is_empty() {
        return Ok(Err(TargetRefusal::MemberLacks(channel, lacking)));
    }
    let ours = directory.access(guild, channel, &Who::Bot).await?;
    let lacking = missing(&BOT_NEEDS, &ours.map(|it| it.granted).unwrap_or_default());
    if !lacking.is_empty() {
        return Ok(Err(TargetRefusal::BotLacks(channel, lacking)));
    }
    Ok(Ok(Target(channel)))
}

/// Whether the bot may post a reminder there.
pub(crate) async fn bot_may_post(
    directory: &dyn ChannelDirectory,
    guild: GuildId,
    channel: ChannelId,
) -> Result<bool, PortFailure> {
    let ours = directory.access(guild, channel, &Who::Bot).await?;
    Ok(ours.is_some_and(|it| missing(&BOT_NEEDS, &it.granted).is_empty()))
}

/// What the bot lacks for posting reminders in a channel where it is granted this.
pub(crate) fn bot_lacks(granted: &[Permission]) -> Vec<Permission> {
    missing(&BOT_NEEDS, granted)
}

fn missing(needed: &[Permission], granted: &[Permission]) -> Vec<Permission> {
    needed
        .iter()
        .copied()
        .filter(|it| !granted.contains(it))
        .collect()
}
