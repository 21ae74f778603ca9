//! `/command_stats`: which commands are used most, for admins.

use kernel::UseCaseError;
use operations_core::{Caller, StatsRequest};
use twilight_interactions::command::{CommandModel, CreateCommand};
use twilight_model::application::command::Command;
use twilight_model::application::interaction::application_command::CommandData;

use super::command_stats_view as view;
use crate::context::{Asker, DiscordContext};
use crate::reply::Reply;
use crate::routes::Handled;

pub(crate) const NAME: &str = CommandStatsCommand::NAME;

#[derive(CommandModel, CreateCommand)]
#[command(
    name = "command_stats",
    desc = "Show which of my commands are used most (admins)",
    contexts = "guild",
    integration_types = "guild_install",
    default_permissions = "admins"
)]
struct CommandStatsCommand {
    /// Of so many days up to now (default: 7)
    #[command(min_value = 1, max_value = 90)]
    days: Option<i64>,
    /// So many commands (default: 10)
    #[command(min_value = 1, max_value = 25)]
    limit: Option<i64>,
    /// Only this server (default: yes); all servers are for owners of the bot
    guild_only: Option<bool>,
}

fn admins() -> twilight_model::guild::Permissions {
    twilight_model::guild::Permissions::ADMINISTRATOR
}

pub(crate) fn definition() -> Command {
    CommandStatsCommand::create_command().into()
}

pub(crate) async fn run(data: &CommandData, asker: &Asker, context: &DiscordContext) -> Handled {
    let Ok(command) = CommandStatsCommand::from_interaction(data.clone().into()) else {
        return Ok(Reply::text(
            "I could not read that. Please run the command again.",
        ));
    };
    let usual = StatsRequest::default();
    // What does not fit is out of bounds as well.
    let number = |it: Option<i64>, usual| it.map_or(usual, |it| u16::try_from(it).unwrap_or(0));
    let request = StatsRequest {
        days: number(command.days, usual.days),
        limit: number(command.limit, usual.limit),
        guild_only: command.guild_only.unwrap_or(usual.guild_only),
    };
    let by = Caller {
        guild: asker.guild,
        member: asker.member,
    };
    match context.features.analytics.stats(by, request).await {
        Ok((counted, ranking)) => Ok(view::stats(counted, &ranking)),
        Err(UseCaseError::Refused(refusal)) => Ok(view::refused(refusal)),
        Err(UseCaseError::Failed(failure)) => Err(failure),
    }
}
