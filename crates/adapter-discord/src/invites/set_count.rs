//! `/setinvites` and `/resetinvites`: somebody's count is set by hand.

use invites_core::{COUNT_MAX, SetCount};
use kernel::{UseCaseError, UserId};
use twilight_interactions::command::{CommandInputData, CommandModel, CreateCommand, ResolvedUser};
use twilight_model::application::command::Command;
use twilight_model::application::interaction::application_command::CommandData;
use twilight_model::guild::Permissions;

use super::set_count_view as view;
use crate::context::{Asker, DiscordContext};
use crate::convert::FromTwilight as _;
use crate::routes::Handled;

pub(crate) const SET_NAME: &str = SetInvitesCommand::NAME;
pub(crate) const RESET_NAME: &str = ResetInvitesCommand::NAME;

#[derive(CommandModel, CreateCommand)]
#[command(
    name = "setinvites",
    desc = "Set how many members somebody has brought",
    contexts = "guild",
    integration_types = "guild_install",
    default_permissions = "managers"
)]
struct SetInvitesCommand {
    /// Whose number
    member: ResolvedUser,
    /// The number
    #[command(min_value = 0, max_value = 1_000_000)]
    count: i64,
}

#[derive(CommandModel, CreateCommand)]
#[command(
    name = "resetinvites",
    desc = "Set back to nothing how many members somebody has brought",
    contexts = "guild",
    integration_types = "guild_install",
    default_permissions = "managers"
)]
struct ResetInvitesCommand {
    /// Whose number
    member: ResolvedUser,
}

fn managers() -> Permissions {
    Permissions::MANAGE_GUILD
}

pub(crate) fn definitions() -> [Command; 2] {
    [
        SetInvitesCommand::create_command().into(),
        ResetInvitesCommand::create_command().into(),
    ]
}

pub(crate) async fn set(data: &CommandData, asker: &Asker, context: &DiscordContext) -> Handled {
    let input = CommandInputData::from(data.clone());
    let Ok(command) = SetInvitesCommand::from_interaction(input) else {
        return Ok(view::unreadable());
    };
    // What does not fit is too many as well.
    let count = u32::try_from(command.count).unwrap_or(COUNT_MAX + 1);
    perform(&command.member, count, asker, context).await
}

pub(crate) async fn reset(data: &CommandData, asker: &Asker, context: &DiscordContext) -> Handled {
    let input = CommandInputData::from(data.clone());
    let Ok(command) = ResetInvitesCommand::from_interaction(input) else {
        return Ok(view::unreadable());
    };
    perform(&command.member, 0, asker, context).await
}

async fn perform(
    whose: &ResolvedUser,
    count: u32,
    asker: &Asker,
    context: &DiscordContext,
) -> Handled {
    let Ok(member) = UserId::from_twilight(whose.resolved.id) else {
        return Ok(view::unreadable());
    };
    let wish = SetCount {
        guild: asker.guild,
        by: asker.member,
        manages_server: asker.permissions.contains(Permissions::MANAGE_GUILD),
        member,
        count,
    };
    match context.features.invites.set_count(wish).await {
        Ok(set) => Ok(view::set(&set)),
        Err(UseCaseError::Refused(refusal)) => Ok(view::refused(refusal)),
        Err(UseCaseError::Failed(failure)) => Err(failure),
    }
}
