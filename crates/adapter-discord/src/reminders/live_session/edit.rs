//! `/edit_live_session`.

use kernel::{ChannelId, UseCaseError};
use reminders_core::{EditReminder, PictureChange, ReminderId, ReminderPatch};
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

pub(crate) const NAME: &str = EditLiveSessionCommand::NAME;

#[derive(CommandModel, CreateCommand)]
#[command(
    name = "edit_live_session",
    desc = "Change a live session; what you leave out stays",
    contexts = "guild",
    integration_types = "guild_install"
)]
struct EditLiveSessionCommand {
    /// Which one: type a part of its days, time or ID
    #[command(autocomplete = true, min_value = 1)]
    live_session_id: i64,
    /// When it comes: mon, wed; ma-vr; every 2 weeks on friday
    #[command(max_length = 100)]
    days: Option<String>,
    /// When it starts: 20:00, 20u30, 8pm
    #[command(max_length = 12)]
    time: Option<String>,
    /// Where to announce it
    #[command(channel_types = "guild_text guild_announcement")]
    channel: Option<InteractionChannel>,
    /// Address of a picture, https only; needs Premium
    #[command(max_length = 512)]
    image_url: Option<String>,
    /// A picture: PNG, JPEG, GIF or WebP of at most 8 MiB; needs Premium
    image: Option<Attachment>,
    /// Take its picture away
    clear_image: Option<bool>,
}

pub(crate) fn definition() -> Command {
    EditLiveSessionCommand::create_command().into()
}

pub(crate) async fn run(data: &CommandData, asker: &Asker, context: &DiscordContext) -> Handled {
    let Ok(command) =
        EditLiveSessionCommand::from_interaction(CommandInputData::from(data.clone()))
    else {
        return Ok(unreadable_command());
    };
    let id = u64::try_from(command.live_session_id).ok();
    let Some(id) = id.and_then(ReminderId::new) else {
        return Ok(view::no_such_live_session());
    };
    let request = EditReminder {
        guild: asker.guild,
        member: asker.member,
        roles: asker.roles.clone(),
        id,
        patch: command.into_patch(),
    };
    match context.features.reminders.edit_live_session(request).await {
        Ok(edited) => Ok(view::edited(&edited)),
        Err(UseCaseError::Refused(refusal)) => Ok(view::not_edited(&refusal)),
        Err(UseCaseError::Failed(failure)) => Err(failure),
    }
}

impl EditLiveSessionCommand {
    fn into_patch(self) -> ReminderPatch {
        ReminderPatch {
            days: self.days,
            time: self.time,
            channel: self
                .channel
                .and_then(|it| ChannelId::from_twilight(it.id).ok()),
            picture: if self.clear_image == Some(true) {
                Some(PictureChange::Clear)
            } else {
                picture(self.image, self.image_url).map(PictureChange::To)
            },
            ..ReminderPatch::default()
        }
    }
}
