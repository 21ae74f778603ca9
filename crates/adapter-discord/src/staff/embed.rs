//! `/embed`: an admin posts an embed in the bot's name, out of a form.

use kernel::{ChannelId, UseCaseError};
use staff_core::PostEmbed;
use twilight_interactions::command::{CommandInputData, CommandModel, CreateCommand};
use twilight_model::application::command::Command;
use twilight_model::application::interaction::InteractionChannel;
use twilight_model::application::interaction::application_command::CommandData;
use twilight_model::application::interaction::modal::ModalInteractionData;
use twilight_model::guild::Permissions;

use super::{embed_view as view, send_to_view};
use crate::context::{Asker, DiscordContext};
use crate::convert::FromTwilight as _;
use crate::custom_id::Parts;
use crate::form_inputs::text_of;
use crate::reply::Reply;
use crate::routes::Handled;

pub(crate) const NAME: &str = EmbedCommand::NAME;
/// The form; it carries the channel.
pub(crate) const FORM: &str = "embed_post";
/// The form's inputs.
pub(super) const TITLE: &str = "title";
pub(super) const DESCRIPTION: &str = "description";
pub(super) const COLOUR: &str = "colour";
pub(super) const FOOTER: &str = "footer";

#[derive(CommandModel, CreateCommand)]
#[command(
    name = "embed",
    desc = "Post an embed in my name (admins)",
    contexts = "guild",
    integration_types = "guild_install",
    default_permissions = "admins"
)]
struct EmbedCommand {
    /// Where
    #[command(channel_types = "guild_text guild_announcement")]
    channel: InteractionChannel,
}

fn admins() -> Permissions {
    Permissions::ADMINISTRATOR
}

pub(crate) fn definition() -> Command {
    EmbedCommand::create_command().into()
}

pub(crate) fn run(data: &CommandData, asker: &Asker) -> Reply {
    let Ok(command) = EmbedCommand::from_interaction(CommandInputData::from(data.clone())) else {
        return send_to_view::unreadable();
    };
    let Ok(channel) = ChannelId::from_twilight(command.channel.id) else {
        return send_to_view::unreadable();
    };
    // So that nobody fills in a form for nothing. Whether they are one is looked at again when it comes back.
    if !asker.member.is_admin() {
        return Reply::text(send_to_view::not_admin());
    }
    view::form(channel)
}

pub(crate) async fn submit(
    data: &ModalInteractionData,
    mut parts: Parts<'_>,
    asker: &Asker,
    context: &DiscordContext,
) -> Handled {
    let Some(channel) = parts.next::<ChannelId>() else {
        return Ok(send_to_view::unreadable());
    };
    let typed = |id| text_of(data, id).unwrap_or_default().to_owned();
    let wish = PostEmbed {
        guild: asker.guild,
        by: asker.member,
        channel,
        title: typed(TITLE),
        description: typed(DESCRIPTION),
        colour: typed(COLOUR),
        footer: typed(FOOTER),
        key: asker.way_back.reference(),
    };
    match context.features.staff.post_embed(wish).await {
        Ok(message) => Ok(view::posted(asker.guild, channel, message)),
        Err(UseCaseError::Refused(refusal)) => Ok(view::refused(&refusal, channel)),
        Err(UseCaseError::Failed(failure)) => Err(failure),
    }
}
