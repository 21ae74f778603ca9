//! Whether a channel suits what a setting uses it for.

use kernel::{ChannelId, GuildId};
use reminders_core::Who;
use twilight_model::channel::ChannelType;
use twilight_model::guild::Permissions;

use super::actions::ChannelUse;
use crate::GuildDirectory;

/// What speaks against a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Obstacle {
    /// The guild has no such channel, as far as is known.
    Unknown(ChannelId),
    /// It is none of the kinds of channels that can serve.
    WrongKind(ChannelId, &'static [ChannelType]),
    /// The bot lacks these permissions there.
    Lacks(ChannelId, Permissions),
}

/// What speaks against using `channel` like this, if anything does.
pub(super) fn obstacle(
    directory: &GuildDirectory,
    guild: GuildId,
    channel: ChannelId,
    wanted: ChannelUse,
) -> Option<Obstacle> {
    let Some((kind, granted)) = directory.permissions(guild, channel, &Who::Bot) else {
        return Some(Obstacle::Unknown(channel));
    };
    if !wanted.kinds.contains(&kind) {
        return Some(Obstacle::WrongKind(channel, wanted.kinds));
    }
    let lacking = needs(wanted, kind).difference(granted);
    (!lacking.is_empty()).then_some(Obstacle::Lacks(channel, lacking))
}

/// Whether the bot may ping everyone in `channel`; a channel that is not known counts as forbidden.
pub(super) fn may_ping_everyone(
    directory: &GuildDirectory,
    guild: GuildId,
    channel: ChannelId,
) -> bool {
    directory
        .permissions(guild, channel, &Who::Bot)
        .is_some_and(|(_, granted)| granted.contains(Permissions::MENTION_EVERYONE))
}

/// In threads another permission decides who may post.
fn needs(wanted: ChannelUse, kind: ChannelType) -> Permissions {
    if kind.is_thread() && wanted.needs.contains(Permissions::SEND_MESSAGES) {
        wanted.needs.difference(Permissions::SEND_MESSAGES) | Permissions::SEND_MESSAGES_IN_THREADS
    } else {
        wanted.needs
    }
}

#[cfg(test)]
mod tests {
    use super::super::actions::Otherwise;
    use super::super::test_guild::{self, ANNOUNCEMENTS, GENERAL, GUILD, HIDDEN, THREAD, VOICE};
    use super::*;

    const POSTS: ChannelUse = ChannelUse {
        kinds: &[ChannelType::GuildText, ChannelType::PublicThread],
        needs: Permissions::VIEW_CHANNEL.union(Permissions::SEND_MESSAGES),
        otherwise: Otherwise::Refuse,
    };

    fn found(granted: Permissions, channel: ChannelId) -> Option<Obstacle> {
        obstacle(&test_guild::directory(granted), GUILD, channel, POSTS)
    }

    #[test]
    fn a_channel_where_the_bot_may_do_what_it_must_suits() {
        assert_eq!(found(POSTS.needs, GENERAL), None);
    }

    #[test]
    fn names_what_the_bot_lacks() {
        let lacking = Some(Obstacle::Lacks(GENERAL, Permissions::SEND_MESSAGES));
        assert_eq!(found(Permissions::VIEW_CHANNEL, GENERAL), lacking);
        let hidden = Some(Obstacle::Lacks(HIDDEN, Permissions::VIEW_CHANNEL));
        assert_eq!(found(POSTS.needs, HIDDEN), hidden);
    }

    #[test]
    fn posting_in_a_thread_takes_its_own_permission() {
        let lacking = Obstacle::Lacks(THREAD, Permissions::SEND_MESSAGES_IN_THREADS);
        assert_eq!(found(POSTS.needs, THREAD), Some(lacking));
        let granted = Permissions::VIEW_CHANNEL | Permissions::SEND_MESSAGES_IN_THREADS;
        assert_eq!(found(granted, THREAD), None);
    }

    #[test]
    fn refuses_other_kinds_and_channels_that_are_not_there() {
        assert_eq!(
            found(POSTS.needs, VOICE),
            Some(Obstacle::WrongKind(VOICE, POSTS.kinds))
        );
        let announcements = Some(Obstacle::WrongKind(ANNOUNCEMENTS, POSTS.kinds));
        assert_eq!(found(POSTS.needs, ANNOUNCEMENTS), announcements);
        let nowhere = ChannelId::new(999).unwrap();
        assert_eq!(
            found(POSTS.needs, nowhere),
            Some(Obstacle::Unknown(nowhere))
        );
    }

    #[test]
    fn another_guilds_channel_looks_like_one_that_is_not_there() {
        let directory = test_guild::directory(Permissions::all());
        let other = GuildId::new(4242).unwrap();
        let found = obstacle(&directory, other, GENERAL, POSTS);
        assert_eq!(found, Some(Obstacle::Unknown(GENERAL)));
    }

    #[test]
    fn pinging_everyone_takes_its_permission() {
        let may = |granted| may_ping_everyone(&test_guild::directory(granted), GUILD, GENERAL);
        assert!(may(Permissions::MENTION_EVERYONE));
        assert!(!may(Permissions::SEND_MESSAGES));
    }
}
