//! `/clean`: staff clears a channel of its newest messages.

use kernel::UseCaseError;
use staff_core::Clean;
use twilight_interactions::command::{CommandModel, CreateCommand};
use twilight_model::application::command::Command;
use twilight_model::application::interaction::application_command::CommandData;
use twilight_model::guild::Permissions;

use super::{clean_view as view, send_to_view};
use crate::context::{Asker, DiscordContext};
use crate::routes::Handled;

pub(crate) const NAME: &str = CleanCommand::NAME;
/// So many when nothing is said.
const USUAL: usize = 10;

#[derive(CommandModel, CreateCommand)]
#[command(
    name = "clean",
    desc = "Delete this channel's newest messages; pinned ones stay",
    contexts = "guild",
    integration_types = "guild_install",
    default_permissions = "moderators"
)]
struct CleanCommand {
    /// So many (default: 10)
    #[command(min_value = 1, max_value = 100)]
    limit: Option<i64>,
}

fn moderators() -> Permissions {
    Permissions::MANAGE_MESSAGES
}

pub(crate) fn definition() -> Command {
    CleanCommand::create_command().into()
}

pub(crate) async fn run(data: &CommandData, asker: &Asker, context: &DiscordContext) -> Handled {
    let Ok(command) = CleanCommand::from_interaction(data.clone().into()) else {
        return Ok(send_to_view::unreadable());
    };
    let wish = Clean {
        guild: asker.guild,
        by: asker.member,
        manages_messages: asker.permissions.contains(Permissions::MANAGE_MESSAGES),
        channel: asker.channel,
        // What does not fit is out of bounds as well.
        limit: command
            .limit
            .map_or(USUAL, |it| usize::try_from(it).unwrap_or(0)),
    };
    match context.features.staff.clean(wish).await {
        Ok(cleaned) => Ok(view::cleaned(cleaned)),
        Err(UseCaseError::Refused(refusal)) => Ok(view::refused(&refusal, asker.channel)),
        Err(UseCaseError::Failed(failure)) => Err(failure),
    }
}
