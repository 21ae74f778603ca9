//! Words that several commands of staff have in common.

use kernel::ChannelId;
use staff_core::Permission;

use crate::text::Rich;

/// That the bot needs these permissions in a channel.
pub(super) fn lacking(permissions: &[Permission], channel: ChannelId) -> Rich {
    let mut text = Rich::own("❌ I need ");
    for (index, permission) in permissions.iter().enumerate() {
        if index > 0 {
            text = text.and(", ");
        }
        text = text.and("*").and(name(*permission)).and("*");
    }
    text.and(" in ")
        .channel(channel)
        .and(". Give me that there, then try again.")
}

pub(super) fn no_channel() -> Rich {
    Rich::own("❌ I cannot find that channel in this server. Choose another one.")
}

fn name(permission: Permission) -> &'static str {
    match permission {
        Permission::ViewChannel => "View Channel",
        Permission::SendMessages => "Send Messages",
        Permission::EmbedLinks => "Embed Links",
        Permission::ReadHistory => "Read Message History",
        Permission::ManageMessages => "Manage Messages",
    }
}
