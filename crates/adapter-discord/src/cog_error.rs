//! A command, button or form that failed, as the server's admins can look it up.

use chrono::{DateTime, Utc};
use kernel::{GuildId, PortFailure};
use operations_core::{EventType, OperationalEvent};
use twilight_model::application::interaction::{Interaction, InteractionData};

use crate::convert::FromTwilight as _;
use crate::custom_id::Parts;

/// What failed, and the reference that the member was given. What lies behind it is for the log: it may show addresses.
pub(crate) fn event(
    interaction: &Interaction,
    failure: &PortFailure,
    at: DateTime<Utc>,
) -> OperationalEvent {
    let guild = interaction
        .guild_id
        .and_then(|it| GuildId::from_twilight(it).ok());
    let route = route(interaction);
    let message = format!("{route}: {failure}");
    OperationalEvent::new(EventType::CogError, at, guild, &message)
        .text("command", route)
        .text("error", &failure.to_string())
        .text("reference", &interaction.id.to_string())
}

/// The command's name, or the route of the button or form.
fn route(interaction: &Interaction) -> &str {
    match &interaction.data {
        Some(InteractionData::ApplicationCommand(data)) => &data.name,
        Some(InteractionData::MessageComponent(data)) => Parts::of(&data.custom_id).route,
        Some(InteractionData::ModalSubmit(data)) => Parts::of(&data.custom_id).route,
        _ => "interaction",
    }
}

#[cfg(test)]
mod tests {
    use kernel::Retry;
    use operations_core::Detail;
    use serde_json::json;

    use super::*;

    #[test]
    fn names_the_command_and_the_reference_and_not_what_lies_behind() {
        let interaction: Interaction = serde_json::from_value(json!({
            "id": "81384788765712384", "application_id": "2", "type": 2, "token": "t", "version": 1,
            "guild_id": "7", "data": { "id": "3", "name": "add_reminder", "type": 1, "options": [] },
            "attachment_size_limit": 1, "entitlements": [], "authorizing_integration_owners": {},
        }))
        .unwrap();
        let failure = PortFailure::new("add a reminder", Retry::Later, "db.example refused");
        let event = event(&interaction, &failure, DateTime::UNIX_EPOCH);
        assert_eq!(event.kind(), EventType::CogError);
        assert_eq!(event.guild(), GuildId::new(7).ok());
        assert_eq!(event.message(), "add_reminder: could not add a reminder");
        assert_eq!(
            event.details()["reference"],
            Detail::Text("81384788765712384".to_owned())
        );
        assert!(!format!("{event:?}").contains("db.example"));
    }
}
