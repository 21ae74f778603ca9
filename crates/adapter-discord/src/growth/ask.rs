//! `/learn_topic` and `/create_caption`.

use std::future::Future;

use chrono::TimeDelta;
use growth_core::{Ask, Asked, Style, Told};
use kernel::UseCaseError;
use twilight_interactions::command::{
    CommandInputData, CommandModel, CommandOption, CreateCommand, CreateOption,
};
use twilight_model::application::command::Command;
use twilight_model::application::interaction::application_command::CommandData;

use super::answer_view as view;
use crate::answering::fill_in;
use crate::context::DiscordContext;
use crate::routes::Handled;

pub(crate) const LEARN_NAME: &str = LearnTopicCommand::NAME;
pub(crate) const CAPTION_NAME: &str = CreateCaptionCommand::NAME;

/// Whoever waits longer than this is told that it is still being worked on.
const STILL: TimeDelta = TimeDelta::seconds(10);

#[derive(CommandModel, CreateCommand)]
#[command(
    name = "learn_topic",
    desc = "Have a topic explained: trading, mindset, leadership",
    contexts = "guild bot_dm",
    integration_types = "guild_install"
)]
struct LearnTopicCommand {
    /// What do you want to learn about? For example RSI, scalping, risk management
    #[command(min_length = 1, max_length = 200)]
    topic: String,
}

#[derive(CommandModel, CreateCommand)]
#[command(
    name = "create_caption",
    desc = "Write a caption of at most 300 characters for a post",
    contexts = "guild bot_dm",
    integration_types = "guild_install"
)]
struct CreateCaptionCommand {
    /// What is the post about?
    #[command(min_length = 1, max_length = 200)]
    topic: String,
    /// How should it sound?
    style: StyleOption,
}

#[derive(Clone, Copy, CommandOption, CreateOption)]
enum StyleOption {
    #[option(name = "punchy", value = "punchy")]
    Punchy,
    #[option(name = "vulnerable", value = "vulnerable")]
    Vulnerable,
    #[option(name = "educational", value = "educational")]
    Educational,
    #[option(name = "spiritual", value = "spiritual")]
    Spiritual,
    #[option(name = "motivational", value = "motivational")]
    Motivational,
    #[option(name = "formal", value = "formal")]
    Formal,
}

impl From<StyleOption> for Style {
    fn from(option: StyleOption) -> Self {
        match option {
            StyleOption::Punchy => Self::Punchy,
            StyleOption::Vulnerable => Self::Vulnerable,
            StyleOption::Educational => Self::Educational,
            StyleOption::Spiritual => Self::Spiritual,
            StyleOption::Motivational => Self::Motivational,
            StyleOption::Formal => Self::Formal,
        }
    }
}

pub(crate) fn definitions() -> [Command; 2] {
    [
        LearnTopicCommand::create_command().into(),
        CreateCaptionCommand::create_command().into(),
    ]
}

pub(crate) async fn learn_topic(
    data: &CommandData,
    ask: &Ask,
    context: &DiscordContext,
) -> Handled {
    let input = CommandInputData::from(data.clone());
    let Ok(command) = LearnTopicCommand::from_interaction(input) else {
        return Ok(view::unreadable());
    };
    let growth = &context.features.growth;
    let learning = growth.learn_topic(ask, &command.topic);
    answered(learning, ask, context).await
}

pub(crate) async fn create_caption(
    data: &CommandData,
    ask: &Ask,
    context: &DiscordContext,
) -> Handled {
    let input = CommandInputData::from(data.clone());
    let Ok(command) = CreateCaptionCommand::from_interaction(input) else {
        return Ok(view::unreadable());
    };
    let growth = &context.features.growth;
    let writing = growth.create_caption(ask, &command.topic, command.style.into());
    answered(writing, ask, context).await
}

/// What came of a question. When it takes long, whoever asked is told so meanwhile.
async fn answered(
    question: impl Future<Output = Asked>,
    ask: &Ask,
    context: &DiscordContext,
) -> Handled {
    tokio::pin!(question);
    let patience = context.clock.sleep_until(context.clock.now() + STILL);
    let asked = tokio::select! {
        asked = &mut question => asked,
        () = patience => {
            let token = &ask.reply_to.token;
            let still = fill_in(&context.rest, context.application, token, view::still());
            // Side by side, so that the question goes on meanwhile; that the words do not arrive harms nobody.
            let (_, asked) = tokio::join!(still, question);
            asked
        }
    };
    outcome(asked, &ask.reply_to.reference)
}

/// The reply to what came of a question.
pub(super) fn outcome(asked: Asked, reference: &str) -> Handled {
    let Asked { help, outcome } = asked;
    match (outcome, help) {
        (Ok(reply), help) => Ok(view::told(&Told { help, reply }, reference)),
        (Err(UseCaseError::Refused(why)), help) => Ok(view::refused_with(help.as_ref(), &why)),
        (Err(UseCaseError::Failed(failure)), Some(help)) => {
            tracing::error!(
                error = &failure as &dyn std::error::Error,
                reference,
                "somebody in distress was told where help is, and nothing else"
            );
            Ok(view::failed_with(&help, reference))
        }
        (Err(UseCaseError::Failed(failure)), None) => Err(failure),
    }
}
