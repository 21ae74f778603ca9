//! `/delete_live_session`.

use kernel::UseCaseError;
use reminders_core::{DeleteReminder, ReminderId};
use twilight_interactions::command::{CommandInputData, CommandModel, CreateCommand};
use twilight_model::application::command::Command;
use twilight_model::application::interaction::application_command::CommandData;

use super::view;
use crate::context::{Asker, DiscordContext};
use crate::reminders::view::unreadable_command;
use crate::routes::Handled;

pub(crate) const NAME: &str = DeleteLiveSessionCommand::NAME;

#[derive(CommandModel, CreateCommand)]
#[command(
    name = "delete_live_session",
    desc = "Delete a live session",
    contexts = "guild",
    integration_types = "guild_install"
)]
struct DeleteLiveSessionCommand {
    /// Which one: type a part of its days, time or ID
    #[command(autocomplete = true, min_value = 1)]
    live_session_id: i64,
}

pub(crate) fn definition() -> Command {
    DeleteLiveSessionCommand::create_command().into()
}

pub(crate) async fn run(data: &CommandData, asker: &Asker, context: &DiscordContext) -> Handled {
    let Ok(command) =
        DeleteLiveSessionCommand::from_interaction(CommandInputData::from(data.clone()))
    else {
        return Ok(unreadable_command());
    };
    let id = u64::try_from(command.live_session_id).ok();
    let Some(id) = id.and_then(ReminderId::new) else {
        return Ok(view::no_such_live_session());
    };
    let request = DeleteReminder {
        guild: asker.guild,
        member: asker.member,
        id,
    };
    let reminders = &context.features.reminders;
    match reminders.delete_live_session(request).await {
        Ok(reminder) => Ok(view::deleted(&reminder)),
        Err(UseCaseError::Refused(refusal)) => Ok(view::not_deleted(refusal)),
        Err(UseCaseError::Failed(failure)) => Err(failure),
    }
}
