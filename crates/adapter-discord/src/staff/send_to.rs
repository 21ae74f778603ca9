//! `/sendto`: an admin says something in the bot's name.

use kernel::{ChannelId, UseCaseError};
use staff_core::SendTo;
use twilight_interactions::command::{CommandInputData, CommandModel, CreateCommand};
use twilight_model::application::command::Command;
use twilight_model::application::interaction::InteractionChannel;
use twilight_model::application::interaction::application_command::CommandData;
use twilight_model::guild::Permissions;

use super::send_to_view as view;
use crate::context::{Asker, DiscordContext};
use crate::convert::FromTwilight as _;
use crate::routes::Handled;

pub(crate) const NAME: &str = SendToCommand::NAME;

#[derive(CommandModel, CreateCommand)]
#[command(
    name = "sendto",
    desc = "Say something in my name (admins)",
    contexts = "guild",
    integration_types = "guild_install",
    default_permissions = "admins"
)]
struct SendToCommand {
    /// Where
    #[command(channel_types = "guild_text guild_announcement")]
    channel: InteractionChannel,
    /// What; \n begins a new line
    #[command(min_length = 1, max_length = 4000)]
    message: String,
}

fn admins() -> Permissions {
    Permissions::ADMINISTRATOR
}

pub(crate) fn definition() -> Command {
    SendToCommand::create_command().into()
}

pub(crate) async fn run(data: &CommandData, asker: &Asker, context: &DiscordContext) -> Handled {
    let Ok(command) = SendToCommand::from_interaction(CommandInputData::from(data.clone())) else {
        return Ok(view::unreadable());
    };
    let Ok(channel) = ChannelId::from_twilight(command.channel.id) else {
        return Ok(view::unreadable());
    };
    let wish = SendTo {
        guild: asker.guild,
        by: asker.member,
        channel,
        text: command.message,
        key: asker.way_back.reference(),
    };
    match context.features.staff.send_to(wish).await {
        Ok(message) => Ok(view::sent(asker.guild, channel, message)),
        Err(UseCaseError::Refused(refusal)) => Ok(view::refused(&refusal, channel)),
        Err(UseCaseError::Failed(failure)) => Err(failure),
    }
}
