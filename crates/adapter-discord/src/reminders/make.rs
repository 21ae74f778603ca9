//! The message command "Make reminder": a form filled in out of a message, and its answer.
//!
//! The message comes with the interaction itself, so this works without the message-content intent.

use kernel::{ChannelId, MessageId, UseCaseError};
use reminders_core::{
    AddReminder, Origin, Prepare, PrepareFrom, PrepareRefusal, PreparedReminder, WhenInput,
};
use twilight_model::application::command::{Command, CommandType};
use twilight_model::application::interaction::InteractionContextType;
use twilight_model::application::interaction::application_command::CommandData;
use twilight_model::application::interaction::modal::ModalInteractionData;
use twilight_model::oauth::ApplicationIntegrationType;
use twilight_util::builder::command::CommandBuilder;

use super::form_typed::Typed;
use super::{add, make_view, message, view};
use crate::context::{Asker, DiscordContext};
use crate::custom_id::{self, Parts};
use crate::reply::Reply;
use crate::routes::Handled;

pub(crate) const NAME: &str = "Make reminder";
/// The form that comes back.
pub(crate) const FORM: &str = "make_reminder";

/// The button that opens the form out of a message in another channel.
pub(crate) const OPEN: &str = "open_make_reminder";

pub(crate) fn definition() -> Command {
    CommandBuilder::new(NAME, "", CommandType::Message)
        .contexts([InteractionContextType::Guild])
        .integration_types([ApplicationIntegrationType::GuildInstall])
        .build()
}

pub(crate) async fn run(data: &CommandData, asker: &Asker, context: &DiscordContext) -> Handled {
    let target = data.target_id.map(twilight_model::id::Id::cast);
    let found = data
        .resolved
        .as_ref()
        .zip(target)
        .and_then(|(resolved, id)| resolved.messages.get(&id));
    let Some(announcement) =
        found.and_then(|it| message::read(it, asker.guild, context.directory.bot(), None))
    else {
        return Ok(make_view::nothing_to_make());
    };
    let origin = announcement.origin;
    let request = Prepare {
        guild: asker.guild,
        announcement,
    };
    form(origin, context.features.reminders.prepare(request).await)
}

/// The id of a button that opens the form for a message.
pub(super) fn open_id(origin: Origin) -> String {
    custom_id::encode(OPEN, &[&origin.channel, &origin.message])
}

pub(crate) async fn open(mut parts: Parts<'_>, asker: &Asker, context: &DiscordContext) -> Handled {
    let place = parts.next::<ChannelId>().zip(parts.next::<MessageId>());
    let Some((channel, message)) = place else {
        return Ok(view::unreadable_command());
    };
    let origin = Origin { channel, message };
    let request = PrepareFrom {
        guild: asker.guild,
        member: asker.member,
        roles: asker.roles.clone(),
        origin,
    };
    form(
        origin,
        context.features.reminders.prepare_from(request).await,
    )
}

/// The form for a message, or why there is none.
fn form(
    origin: Origin,
    outcome: Result<PreparedReminder, UseCaseError<PrepareRefusal>>,
) -> Handled {
    match outcome {
        Ok(prepared) => {
            let custom_id = custom_id::encode(FORM, &[&origin.channel, &origin.message]);
            Ok(Reply::Form(make_view::make_form(custom_id, &prepared)))
        }
        Err(UseCaseError::Refused(refusal)) => Ok(make_view::not_prepared(refusal)),
        Err(UseCaseError::Failed(failure)) => Err(failure),
    }
}

pub(crate) async fn submit(
    data: &ModalInteractionData,
    mut parts: Parts<'_>,
    asker: &Asker,
    context: &DiscordContext,
) -> Handled {
    let origin = parts.next::<ChannelId>().zip(parts.next::<MessageId>());
    let Some((channel, message)) = origin else {
        return Ok(view::unreadable_command());
    };
    let typed = Typed::read(data);
    let request = AddReminder {
        guild: asker.guild,
        member: asker.member,
        roles: asker.roles.clone(),
        name: typed.name,
        channel: typed.channel,
        when: WhenInput {
            time: Some(typed.time),
            days_or_date: Some(typed.when),
            ..WhenInput::default()
        },
        message: Some(typed.message),
        location: None,
        link: None,
        picture: None,
        announce: None,
        mention_everyone: false,
        origin: Some(Origin { channel, message }),
    };
    add::answer(context.features.reminders.add(request).await)
}
