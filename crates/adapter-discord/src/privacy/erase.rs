//! `/delete_my_data`: the question, and what its buttons do.

use chrono::DateTime;
use kernel::UseCaseError;
use privacy_core::{Erasure, Question};
use twilight_interactions::command::CreateCommand;
use twilight_model::application::command::Command;
use twilight_model::application::interaction::{Interaction, InteractionData};
use twilight_model::channel::message::Component;
use twilight_model::id::Id;

use super::erase_view as view;
use super::person::Person;
use crate::context::DiscordContext;
use crate::custom_id::{self, Parts};
use crate::reply::Reply;
use crate::routes::Handled;

pub(crate) const NAME: &str = DeleteMyDataCommand::NAME;
/// The button that erases.
pub(crate) const CONFIRM: &str = "gdpr_delete_confirm";
/// The button that leaves everything as it is.
pub(crate) const CANCEL: &str = "gdpr_delete_cancel";
/// What is noted nowhere: whoever was erased would be in the record of commands again.
pub(crate) const UNNOTED: [&str; 3] = [NAME, CONFIRM, CANCEL];

#[derive(CreateCommand)]
#[command(
    name = "delete_my_data",
    desc = "Have everything erased that I keep of you, in all servers",
    contexts = "guild bot_dm",
    integration_types = "guild_install"
)]
struct DeleteMyDataCommand {}

pub(crate) fn definition() -> Command {
    DeleteMyDataCommand::create_command().into()
}

/// What the buttons carry: who was asked, and until when.
pub(super) fn button_id(route: &'static str, question: Question) -> String {
    custom_id::encode(route, &[&question.asked, &question.until.timestamp()])
}

fn read(mut parts: Parts<'_>) -> Option<Question> {
    Some(Question {
        asked: parts.next()?,
        until: DateTime::from_timestamp(parts.next()?, 0)?,
    })
}

/// Whether an interaction is about being erased: then nothing that is noted of it may say whose it is.
pub(crate) fn is_meant(interaction: &Interaction) -> bool {
    match &interaction.data {
        Some(InteractionData::ApplicationCommand(data)) => UNNOTED.contains(&&*data.name),
        Some(InteractionData::MessageComponent(data)) => {
            UNNOTED.contains(&Parts::of(&data.custom_id).route)
        }
        _ => false,
    }
}

/// Whether somebody confirms that they want to be erased.
pub(crate) fn is_confirmed(interaction: &Interaction) -> bool {
    matches!(&interaction.data, Some(InteractionData::MessageComponent(data))
        if Parts::of(&data.custom_id).route == CONFIRM)
}

/// What becomes of the question's buttons when the one who was asked confirms it: while it is being done, nothing more can be
/// pressed. None for everything else.
pub(crate) fn at_work(interaction: &Interaction) -> Option<Vec<Component>> {
    let Some(InteractionData::MessageComponent(data)) = &interaction.data else {
        return None;
    };
    let parts = Parts::of(&data.custom_id);
    if parts.route != CONFIRM {
        return None;
    }
    let asked = Id::new(read(parts)?.asked.get());
    if interaction.author_id() != Some(asked) {
        return None;
    }
    let mut components = interaction.message.as_ref()?.components.clone();
    disable(&mut components);
    Some(components)
}

fn disable(components: &mut [Component]) {
    for component in components {
        match component {
            Component::ActionRow(row) => disable(&mut row.components),
            Component::Button(button) => button.disabled = true,
            _ => {}
        }
    }
}

/// In a server, or in a direct message.
pub(crate) fn run(person: &Person, context: &DiscordContext) -> Reply {
    view::question(context.features.privacy.ask_erasure(person.user))
}

/// They do want it.
pub(crate) async fn confirm(
    parts: Parts<'_>,
    person: &Person,
    context: &DiscordContext,
) -> Handled {
    let Some(question) = read(parts) else {
        return Ok(view::unreadable());
    };
    match context.features.privacy.erase(person.user, question).await {
        Ok(Erasure::Done(erased)) => Ok(view::erased(&erased)),
        Ok(Erasure::Settled) => Ok(view::settled()),
        Ok(Erasure::Noted(failure)) => {
            let error = &failure as &dyn std::error::Error;
            tracing::error!(error, "an erasure has yet to be carried out");
            Ok(view::noted())
        }
        Err(UseCaseError::Refused(why)) => Ok(view::not_erased(why)),
        Err(UseCaseError::Failed(failure)) => Err(failure),
    }
}

/// They do not.
pub(crate) async fn cancel(parts: Parts<'_>, person: &Person, context: &DiscordContext) -> Handled {
    let Some(question) = read(parts) else {
        return Ok(view::unreadable());
    };
    let withdrawn = context.features.privacy.withdraw(person.user, question);
    match withdrawn.await {
        Ok(withdrawal) => Ok(view::cancelled(withdrawal)),
        Err(UseCaseError::Refused(why)) => Ok(view::not_erased(why)),
        Err(UseCaseError::Failed(failure)) => {
            let error = &failure as &dyn std::error::Error;
            tracing::error!(
                error,
                "an earlier wish to be erased could not be taken back"
            );
            Ok(view::perhaps_cancelled())
        }
    }
}

#[cfg(test)]
mod tests {
    use kernel::UserId;

    use super::*;

    /// Somebody presses a button of Alice's question.
    fn pressed(by: u64, custom_id: &str) -> Interaction {
        let question = Question::to(UserId::new(7).unwrap(), DateTime::UNIX_EPOCH);
        let Reply::Message(body) = view::question(question) else {
            panic!("a question is a message");
        };
        let data = body.into_data();
        serde_json::from_value(serde_json::json!({
            "id": "1", "application_id": "2", "type": 3, "token": "t", "version": 1,
            "user": { "id": by.to_string(), "username": "u", "discriminator": "0", "avatar": null },
            "data": { "custom_id": custom_id, "component_type": 2, "values": [] },
            "message": {
                "id": "5", "channel_id": "6", "type": 20, "content": "", "timestamp": "2026-11-22T12:00:00+00:00",
                "edited_timestamp": null, "tts": false, "mention_everyone": false, "mentions": [], "mention_roles": [],
                "attachments": [], "embeds": [], "pinned": false, "components": data.components,
                "author": { "id": "2", "username": "b", "discriminator": "0", "avatar": null },
            },
            "attachment_size_limit": 1, "entitlements": [], "authorizing_integration_owners": {},
        }))
        .unwrap()
    }

    #[test]
    fn whoever_confirms_can_press_nothing_more_and_nobody_else_takes_the_buttons_away() {
        let question = Question::to(UserId::new(7).unwrap(), DateTime::UNIX_EPOCH);
        let confirm = button_id(CONFIRM, question);
        let shown = at_work(&pressed(7, &confirm)).unwrap();
        let Component::ActionRow(row) = &shown[0] else {
            panic!("{shown:?}");
        };
        let is_dead = |it: &Component| matches!(it, Component::Button(button) if button.disabled);
        assert!(row.components.len() == 2 && row.components.iter().all(is_dead));
        assert!(at_work(&pressed(8, &confirm)).is_none());
        assert!(at_work(&pressed(7, &button_id(CANCEL, question))).is_none());
    }

    #[test]
    fn a_button_brings_back_what_was_asked() {
        let question = Question::to(UserId::new(u64::MAX >> 1).unwrap(), DateTime::UNIX_EPOCH);
        for route in [CONFIRM, CANCEL] {
            let id = button_id(route, question);
            let parts = Parts::of(&id);
            assert_eq!(parts.route, route);
            assert_eq!(read(parts), Some(question));
        }
        assert_eq!(read(Parts::of("gdpr_delete_confirm:7")), None);
        assert_eq!(read(Parts::of("gdpr_delete_confirm:0:7")), None);
    }
}
