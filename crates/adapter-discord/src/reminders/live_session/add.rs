//! `/add_live_session`.

use kernel::{ChannelId, UseCaseError};
use reminders_core::AddLiveSession;
use twilight_interactions::command::{CommandInputData, CommandModel, CreateCommand};
use twilight_model::application::command::Command;
use twilight_model::application::interaction::InteractionChannel;
use twilight_model::application::interaction::application_command::CommandData;
use twilight_model::channel::Attachment;

use super::view;
use crate::context::{Asker, DiscordContext};
use crate::convert::FromTwilight as _;
use crate::reminders::picture_option::picture;
use crate::reminders::view::unreadable_command;
use crate::routes::Handled;

pub(crate) const NAME: &str = AddLiveSessionCommand::NAME;

#[derive(CommandModel, CreateCommand)]
#[command(
    name = "add_live_session",
    desc = "Announce a live session on the same days again and again",
    contexts = "guild",
    integration_types = "guild_install"
)]
struct AddLiveSessionCommand {
    /// When it comes: mon, wed; ma-vr; every 2 weeks on friday
    #[command(max_length = 100)]
    days: String,
    /// When it starts: 20:00, 20u30, 8pm
    #[command(max_length = 12)]
    time: String,
    /// Where to announce it; your server's default channel otherwise
    #[command(channel_types = "guild_text guild_announcement")]
    channel: Option<InteractionChannel>,
    /// Address of a picture, https only; needs Premium
    #[command(max_length = 512)]
    image_url: Option<String>,
    /// A picture: PNG, JPEG, GIF or WebP of at most 8 MiB; needs Premium
    image: Option<Attachment>,
}

pub(crate) fn definition() -> Command {
    AddLiveSessionCommand::create_command().into()
}

pub(crate) async fn run(data: &CommandData, asker: &Asker, context: &DiscordContext) -> Handled {
    let Ok(command) = AddLiveSessionCommand::from_interaction(CommandInputData::from(data.clone()))
    else {
        return Ok(unreadable_command());
    };
    let request = AddLiveSession {
        guild: asker.guild,
        member: asker.member,
        roles: asker.roles.clone(),
        days: command.days,
        time: command.time,
        channel: command
            .channel
            .and_then(|it| ChannelId::from_twilight(it.id).ok()),
        picture: picture(command.image, command.image_url),
    };
    match context.features.reminders.add_live_session(request).await {
        Ok(added) => Ok(view::added(&added)),
        Err(UseCaseError::Refused(refusal)) => Ok(view::not_added(&refusal)),
        Err(UseCaseError::Failed(failure)) => Err(failure),
    }
}
