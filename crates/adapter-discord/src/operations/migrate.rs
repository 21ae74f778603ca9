//! `/migrate` and `/migrate_status`: the database's schema, for whoever runs the bot.

use chrono::DateTime;
use kernel::UseCaseError;
use operations_core::{Caller, Consent, SchemaRefusal};
use twilight_model::application::command::{Command, CommandType};
use twilight_model::application::interaction::InteractionContextType;
use twilight_model::application::interaction::application_command::{
    CommandData, CommandOptionValue,
};
use twilight_model::application::interaction::modal::ModalInteractionData;
use twilight_model::guild::Permissions;
use twilight_model::oauth::ApplicationIntegrationType;
use twilight_util::builder::command::{CommandBuilder, StringBuilder};

use super::migrate_view as view;
use crate::context::{Asker, DiscordContext};
use crate::custom_id::{self, Parts};
use crate::form_inputs::first_text;
use crate::reply::Reply;
use crate::routes::Handled;

pub(crate) const NAME: &str = "migrate";
pub(crate) const STATUS_NAME: &str = "migrate_status";
/// The button that applies what is pending.
pub(crate) const UP: &str = "schema_up";
/// The button that asks for the number of the step to take back.
pub(crate) const DOWN: &str = "schema_down";
/// The form in which that number is typed.
pub(crate) const DOWN_FORM: &str = "schema_down_form";

const ACTION: &str = "action";
const STATUS: &str = "status";
const UPGRADE: &str = "upgrade";
const DOWNGRADE: &str = "downgrade";
const HISTORY: &str = "history";

/// What the buttons and the form carry: a step's number, and who was asked until when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Question {
    pub(super) version: i64,
    pub(super) consent: Consent,
}

impl Question {
    pub(super) fn custom_id(self, route: &'static str) -> String {
        let Consent { asked, until } = self.consent;
        custom_id::encode(route, &[&self.version, &asked, &until.timestamp()])
    }

    fn read(mut parts: Parts<'_>) -> Option<Self> {
        let version = parts.next()?;
        let asked = parts.next()?;
        let until = DateTime::from_timestamp(parts.next()?, 0)?;
        let consent = Consent { asked, until };
        Some(Self { version, consent })
    }
}

pub(crate) fn definition() -> Command {
    let actions = [STATUS, UPGRADE, DOWNGRADE, HISTORY];
    let action = StringBuilder::new(ACTION, "What to do (default: status)")
        .choices(actions.map(|it| (it, it)));
    command(
        NAME,
        "Look at my database's schema, or change it (owners of the bot)",
    )
    .option(action)
    .build()
}

pub(crate) fn status_definition() -> Command {
    command(
        STATUS_NAME,
        "Show where my database's schema stands (owners of the bot)",
    )
    .build()
}

fn command(name: &'static str, help: &'static str) -> CommandBuilder {
    CommandBuilder::new(name, help, CommandType::ChatInput)
        .default_member_permissions(Permissions::ADMINISTRATOR)
        .contexts([InteractionContextType::Guild])
        .integration_types([ApplicationIntegrationType::GuildInstall])
}

pub(crate) async fn run(data: &CommandData, asker: &Asker, context: &DiscordContext) -> Handled {
    let schema = &context.features.schema;
    let action = data.options.iter().find(|it| it.name == ACTION);
    let action = match action.map(|it| &it.value) {
        Some(CommandOptionValue::String(it)) => it.as_str(),
        _ => STATUS,
    };
    match action {
        UPGRADE => {
            let planned = schema.plan_upgrade(caller(asker)).await;
            answer(planned, |(steps, consent)| {
                view::ask_upgrade(&steps, consent)
            })
        }
        DOWNGRADE => {
            let planned = schema.plan_downgrade(caller(asker)).await;
            answer(planned, |(step, consent)| {
                view::ask_downgrade(&step, consent)
            })
        }
        HISTORY => {
            let history = schema.history(caller(asker)).await;
            answer(history, |steps| view::history(&steps))
        }
        _ => status(asker, context).await,
    }
}

pub(crate) async fn status(asker: &Asker, context: &DiscordContext) -> Handled {
    let status = context.features.schema.status(caller(asker)).await;
    answer(status, |steps| view::status(&steps))
}

/// The upgrade was confirmed.
pub(crate) async fn upgrade(parts: Parts<'_>, asker: &Asker, context: &DiscordContext) -> Handled {
    let Some(Question { version, consent }) = Question::read(parts) else {
        return Ok(view::unreadable());
    };
    let schema = &context.features.schema;
    let applied = schema.upgrade(caller(asker), consent, version).await;
    answer(applied, |steps| view::upgraded(&steps))
}

/// The first half of a downgrade was confirmed; the second is to type the step's number.
pub(crate) fn open_form(parts: Parts<'_>, asker: &Asker, context: &DiscordContext) -> Handled {
    let Some(Question { version, consent }) = Question::read(parts) else {
        return Ok(view::unreadable());
    };
    let confirmed = context
        .features
        .schema
        .confirm_downgrade(caller(asker), consent);
    answer(confirmed, |consent| {
        Reply::Form(view::downgrade_form(Question { version, consent }))
    })
}

/// The step's number was typed.
pub(crate) async fn downgrade(
    data: &ModalInteractionData,
    parts: Parts<'_>,
    asker: &Asker,
    context: &DiscordContext,
) -> Handled {
    let Some(Question { version, consent }) = Question::read(parts) else {
        return Ok(view::unreadable());
    };
    let schema = &context.features.schema;
    let typed = first_text(data).unwrap_or_default();
    let taken_back = schema
        .downgrade(caller(asker), consent, version, typed)
        .await;
    answer(taken_back, |step| view::downgraded(&step))
}

fn caller(asker: &Asker) -> Caller {
    Caller {
        guild: asker.guild,
        member: asker.member,
    }
}

fn answer<T>(
    outcome: Result<T, UseCaseError<SchemaRefusal>>,
    word: impl FnOnce(T) -> Reply,
) -> Handled {
    match outcome {
        Ok(value) => Ok(word(value)),
        Err(UseCaseError::Refused(refusal)) => Ok(view::refused(refusal)),
        Err(UseCaseError::Failed(failure)) => Err(failure),
    }
}

#[cfg(test)]
mod tests {
    use kernel::UserId;

    use super::*;

    #[test]
    fn a_button_brings_back_what_was_asked() {
        let question = Question {
            version: 5,
            consent: Consent {
                asked: UserId::new(9).unwrap(),
                until: DateTime::from_timestamp(1_800_000_000, 0).unwrap(),
            },
        };
        let id = question.custom_id(UP);
        let parts = Parts::of(&id);
        assert_eq!(parts.route, UP);
        assert_eq!(Question::read(parts), Some(question));
        assert_eq!(Question::read(Parts::of("schema_up:5:9")), None);
        assert_eq!(Question::read(Parts::of("schema_up:five:9:1")), None);
    }
}
