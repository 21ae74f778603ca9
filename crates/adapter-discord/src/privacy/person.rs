//! Whoever asks for what is stored of them: in a server, or in a direct message, where nothing belongs to a server.

use kernel::UserId;
use twilight_model::application::interaction::{Interaction, InteractionData};

use super::{erase, export};
use crate::attachments::UPLOAD_MAX;
use crate::context::{Asker, DiscordContext};
use crate::convert::FromTwilight as _;
use crate::custom_id::Parts;
use crate::routes::{Handled, unknown};

/// Whoever asks, for themselves.
#[derive(Clone)]
pub(crate) struct Person {
    pub(crate) user: UserId,
    /// The interaction's token, by which they are given files.
    pub(super) token: String,
    /// How many bytes a file may have that they are given.
    pub(super) upload_limit: usize,
}

impl From<&Asker> for Person {
    fn from(asker: &Asker) -> Self {
        Self {
            user: asker.member.user,
            token: asker.way_back.token.clone(),
            upload_limit: asker.upload_limit,
        }
    }
}

/// Who asks in a direct message, if it is for what is stored of them.
pub(crate) fn alone(interaction: &Interaction) -> Option<Person> {
    let works_here = match interaction.data.as_ref()? {
        InteractionData::ApplicationCommand(data) => {
            [export::NAME, erase::NAME].contains(&&*data.name)
        }
        InteractionData::MessageComponent(data) => {
            [erase::CONFIRM, erase::CANCEL].contains(&Parts::of(&data.custom_id).route)
        }
        _ => false,
    };
    if !works_here || interaction.guild_id.is_some() {
        return None;
    }
    Some(Person {
        user: UserId::from_twilight(interaction.author()?.id).ok()?,
        token: interaction.token.clone(),
        upload_limit: usize::try_from(interaction.attachment_size_limit).unwrap_or(UPLOAD_MAX),
    })
}

/// Hands it to its handler.
pub(crate) async fn dispatch(
    interaction: &Interaction,
    person: &Person,
    context: &DiscordContext,
) -> Handled {
    match &interaction.data {
        Some(InteractionData::ApplicationCommand(data)) => match &*data.name {
            export::NAME => export::run(person, context).await,
            erase::NAME => Ok(erase::run(person, context)),
            _ => Ok(unknown()),
        },
        Some(InteractionData::MessageComponent(data)) => {
            let parts = Parts::of(&data.custom_id);
            match parts.route {
                erase::CONFIRM => erase::confirm(parts, person, context).await,
                erase::CANCEL => erase::cancel(parts, person, context).await,
                _ => Ok(unknown()),
            }
        }
        _ => Ok(unknown()),
    }
}
