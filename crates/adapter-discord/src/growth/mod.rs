//! What members ask of the language model for themselves, on Discord.

mod answer_view;
pub(crate) mod ask;
mod board;
mod board_view;
pub(crate) mod check_in;
mod check_in_view;
pub(crate) mod direct;
pub(crate) mod history;
mod history_view;
mod late;
pub(crate) mod leader;
mod leader_view;
pub(crate) mod share;

use growth_core::{Ask, ReplyTo};
use kernel::{GuildId, UserId};
use twilight_model::application::command::Command;

pub use board::SharedCheckins;
pub use late::FollowUps;

use crate::context::{Asker, DiscordContext, WayBack};

/// The commands of this feature.
pub(crate) fn definitions() -> Vec<Command> {
    let mut definitions = ask::definitions().to_vec();
    definitions.extend([
        leader::definition(),
        check_in::definition(),
        history::definition(),
    ]);
    definitions
}

/// A member who asks, and the way back to them.
pub(crate) fn asking(asker: &Asker, context: &DiscordContext) -> Ask {
    let (guild, user) = (Some(asker.guild), asker.member.user);
    ask_of(guild, user, &asker.way_back, context)
}

fn ask_of(
    guild: Option<GuildId>,
    user: UserId,
    way_back: &WayBack,
    context: &DiscordContext,
) -> Ask {
    Ask {
        guild,
        user,
        reply_to: ReplyTo {
            token: way_back.token.clone(),
            until: context.clock.now() + ReplyTo::LIFETIME,
            reference: way_back.reference(),
        },
    }
}
