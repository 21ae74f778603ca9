//! `/debug_parse_embed`.

use kernel::UseCaseError;
use reminders_core::DebugParse;
use twilight_interactions::command::{CommandInputData, CommandModel, CreateCommand};
use twilight_model::application::command::Command;
use twilight_model::application::interaction::application_command::CommandData;
use twilight_model::guild::Permissions;

use super::{debug_view, view};
use crate::context::{Asker, DiscordContext};
use crate::routes::Handled;

pub(crate) const NAME: &str = DebugParseEmbedCommand::NAME;

#[derive(CommandModel, CreateCommand)]
#[command(
    name = "debug_parse_embed",
    desc = "Show how I read the latest embed of this channel",
    contexts = "guild",
    integration_types = "guild_install",
    default_permissions = "admins"
)]
struct DebugParseEmbedCommand {
    /// Ask a model too when the rules cannot read it
    use_fallback: Option<bool>,
}

/// Admins only, which is checked again when it is run.
fn admins() -> Permissions {
    Permissions::ADMINISTRATOR
}

pub(crate) fn definition() -> Command {
    DebugParseEmbedCommand::create_command().into()
}

pub(crate) async fn run(data: &CommandData, asker: &Asker, context: &DiscordContext) -> Handled {
    let Ok(command) =
        DebugParseEmbedCommand::from_interaction(CommandInputData::from(data.clone()))
    else {
        return Ok(view::unreadable_command());
    };
    let request = DebugParse {
        guild: asker.guild,
        member: asker.member,
        channel: asker.channel,
        use_fallback: command.use_fallback.unwrap_or(false),
    };
    match context.features.reminders.debug_parse(request).await {
        Ok(parse) => Ok(debug_view::parsed(asker.guild, &parse)),
        Err(UseCaseError::Refused(refusal)) => Ok(debug_view::not_parsed(&refusal)),
        Err(UseCaseError::Failed(failure)) => Err(failure),
    }
}
