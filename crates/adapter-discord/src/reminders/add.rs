//! `/add_reminder`.

use kernel::{ChannelId, UseCaseError};
use reminders_core::{AddRefusal, AddReminder, Added, Announce, WhenInput};
use twilight_interactions::command::{
    CommandInputData, CommandModel, CommandOption, CreateCommand, CreateOption,
};
use twilight_model::application::command::Command;
use twilight_model::application::interaction::InteractionChannel;
use twilight_model::application::interaction::application_command::CommandData;
use twilight_model::channel::Attachment;

use super::picture_option::picture;
use super::view;
use crate::context::{Asker, DiscordContext};
use crate::convert::FromTwilight as _;
use crate::routes::Handled;

pub(crate) const NAME: &str = AddReminderCommand::NAME;

#[derive(CommandModel, CreateCommand)]
#[command(
    name = "add_reminder",
    desc = "Schedule a reminder, once or again and again",
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
    /// When it comes back: mon, wed; ma-vr; every 2 weeks on friday; first monday of the month
    #[command(max_length = 100)]
    days: Option<String>,
    /// The day of a one-off: 14/2, 14 February, tomorrow
    #[command(max_length = 100)]
    date: Option<String>,
    /// Its first day, with days: 1/3, 1 March
    #[command(max_length = 100)]
    starts_on: Option<String>,
    /// Its last day, with days: 30/6, 30 June
    #[command(max_length = 100)]
    ends_on: Option<String>,
    /// Post it before the event, at its start, or both
    announce: Option<AnnounceChoice>,
    /// Ping everyone, where your server allows that; you need Mention Everyone
    mention_everyone: Option<bool>,
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
    /// A picture: PNG, JPEG, GIF or WebP of at most 8 MiB; needs Premium
    image: Option<Attachment>,
}

/// Which moments are announced, as members choose it.
#[derive(Clone, Copy, CommandOption, CreateOption)]
pub(super) enum AnnounceChoice {
    #[option(name = "before", value = "before")]
    Before,
    #[option(name = "at start", value = "at_start")]
    AtStart,
    #[option(name = "both", value = "both")]
    Both,
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

impl From<AnnounceChoice> for Announce {
    fn from(choice: AnnounceChoice) -> Self {
        match choice {
            AnnounceChoice::Before => Self::Before,
            AnnounceChoice::AtStart => Self::AtStart,
            AnnounceChoice::Both => Self::Both,
        }
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
                starts_on: self.starts_on,
                ends_on: self.ends_on,
                ..WhenInput::default()
            },
            message: self.message,
            location: self.location,
            link: self.link,
            picture: picture(self.image, self.image_url),
            announce: self.announce.map(AnnounceChoice::into),
            mention_everyone: self.mention_everyone == Some(true),
            origin: None,
        }
    }
}
