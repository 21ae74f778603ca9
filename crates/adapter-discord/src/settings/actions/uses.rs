//! What channels are used for, and what the bot needs there.

use twilight_model::channel::ChannelType;
use twilight_model::guild::Permissions;

use super::{ChannelUse, Otherwise};

const ROOMS: &[ChannelType] = &[ChannelType::GuildText, ChannelType::GuildAnnouncement];
const ROOMS_AND_THREADS: &[ChannelType] = &[
    ChannelType::GuildText,
    ChannelType::GuildAnnouncement,
    ChannelType::PublicThread,
    ChannelType::PrivateThread,
    ChannelType::AnnouncementThread,
];

/// The bot posts embeds there.
pub(super) const POSTS: ChannelUse = ChannelUse {
    kinds: ROOMS,
    needs: Permissions::VIEW_CHANNEL
        .union(Permissions::SEND_MESSAGES)
        .union(Permissions::EMBED_LINKS),
    otherwise: Otherwise::Refuse,
};

/// The bot posts embeds there, for admins.
pub(super) const LOGS: ChannelUse = ChannelUse {
    kinds: ROOMS_AND_THREADS,
    ..POSTS
};

/// The bot reads there; a channel that it may not read yet can be opened to it afterwards.
pub(super) const READS: ChannelUse = ChannelUse {
    kinds: ROOMS,
    needs: Permissions::VIEW_CHANNEL.union(Permissions::READ_MESSAGE_HISTORY),
    otherwise: Otherwise::Warn,
};

/// Channels are made there, opened to members, written in; their first message is pinned.
pub(super) const HOLDS_CHANNELS: ChannelUse = ChannelUse {
    kinds: &[ChannelType::GuildCategory],
    needs: POSTS
        .needs
        .union(Permissions::MANAGE_CHANNELS)
        .union(Permissions::MANAGE_ROLES)
        .union(Permissions::READ_MESSAGE_HISTORY)
        .union(Permissions::PIN_MESSAGES),
    otherwise: Otherwise::Warn,
};

/// Private threads are made there, opened to members and locked, and written in.
pub(super) const HOLDS_THREADS: ChannelUse = ChannelUse {
    kinds: &[ChannelType::GuildText],
    needs: Permissions::VIEW_CHANNEL
        .union(Permissions::CREATE_PRIVATE_THREADS)
        .union(Permissions::SEND_MESSAGES_IN_THREADS)
        .union(Permissions::MANAGE_THREADS)
        .union(Permissions::EMBED_LINKS)
        .union(Permissions::READ_MESSAGE_HISTORY)
        .union(Permissions::PIN_MESSAGES),
    otherwise: Otherwise::Warn,
};

/// The bot posts and pins there.
pub(super) const PINS: ChannelUse = ChannelUse {
    needs: POSTS.needs.union(Permissions::PIN_MESSAGES),
    ..POSTS
};
