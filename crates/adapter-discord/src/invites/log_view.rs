//! What the guild's log channel is told of invites, in words.

use invites_core::InviteEvent;
use kernel::GuildId;

use crate::text::{Card, Colour, Rich};

/// The embed of an event.
pub(super) fn card(guild: GuildId, event: InviteEvent) -> Card {
    let colour = Colour::from(event.severity());
    let card = match event {
        InviteEvent::Blind => Card::new(colour, "⚠️ I cannot see who brings whom").description(
            "I need *Manage Server* to see this server's invites. Until I have it, nobody is counted and newcomers are not \
             announced. Give it to my role in *Server Settings → Roles*, or switch counting off with \
             `/config invites toggle`.",
        ),
        InviteEvent::CountSet {
            member,
            by,
            old,
            new,
        } => Card::new(colour, "🔢 Invites set by hand")
            .inline("Member", Rich::default().user(member))
            .inline("Invites", Rich::default().number(old).and(" → ").number(new))
            .inline("By", Rich::default().user(by)),
    };
    card.footer(Rich::own("invites | Guild: ").number(guild.get()))
}
