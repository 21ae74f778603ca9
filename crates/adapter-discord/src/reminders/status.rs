//! `/reminder_status`.

use kernel::UseCaseError;
use twilight_interactions::command::CreateCommand;
use twilight_model::application::command::Command;

use super::status_view;
use crate::context::{Asker, DiscordContext};
use crate::routes::Handled;

pub(crate) const NAME: &str = ReminderStatusCommand::NAME;

#[derive(CreateCommand)]
#[command(
    name = "reminder_status",
    desc = "Show how this server's reminders are doing (admins)",
    contexts = "guild",
    integration_types = "guild_install"
)]
struct ReminderStatusCommand {}

pub(crate) fn definition() -> Command {
    ReminderStatusCommand::create_command().into()
}

pub(crate) async fn run(asker: &Asker, context: &DiscordContext) -> Handled {
    let reminders = &context.features.reminders;
    match reminders.status(asker.guild, asker.member).await {
        Ok(status) => Ok(status_view::status(&status)),
        Err(UseCaseError::Refused(refusal)) => Ok(status_view::refused(refusal)),
        Err(UseCaseError::Failed(failure)) => Err(failure),
    }
}
