//! What is noted of an interaction: who used what, and how it ended. Never what they typed.

use std::error::Error;

use kernel::{GuildId, UserId};
use operations_core::{Ending, ErrorText, ExecutionKind, QualifiedName, Tracked, Tracker};
use twilight_model::application::interaction::application_command::{
    CommandData, CommandOptionValue,
};
use twilight_model::application::interaction::{Interaction, InteractionData, InteractionType};

use crate::component_routes::COMPONENT_ROUTES;
use crate::convert::FromTwilight as _;
use crate::custom_id::Parts;
use crate::privacy::erase::UNNOTED;
use crate::reply::Reply;
use crate::routes::Handled;

/// An interaction under way; it is noted when this is dropped. Of what nobody asked for, such as Discord's pings,
/// nothing is noted; neither is that somebody wants to be erased.
pub(crate) struct TrackedInteraction(Option<Tracked>);

/// Somebody begins to use something.
pub(crate) fn begin(interaction: &Interaction, tracker: &Tracker) -> TrackedInteraction {
    let begun = || {
        let (kind, name) = what(interaction)?;
        if UNNOTED.contains(&name.as_str()) {
            return None;
        }
        let user = UserId::from_twilight(interaction.author_id()?).ok()?;
        let guild = interaction.guild_id;
        let guild = guild.and_then(|it| GuildId::from_twilight(it).ok());
        Some(tracker.begin(guild, user, kind, name))
    };
    TrackedInteraction(begun())
}

impl TrackedInteraction {
    /// Its handler is done.
    pub(crate) fn ends(&mut self, handled: &Handled) {
        let refusal = handled.as_ref().ok().and_then(Reply::refusal);
        if let Some(refusal) = refusal {
            tracing::warn!(reason = refusal.as_str(), "somebody was turned away");
        }
        self.note(match (handled, refusal) {
            (Ok(_), Some(refusal)) => Ending::refused(refusal),
            (Ok(_), None) => Ending::Succeeded,
            (Err(failure), _) => Ending::failed(failure),
        });
    }

    /// Its handler was not waited for.
    pub(crate) fn took_too_long(&mut self) {
        self.note(Ending::Failed(ErrorText::new("it took too long")));
    }

    /// Something beside its handler failed.
    pub(crate) fn fails(&mut self, what: &str, error: &(dyn Error + 'static)) {
        let text = format!("{what}: {}", ErrorText::of(error).as_str());
        self.note(Ending::Failed(ErrorText::new(&text)));
    }

    fn note(&mut self, ending: Ending) {
        if let Some(tracked) = &mut self.0 {
            tracked.ends(ending);
        }
    }
}

fn what(interaction: &Interaction) -> Option<(ExecutionKind, QualifiedName)> {
    Some(match (interaction.data.as_ref()?, interaction.kind) {
        (
            InteractionData::ApplicationCommand(data),
            InteractionType::ApplicationCommandAutocomplete,
        ) => (ExecutionKind::Autocomplete, qualified(data)),
        (InteractionData::ApplicationCommand(data), _) => (ExecutionKind::Slash, qualified(data)),
        (InteractionData::MessageComponent(data), _) => {
            (ExecutionKind::Component, route(&data.custom_id))
        }
        (InteractionData::ModalSubmit(data), _) => (ExecutionKind::Modal, route(&data.custom_id)),
        _ => return None,
    })
}

/// The command with its group and subcommand: `config reminders toggle`.
fn qualified(data: &CommandData) -> QualifiedName {
    let mut name = data.name.clone();
    let mut options = &data.options;
    while let Some(option) = options.first() {
        let (CommandOptionValue::SubCommand(inner) | CommandOptionValue::SubCommandGroup(inner)) =
            &option.value
        else {
            break;
        };
        name.push(' ');
        name.push_str(&option.name);
        options = inner;
    }
    QualifiedName::new(&name)
}

/// The route of a custom id. Another word may be anything, since a form's custom id is whatever its sender says.
fn route(custom_id: &str) -> QualifiedName {
    let route = Parts::of(custom_id).route;
    let known = COMPONENT_ROUTES.iter().find(|it| **it == route);
    QualifiedName::new(known.copied().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use chrono::DateTime;
    use kernel::{ManualClock, PortFailure, Retry};
    use operations_core::testing::InMemoryCommandLog;
    use operations_core::{Execution, tracking};
    use serde_json::{Value, json};

    use super::*;
    use crate::text::Rich;

    /// What is noted of an interaction of this kind with this data, after `then`.
    async fn noted(
        kind: u8,
        data: Value,
        then: impl FnOnce(&mut TrackedInteraction),
    ) -> Option<Execution> {
        let interaction: Interaction = serde_json::from_value(json!({
            "id": "1", "application_id": "2", "type": kind, "token": "t", "version": 1, "guild_id": "7",
            "user": { "id": "9", "username": "sara", "discriminator": "0", "avatar": null },
            "data": data, "attachment_size_limit": 1, "entitlements": [], "authorizing_integration_owners": {},
        }))
        .unwrap();
        let log = Arc::new(InMemoryCommandLog::default());
        let clock = ManualClock::at(DateTime::UNIX_EPOCH);
        let (tracker, mut flusher) = tracking(log.clone(), Arc::new(clock));
        then(&mut begin(&interaction, &tracker));
        flusher.flush().await;
        log.written().pop()
    }

    fn command() -> Value {
        json!({ "id": "3", "name": "config", "type": 1, "options": [
            { "name": "reminders", "type": 2, "options": [
                { "name": "toggle", "type": 1, "options": [ { "name": "enabled", "type": 5, "value": true } ] }
            ] }
        ] })
    }

    fn button(custom_id: &str) -> Value {
        json!({ "custom_id": custom_id, "component_type": 2, "values": [] })
    }

    #[tokio::test]
    async fn a_command_is_noted_by_its_full_name_and_without_what_was_typed() {
        for (kind, expected) in [(2, ExecutionKind::Slash), (4, ExecutionKind::Autocomplete)] {
            let done = |it: &mut TrackedInteraction| it.ends(&Ok(Reply::text("Done.")));
            let noted = noted(kind, command(), done).await.unwrap();
            assert_eq!(noted.name.as_str(), "config reminders toggle");
            assert_eq!((noted.kind, noted.ending), (expected, Ending::Succeeded));
            assert_eq!((noted.guild.unwrap().get(), noted.user.get()), (7, 9));
        }
    }

    #[tokio::test]
    async fn buttons_and_forms_are_noted_by_their_route_and_not_by_what_somebody_made_up() {
        let form = |id: &str| json!({ "custom_id": id, "components": [] });
        for (kind, data, name) in [
            (3, button("reminder_list:1:2"), "reminder_list"),
            (3, button("my own words"), "unknown"),
            (5, form("edit_reminder:5"), "edit_reminder"),
            (5, form("<script>"), "unknown"),
        ] {
            let noted = noted(kind, data, |_| ()).await.unwrap();
            assert_eq!(noted.name.as_str(), name);
        }
    }

    #[tokio::test]
    async fn that_somebody_wants_to_be_erased_is_noted_nowhere() {
        let command = json!({ "id": "3", "name": "delete_my_data", "type": 1 });
        for (kind, data) in [
            (2, command),
            (3, button("gdpr_delete_confirm:9:1")),
            (3, button("gdpr_delete_cancel:9:1")),
        ] {
            assert_eq!(noted(kind, data, |_| ()).await, None);
        }
        assert!(noted(3, button("gdpr_agree"), |_| ()).await.is_some());
    }

    #[tokio::test]
    async fn refusals_and_failures_are_failed_executions_that_say_why() {
        let failure = || PortFailure::new("load settings", Retry::Later, "connection reset");
        for (handled, why) in [
            (Ok(Reply::text("❌ No such day.")), None),
            (
                Ok(Reply::text(Rich::denied("🔒"))),
                Some("refused: permission"),
            ),
            (
                Ok(Reply::text(Rich::own("❌ ").rich(&Rich::denied("🔒")))),
                Some("refused: permission"),
            ),
            (
                Ok(Reply::text(Rich::too_soon("⏳ In ").number(5_u64))),
                Some("refused: cooldown"),
            ),
            (
                Err(failure()),
                Some("could not load settings: connection reset"),
            ),
        ] {
            let noted = noted(2, command(), |it| it.ends(&handled)).await.unwrap();
            assert_eq!(noted.ending.error(), why);
        }
    }

    #[tokio::test]
    async fn what_could_not_be_answered_is_noted_as_failed_and_what_panicked_too() {
        let lost = std::io::Error::other("Discord is away");
        let unanswered = |it: &mut TrackedInteraction| {
            it.ends(&Ok(Reply::text("Done.")));
            it.fails("could not answer", &lost);
        };
        let noted_of = noted(2, command(), unanswered).await.unwrap();
        assert_eq!(
            noted_of.ending.error(),
            Some("could not answer: Discord is away")
        );
        let noted_of = noted(2, command(), |_| ()).await.unwrap();
        assert!(!noted_of.ending.is_success());
    }
}
