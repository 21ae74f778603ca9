//! `/help`.

use twilight_interactions::command::CreateCommand;
use twilight_model::application::command::Command;

use super::catalogue::entries;
use super::help_view::{self as view, Here};
use crate::context::{Asker, DiscordContext};
use crate::reply::Reply;

pub(crate) const NAME: &str = HelpCommand::NAME;

#[derive(CreateCommand)]
#[command(
    name = "help",
    desc = "Show what I can do for you, and where to begin",
    contexts = "guild",
    integration_types = "guild_install"
)]
struct HelpCommand {}

pub(crate) fn definition() -> Command {
    HelpCommand::create_command().into()
}

pub(crate) async fn run(asker: &Asker, context: &DiscordContext) -> Reply {
    let settings = &context.features.settings;
    let reminders = &reminders_core::settings::ENABLED;
    let entries = entries();
    view::help(&Here {
        registered: entries.iter().map(|it| it.name.as_str()).collect(),
        reminders: settings.is_enabled(asker.guild, reminders).await,
        is_admin: asker.member.is_admin(),
    })
}
