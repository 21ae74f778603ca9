//! `/onboarding panel_post`: one more panel, wherever an admin wants it.

use kernel::{ChannelId, UseCaseError};
use onboarding_core::PostPanel;
use reminders_core::Who;
use twilight_interactions::command::{CommandModel, CreateCommand};
use twilight_model::application::interaction::InteractionChannel;
use twilight_model::guild::Permissions;

use super::board::NEEDED;
use super::panel_post_view as view;
use crate::context::{Asker, DiscordContext};
use crate::convert::FromTwilight as _;
use crate::routes::Handled;

#[derive(CommandModel, CreateCommand)]
#[command(name = "panel_post", desc = "Post the panel with the start button")]
pub(crate) struct PanelPost {
    /// Where (default: here)
    #[command(channel_types = "guild_text guild_announcement")]
    channel: Option<InteractionChannel>,
}

/// Whoever asks is an admin.
pub(crate) async fn run(command: &PanelPost, asker: &Asker, context: &DiscordContext) -> Handled {
    let named = command.channel.as_ref();
    let named = named.and_then(|it| ChannelId::from_twilight(it.id).ok());
    let channel = named.unwrap_or(asker.channel);
    let wish = PostPanel {
        guild: asker.guild,
        channel,
        by: asker.member.user,
        // A command that Discord delivers twice posts one panel.
        mark: format!("onbp{}", asker.way_back.reference()),
    };
    match context.features.newcomers.post_panel(&wish).await {
        Ok(panel) => Ok(view::posted(asker.guild, panel)),
        Err(UseCaseError::Refused(why)) => {
            let held = context
                .directory
                .permissions(asker.guild, channel, &Who::Bot);
            let held = held.map_or(Permissions::empty(), |(_, held)| held);
            Ok(view::not_posted(why, channel, NEEDED - held))
        }
        Err(UseCaseError::Failed(failure)) => Err(failure),
    }
}
