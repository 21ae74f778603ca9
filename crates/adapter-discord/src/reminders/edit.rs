//! `/reminder_edit`: a form with the reminder as it is, or single options that are applied at once.

use kernel::UseCaseError;
use reminders_core::{
    Change, EditForm, EditRefusal, EditReminder, Edited, PictureChange, ReminderId, ReminderPatch,
};
use twilight_interactions::command::{
    CommandInputData, CommandModel, CommandOption, CreateCommand, CreateOption,
};
use twilight_model::application::command::Command;
use twilight_model::application::interaction::application_command::CommandData;
use twilight_model::application::interaction::modal::ModalInteractionData;
use twilight_model::channel::Attachment;

use super::add::AnnounceChoice;
use super::edited_form::FormState;
use super::form_typed::Typed;
use super::picture_option::picture;
use super::{edit_view, view};
use crate::context::{Asker, DiscordContext};
use crate::custom_id::{self, Parts};
use crate::reply::Reply;
use crate::routes::Handled;

pub(crate) const NAME: &str = ReminderEditCommand::NAME;
/// The form that comes back.
pub(crate) const FORM: &str = "edit_reminder";
/// The button that opens the form.
pub(crate) const OPEN: &str = "open_edit_reminder";

#[derive(CommandModel, CreateCommand)]
#[command(
    name = "reminder_edit",
    desc = "Change one of your reminders; with its ID alone, in a form",
    contexts = "guild",
    integration_types = "guild_install"
)]
struct ReminderEditCommand {
    /// Which one: type a part of its name or its ID
    #[command(autocomplete = true, min_value = 1)]
    reminder_id: i64,
    /// Post it before the event, at its start, or both
    announce: Option<AnnounceChoice>,
    /// Ping everyone, where your server allows that; you need Mention Everyone
    mention_everyone: Option<bool>,
    /// Where the event is
    #[command(max_length = 200)]
    location: Option<String>,
    /// Have it come back: mon, wed or every 2 weeks on friday; a one-off then comes again and again
    #[command(max_length = 100)]
    days: Option<String>,
    /// Have it come once, on this day: 14/2, 14 February, tomorrow
    #[command(max_length = 100)]
    date: Option<String>,
    /// Its first day, when it comes back: 1/3, 1 March
    #[command(max_length = 100)]
    starts_on: Option<String>,
    /// Its last day, when it comes back: 30/6, 30 June
    #[command(max_length = 100)]
    ends_on: Option<String>,
    /// Address of a picture, https only; needs Premium
    #[command(max_length = 512)]
    image_url: Option<String>,
    /// A picture: PNG, JPEG, GIF or WebP of at most 8 MiB; needs Premium
    image: Option<Attachment>,
    /// Take something away
    clear: Option<ClearChoice>,
}

/// What can be taken away from a reminder.
#[derive(Clone, Copy, PartialEq, Eq, CommandOption, CreateOption)]
enum ClearChoice {
    #[option(name = "location", value = "location")]
    Location,
    #[option(name = "first day", value = "starts_on")]
    StartsOn,
    #[option(name = "last day", value = "ends_on")]
    EndsOn,
    #[option(name = "picture", value = "image")]
    Image,
}

pub(crate) fn definition() -> Command {
    ReminderEditCommand::create_command().into()
}

/// Whether the command changes a reminder at once, rather than opening the form.
pub(crate) fn changes_something(data: &CommandData) -> bool {
    data.options.len() > 1
}

pub(crate) async fn run(data: &CommandData, asker: &Asker, context: &DiscordContext) -> Handled {
    let Ok(command) = ReminderEditCommand::from_interaction(CommandInputData::from(data.clone()))
    else {
        return Ok(view::unreadable_command());
    };
    let id = u64::try_from(command.reminder_id).ok();
    let Some(id) = id.and_then(ReminderId::new) else {
        return Ok(view::no_such_reminder());
    };
    if changes_something(data) {
        return change(id, command.into_patch(), asker, context).await;
    }
    form(id, asker, context).await
}

/// The id of a button that opens the form.
pub(super) fn open_id(id: ReminderId) -> String {
    custom_id::encode(OPEN, &[&id])
}

pub(crate) async fn open(mut parts: Parts<'_>, asker: &Asker, context: &DiscordContext) -> Handled {
    match parts.next::<u64>().and_then(ReminderId::new) {
        Some(id) => form(id, asker, context).await,
        None => Ok(view::unreadable_command()),
    }
}

async fn form(id: ReminderId, asker: &Asker, context: &DiscordContext) -> Handled {
    let request = EditForm {
        guild: asker.guild,
        member: asker.member,
        id,
    };
    match context.features.reminders.edit_form(request).await {
        Ok(editable) => Ok(Reply::Form(edit_view::form(&editable))),
        Err(UseCaseError::Refused(refusal)) => Ok(edit_view::not_edited(&refusal)),
        Err(UseCaseError::Failed(failure)) => Err(failure),
    }
}

pub(crate) async fn submit(
    data: &ModalInteractionData,
    mut parts: Parts<'_>,
    asker: &Asker,
    context: &DiscordContext,
) -> Handled {
    let id = parts.next::<u64>().and_then(ReminderId::new);
    let Some((id, shown)) = id.zip(FormState::read(&mut parts)) else {
        return Ok(view::unreadable_command());
    };
    let patch = shown.patch(Typed::read(data));
    change(id, patch, asker, context).await
}

async fn change(
    id: ReminderId,
    patch: ReminderPatch,
    asker: &Asker,
    context: &DiscordContext,
) -> Handled {
    let request = EditReminder {
        guild: asker.guild,
        member: asker.member,
        roles: asker.roles.clone(),
        id,
        patch,
    };
    answer(context.features.reminders.edit(request).await)
}

fn answer(outcome: Result<Edited, UseCaseError<EditRefusal>>) -> Handled {
    match outcome {
        Ok(edited) => Ok(edit_view::edited(&edited)),
        Err(UseCaseError::Refused(refusal)) => Ok(edit_view::not_edited(&refusal)),
        Err(UseCaseError::Failed(failure)) => Err(failure),
    }
}

impl ReminderEditCommand {
    fn into_patch(self) -> ReminderPatch {
        let clear = |what, text: Option<String>| match text {
            Some(text) => Some(Change::To(text)),
            None => (self.clear == Some(what)).then_some(Change::Clear),
        };
        ReminderPatch {
            location: clear(ClearChoice::Location, self.location),
            starts_on: clear(ClearChoice::StartsOn, self.starts_on),
            ends_on: clear(ClearChoice::EndsOn, self.ends_on),
            picture: if self.clear == Some(ClearChoice::Image) {
                Some(PictureChange::Clear)
            } else {
                picture(self.image, self.image_url).map(PictureChange::To)
            },
            days: self.days,
            date: self.date,
            announce: self.announce.map(AnnounceChoice::into),
            mention_everyone: self.mention_everyone,
            ..ReminderPatch::default()
        }
    }
}
