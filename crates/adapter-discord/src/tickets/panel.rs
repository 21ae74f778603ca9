//! `/ticket_panel_post`: the message with the button that opens tickets.

use kernel::{ChannelId, MessageId};
use reminders_core::Who;
use twilight_interactions::command::{CommandInputData, CommandModel, CreateCommand};
use twilight_model::application::command::Command;
use twilight_model::application::interaction::InteractionChannel;
use twilight_model::application::interaction::application_command::CommandData;
use twilight_model::channel::message::AllowedMentions;
use twilight_model::guild::Permissions;
use twilight_model::id::marker::MessageMarker;

use super::made::Made;
use super::panel_view;
use crate::context::{Asker, DiscordContext};
use crate::convert::{FromTwilight as _, ToTwilight as _};
use crate::reply::rows;
use crate::rest::RestError;
use crate::routes::Handled;

pub(crate) const NAME: &str = TicketPanelCommand::NAME;

#[derive(CommandModel, CreateCommand)]
#[command(
    name = "ticket_panel_post",
    desc = "Post a button that opens tickets",
    contexts = "guild",
    integration_types = "guild_install"
)]
struct TicketPanelCommand {
    /// Where; this channel if you leave it out
    #[command(channel_types = "guild_text guild_announcement")]
    channel: Option<InteractionChannel>,
}

pub(crate) fn definition() -> Command {
    TicketPanelCommand::create_command().into()
}

pub(crate) async fn run(data: &CommandData, asker: &Asker, context: &DiscordContext) -> Handled {
    if !asker.member.is_admin() {
        return Ok(panel_view::for_admins());
    }
    let Ok(command) = TicketPanelCommand::from_interaction(CommandInputData::from(data.clone()))
    else {
        return Ok(panel_view::unreadable());
    };
    let chosen = command.channel.map(|it| ChannelId::from_twilight(it.id));
    let Ok(channel) = chosen.unwrap_or(Ok(asker.channel)) else {
        return Ok(panel_view::unreadable());
    };
    let held = context
        .directory
        .permissions(asker.guild, channel, &Who::Bot);
    let Some((_, held)) = held else {
        return Ok(panel_view::unknown_channel());
    };
    let needed = Permissions::VIEW_CHANNEL | Permissions::SEND_MESSAGES | Permissions::EMBED_LINKS;
    if !held.contains(needed) {
        return Ok(panel_view::lacking(channel, needed - held));
    }
    // Asked first: whoever is told that this failed tries again, and would have two panels.
    let is_set_up = context.features.tickets.is_set_up(asker.guild).await?;
    match post(channel, context).await {
        Ok(message) => {
            let tickets = &context.features.tickets;
            tickets
                .tell_of_panel(asker.guild, channel, asker.member.user)
                .await;
            Ok(panel_view::posted(asker.guild, channel, message, is_set_up))
        }
        Err(RestError::Refused { status: 403, .. }) => {
            // It is known to have them all, and yet something is in the way.
            Ok(panel_view::lacking(channel, needed))
        }
        Err(error) => Err(error.failure("post a panel of tickets")),
    }
}

async fn post(channel: ChannelId, context: &DiscordContext) -> Result<MessageId, RestError> {
    let (embeds, components) = ([panel_view::embed()], rows(vec![panel_view::button()]));
    let nobody = AllowedMentions::default();
    let request = context
        .rest
        .requests()
        .create_message(channel.to_twilight())
        .embeds(&embeds)
        .components(&components)
        .allowed_mentions(Some(&nobody));
    let made = context.rest.model(request).await;
    made.and_then(Made::<MessageMarker>::id)
}
