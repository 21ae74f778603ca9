//! What people read of `/gdpr` and of the button below the agreement.

use kernel::{ChannelId, GuildId, MessageId, RoleId};
use privacy_core::settings::gdpr::GdprSettings;
use privacy_core::{Accepted, AgreeRefusal, Agreed, RoleOutcome};
use twilight_model::guild::Permissions;

use crate::reply::Reply;
use crate::text::{Card, Colour, Rich, TimeStyle};

pub(super) fn for_admins() -> Reply {
    Reply::text(Rich::denied("🚫 Only admins can do that."))
}

pub(super) fn unreadable() -> Reply {
    Reply::text("I could not read that. Please run `/gdpr` again.")
}

pub(super) fn shown(settings: GdprSettings, acceptances: u64) -> Reply {
    let none = || Rich::own("none");
    let channel = settings.channel_id;
    let role = settings.acceptance_role_id;
    let card = Card::new(Colour::Blue, "🔏 The agreement on what I keep")
        .inline("Switched on", if settings.enabled { "yes" } else { "no" })
        .inline(
            "Channel",
            channel.map_or_else(none, |it| Rich::default().channel(it)),
        )
        .inline(
            "Role",
            role.map_or_else(none, |it| Rich::default().role(it)),
        )
        .inline("Accepted by", Rich::default().number(acceptances))
        .footer("Change it with /config gdpr, post it with /gdpr post.");
    Reply::card(card)
}

pub(super) fn switched_off_for_posting() -> Reply {
    Reply::text(
        "⚠️ The agreement is switched off in this server: `/config gdpr toggle` switches it on.",
    )
}

pub(super) fn no_channel() -> Reply {
    Reply::text("⚠️ No channel is set for it yet. Choose one with `/config gdpr set_channel`.")
}

pub(super) fn channel_gone() -> Reply {
    Reply::text(
        "⚠️ Its channel is gone, or is no text channel. Choose another one with `/config gdpr set_channel`.",
    )
}

pub(super) fn may_not_post(channel: ChannelId, lacking: Permissions) -> Reply {
    let names = [
        (Permissions::VIEW_CHANNEL, " *View Channel*"),
        (Permissions::SEND_MESSAGES, " *Send Messages*"),
        (Permissions::EMBED_LINKS, " *Embed Links*"),
    ];
    let words = Rich::own("🛠️ I may not post in ")
        .channel(channel)
        .and(". I need:");
    let names = names.into_iter().filter(|(it, _)| lacking.contains(*it));
    let words = names.fold(words, |words, (_, name)| words.and(name));
    Reply::text(words.and(". Give it to my role there, and try again."))
}

pub(super) fn posted(
    guild: GuildId,
    channel: ChannelId,
    message: MessageId,
    is_pinned: bool,
    withheld: Option<RoleId>,
) -> Reply {
    let words = Rich::own("✅ Posted in ").channel(channel).and(": ");
    let words = words.link_to("the agreement", guild, channel, message);
    let words = if is_pinned {
        words.and(", and pinned.")
    } else {
        words.and(".\n⚠️ I could not pin it. Give me *Pin Messages* there, or pin it yourself.")
    };
    Reply::text(match withheld {
        None => words,
        Some(role) => words
            .and("\n⚠️ Whoever accepts it does not get ")
            .role(role)
            .and(": I may not give it, or it is gone. `/config gdpr set_acceptance_role` says what is in the way."),
    })
}

pub(super) fn agreed(agreed: &Agreed) -> Reply {
    let words = match &agreed.accepted {
        Accepted::Now => Rich::own("✅ Thank you. Your agreement is noted."),
        Accepted::Renewed(_) => {
            Rich::own("✅ Thank you. Your agreement to the new version is noted.")
        }
        Accepted::Before(it) => Rich::own("✅ You accepted it already, on ")
            .moment(it.at, TimeStyle::Full)
            .and("."),
    };
    Reply::text(match &agreed.role {
        RoleOutcome::None => words,
        RoleOutcome::Has(role) => words.and(" You have ").role(*role).and("."),
        RoleOutcome::Missing(role, _) => {
            without(words, *role).and(" Staff were told, and can give it to you.")
        }
        RoleOutcome::Failed(failure) => {
            let error = failure as &dyn std::error::Error;
            tracing::warn!(error, "the role of those who accepted could not be given");
            words
                .and(" I could not give you the role just now: press the button again in a minute.")
        }
    })
}

fn without(words: Rich, role: RoleId) -> Rich {
    words.and("\n⚠️ I could not give you ").role(role).and(".")
}

pub(super) fn not_agreed(why: AgreeRefusal) -> Reply {
    match why {
        AgreeRefusal::SwitchedOff => {
            Reply::text("💤 The agreement is currently switched off in this server.")
        }
    }
}

pub(super) fn not_noted() -> Reply {
    Reply::text("⛔ I could not note your agreement. Please press the button again in a minute.")
}
