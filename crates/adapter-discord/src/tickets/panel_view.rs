//! The panel with the button that opens tickets, and what is said to whoever posts it.

use kernel::{ChannelId, GuildId, MessageId};
use twilight_model::channel::message::Embed;
use twilight_model::channel::message::component::{Button, ButtonStyle};
use twilight_model::guild::Permissions;

use super::open::OPEN;
use crate::reply::{self, Reply};
use crate::text::{Card, Colour, Rich};

pub(super) fn embed() -> Embed {
    Card::new(Colour::Blue, "📨 Need help?")
        .description(
            "Press the button, say what it is about, and you get a private channel with staff. \
             Nobody else can read it.",
        )
        .build()
}

pub(super) fn button() -> Button {
    Button {
        style: ButtonStyle::Primary,
        ..reply::button("📨 Create ticket", OPEN.to_owned())
    }
}

pub(super) fn for_admins() -> Reply {
    Reply::text(Rich::denied("🚫 Only admins can post a panel."))
}

pub(super) fn unreadable() -> Reply {
    Reply::text("I could not read that. Please run `/ticket_panel_post` again.")
}

pub(super) fn unknown_channel() -> Reply {
    Reply::text("❓ I cannot find that channel in this server.")
}

pub(super) fn posted(
    guild: GuildId,
    channel: ChannelId,
    message: MessageId,
    is_set_up: bool,
) -> Reply {
    let words = Rich::own("✅ Posted: ")
        .link_to("the panel", guild, channel, message)
        .and(".");
    Reply::text(if is_set_up {
        words
    } else {
        words.and(
            "\n⚠️ It does not work yet: tickets need a category. \
             Choose one with `/config ticketbot set_category`.",
        )
    })
}

/// What the bot lacks in the channel.
pub(super) fn lacking(channel: ChannelId, permissions: Permissions) -> Reply {
    let names = [
        (Permissions::VIEW_CHANNEL, " *View Channel*"),
        (Permissions::SEND_MESSAGES, " *Send Messages*"),
        (Permissions::EMBED_LINKS, " *Embed Links*"),
    ];
    let lacking = names
        .into_iter()
        .filter(|(it, _)| permissions.contains(*it));
    let words = Rich::own("🛠️ I may not post in ")
        .channel(channel)
        .and(". I need:");
    let words = lacking.fold(words, |words, (_, name)| words.and(name));
    Reply::text(words.and(". Give it to my role there, and try again."))
}
