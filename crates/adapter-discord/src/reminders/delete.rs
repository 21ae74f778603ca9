//! `/reminder_delete`.

use kernel::UseCaseError;
use reminders_core::{DeleteReminder, ReminderId, SuggestReminders};
use twilight_interactions::command::{CommandInputData, CommandModel, CreateCommand};
use twilight_model::application::command::Command;
use twilight_model::application::interaction::application_command::CommandData;

use super::view;
use crate::context::{Asker, DiscordContext};
use crate::reply::Reply;
use crate::routes::Handled;
use crate::suggesting::typed;

pub(crate) const NAME: &str = ReminderDeleteCommand::NAME;

#[derive(CommandModel, CreateCommand)]
#[command(
    name = "reminder_delete",
    desc = "Delete one of your reminders",
    contexts = "guild",
    integration_types = "guild_install"
)]
struct ReminderDeleteCommand {
    /// Which one: type a part of its name or its ID
    #[command(autocomplete = true, min_value = 1)]
    reminder_id: i64,
}

pub(crate) fn definition() -> Command {
    ReminderDeleteCommand::create_command().into()
}

pub(crate) async fn run(data: &CommandData, asker: &Asker, context: &DiscordContext) -> Handled {
    let Ok(command) = ReminderDeleteCommand::from_interaction(CommandInputData::from(data.clone()))
    else {
        return Ok(view::unreadable_command());
    };
    let Some(id) = u64::try_from(command.reminder_id)
        .ok()
        .and_then(ReminderId::new)
    else {
        return Ok(view::no_such_reminder());
    };
    let request = DeleteReminder {
        guild: asker.guild,
        member: asker.member,
        id,
    };
    match context.features.reminders.delete(request).await {
        Ok(reminder) => Ok(view::deleted(&reminder)),
        Err(UseCaseError::Refused(refusal)) => Ok(view::not_deleted(refusal)),
        Err(UseCaseError::Failed(failure)) => Err(failure),
    }
}

pub(crate) async fn suggest(data: &CommandData, asker: &Asker, context: &DiscordContext) -> Reply {
    let request = SuggestReminders {
        guild: asker.guild,
        member: asker.member,
        fragment: typed(data),
    };
    view::suggestions(&context.features.reminders.suggest(request).await)
}
