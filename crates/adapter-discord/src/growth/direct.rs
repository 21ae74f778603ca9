//! What people ask for themselves in a direct message, where nothing belongs to a server.

use growth_core::Ask;
use kernel::UserId;
use twilight_model::application::interaction::{Interaction, InteractionData};

use super::{ask, ask_of, check_in, leader};
use crate::context::{DiscordContext, WayBack};
use crate::convert::FromTwilight as _;
use crate::custom_id::Parts;
use crate::routes::{Handled, unknown};

/// Who asks, if it is something that works in a direct message and is asked there.
pub(crate) fn asker(interaction: &Interaction, context: &DiscordContext) -> Option<Ask> {
    let works_here = match interaction.data.as_ref()? {
        InteractionData::ApplicationCommand(data) => [
            ask::LEARN_NAME,
            ask::CAPTION_NAME,
            leader::NAME,
            check_in::NAME,
        ]
        .contains(&&*data.name),
        InteractionData::MessageComponent(data) => {
            [leader::PICK, leader::OPEN].contains(&Parts::of(&data.custom_id).route)
        }
        InteractionData::ModalSubmit(data) => {
            [leader::FORM, check_in::FORM].contains(&Parts::of(&data.custom_id).route)
        }
        _ => false,
    };
    if !works_here || interaction.guild_id.is_some() {
        return None;
    }
    let user = UserId::from_twilight(interaction.author()?.id).ok()?;
    Some(ask_of(None, user, &WayBack::of(interaction), context))
}

/// Hands it to its handler.
pub(crate) async fn dispatch(
    interaction: &Interaction,
    who: &Ask,
    context: &DiscordContext,
) -> Handled {
    match &interaction.data {
        Some(InteractionData::ApplicationCommand(data)) => match &*data.name {
            ask::LEARN_NAME => ask::learn_topic(data, who, context).await,
            ask::CAPTION_NAME => ask::create_caption(data, who, context).await,
            leader::NAME => leader::run(None, context).await,
            check_in::NAME => check_in::run(None, context).await,
            _ => Ok(unknown()),
        },
        Some(InteractionData::MessageComponent(data)) => match Parts::of(&data.custom_id).route {
            leader::PICK => leader::pick(&data.values, who, context).await,
            leader::OPEN => Ok(leader::form()),
            _ => Ok(unknown()),
        },
        Some(InteractionData::ModalSubmit(data)) => match Parts::of(&data.custom_id).route {
            leader::FORM => leader::submit(data, who, context).await,
            check_in::FORM => check_in::submit(data, who, context).await,
            _ => Ok(unknown()),
        },
        _ => Ok(unknown()),
    }
}
