//! `/add_reminder`.

use kernel::{ChannelId, UseCaseError};
use reminders_core::{AddRefusal, AddReminder, Added, WhenInput};
use twilight_interactions::command::{CommandInputData, CommandModel, CreateCommand};
use twilight_model::application::command::Command;
use twilight_model::application::interaction::InteractionChannel;
use twilight_model::application::interaction::application_command::CommandData;

use super::view;
use crate::context::{Asker, DiscordContext};
use crate::convert::FromTwilight as _;
use crate::routes::Handled;

pub(crate) const NAME: &str = AddReminderCommand::NAME;

#[derive(CommandModel, CreateCommand)]
#[command(
    name = "add_reminder",
    desc = "Schedule a one-off or weekly reminder",
    contexts = "guild",
    integration_types = "guild_install"
)]
struct AddReminderCommand {
    /// What it is called; a link's title takes its place
    #[command(min_length = 1, max_length = 100)]
    name: String,
    /// When the event starts: 20:00, 20u30, 8pm (needed without a link)
    #[command(max_length = 12)]
    time: Option<String>,
    /// Weekdays on which it comes back: mon, wed or ma-vr
    #[command(max_length = 100)]
    days: Option<String>,
    /// The day of a one-off: 14/2, 14 February, tomorrow
    #[command(max_length = 100)]
    date: Option<String>,
    /// Where to post it; your server's default channel otherwise
    #[command(channel_types = "guild_text guild_announcement")]
    channel: Option<InteractionChannel>,
    /// What it says
    #[command(max_length = 2000)]
    message: Option<String>,
    /// Where the event is
    #[command(max_length = 200)]
    location: Option<String>,
    /// Link to a message with an embed that announces the event
    #[command(max_length = 200)]
    link: Option<String>,
    /// Address of a picture, https only; needs Premium
    #[command(max_length = 512)]
    image_url: Option<String>,
}

pub(crate) fn definition() -> Command {
    AddReminderCommand::create_command().into()
}

pub(crate) async fn run(data: &CommandData, asker: &Asker, context: &DiscordContext) -> Handled {
    let Ok(command) = AddReminderCommand::from_interaction(CommandInputData::from(data.clone()))
    else {
        return Ok(view::unreadable_command());
    };
    answer(
        context
            .features
            .reminders
            .add(command.into_request(asker))
            .await,
    )
}

/// The reply to a wish for a reminder, by whatever way it was made.
pub(super) fn answer(outcome: Result<Added, UseCaseError<AddRefusal>>) -> Handled {
    match outcome {
        Ok(added) => Ok(view::added(&added)),
        Err(UseCaseError::Refused(refusal)) => Ok(view::not_added(&refusal)),
        Err(UseCaseError::Failed(failure)) => Err(failure),
    }
}

impl AddReminderCommand {
    fn into_request(self, asker: &Asker) -> AddReminder {
        AddReminder {
            guild: asker.guild,
            member: asker.member,
            roles: asker.roles.clone(),
            name: self.name,
            channel: self
                .channel
                .and_then(|it| ChannelId::from_twilight(it.id).ok()),
            when: WhenInput {
                time: self.time,
                days: self.days,
                date: self.date,
            },
            message: self.message,
            location: self.location,
            link: self.link,
            image_url: self.image_url,
            origin: None,
        }
    }
}
