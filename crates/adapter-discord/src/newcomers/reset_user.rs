//! `/onboarding reset_user`: what a member answered is forgotten, and how far they have come.

use kernel::UserId;
use twilight_interactions::command::{CommandModel, CreateCommand, ResolvedUser};

use crate::context::{Asker, DiscordContext};
use crate::convert::FromTwilight as _;
use crate::reply::Reply;
use crate::routes::Handled;
use crate::text::Rich;

#[derive(CommandModel, CreateCommand)]
#[command(
    name = "reset_user",
    desc = "Forget what a member answered, so that they can start anew"
)]
pub(crate) struct ResetUser {
    /// Who starts anew
    member: ResolvedUser,
}

/// Whoever asks is an admin.
pub(crate) async fn run(command: &ResetUser, asker: &Asker, context: &DiscordContext) -> Handled {
    let Ok(member) = UserId::from_twilight(command.member.resolved.id) else {
        return Ok(nothing());
    };
    let newcomers = &context.features.newcomers;
    let by = asker.member.user;
    let was_there = newcomers.reset(asker.guild, member, by).await?;
    Ok(if was_there { reset(member) } else { nothing() })
}

fn reset(member: UserId) -> Reply {
    Reply::text(
        Rich::own("↩️ What ")
            .user(member)
            .and(" answered is removed, and how far they had come. Their roles stay as they are."),
    )
}

fn nothing() -> Reply {
    Reply::text("📭 Nothing is stored of this member's onboarding.")
}
