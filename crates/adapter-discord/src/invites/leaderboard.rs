//! `/inviteleaderboard`: who has brought the most.

use twilight_interactions::command::{CommandModel, CreateCommand};
use twilight_model::application::command::Command;
use twilight_model::application::interaction::application_command::CommandData;

use super::leaderboard_view as view;
use crate::context::{Asker, DiscordContext};
use crate::routes::Handled;

pub(crate) const NAME: &str = LeaderboardCommand::NAME;
/// So many are listed when nothing is said.
const USUAL: u16 = 10;

#[derive(CommandModel, CreateCommand)]
#[command(
    name = "inviteleaderboard",
    desc = "Show who has brought the most members",
    contexts = "guild",
    integration_types = "guild_install"
)]
struct LeaderboardCommand {
    /// So many members (default: 10)
    #[command(min_value = 1, max_value = 25)]
    limit: Option<i64>,
}

pub(crate) fn definition() -> Command {
    LeaderboardCommand::create_command().into()
}

pub(crate) async fn run(data: &CommandData, asker: &Asker, context: &DiscordContext) -> Handled {
    let Ok(command) = LeaderboardCommand::from_interaction(data.clone().into()) else {
        return Ok(view::unreadable());
    };
    let most = command
        .limit
        .map_or(Some(USUAL), |it| u16::try_from(it).ok());
    let Some(most) = most else {
        return Ok(view::unreadable());
    };
    let board = context
        .features
        .invites
        .leaderboard(asker.guild, most)
        .await?;
    Ok(view::board(&board))
}
