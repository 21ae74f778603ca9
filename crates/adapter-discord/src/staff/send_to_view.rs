//! What people read of `/sendto`.

use kernel::{ChannelId, GuildId, MessageId};
use staff_core::{MESSAGE_MAX, SendRefusal};

use super::wording_view::{lacking, no_channel};
use crate::reply::Reply;
use crate::text::Rich;

pub(super) fn unreadable() -> Reply {
    Reply::text("I could not read that. Please run the command again.")
}

pub(super) fn sent(guild: GuildId, channel: ChannelId, message: MessageId) -> Reply {
    let text = Rich::own("✅ I said it in ").channel(channel).and(": ");
    Reply::text(text.link_to("the message", guild, channel, message))
}

pub(super) fn not_admin() -> Rich {
    Rich::denied(
        "🔒 Only admins can speak in my name. Ask somebody who has *Administrator* in this server.",
    )
}

pub(super) fn refused(refusal: &SendRefusal, channel: ChannelId) -> Reply {
    Reply::text(match refusal {
        SendRefusal::NotAdmin => not_admin(),
        SendRefusal::Blank => Rich::own("❌ There is nothing to be read in that message."),
        SendRefusal::TooLong(length) => Rich::own("❌ That message has ")
            .number(*length as u64)
            .and(" characters, and Discord takes ")
            .number(MESSAGE_MAX as u64)
            .and("."),
        SendRefusal::Lacks(permissions) => lacking(permissions, channel),
        SendRefusal::NoChannel => no_channel(),
    })
}
