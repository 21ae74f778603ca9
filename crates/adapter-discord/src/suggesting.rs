//! Suggestions while a member types.

use twilight_model::application::interaction::application_command::{
    CommandData, CommandOptionValue,
};

/// What was typed so far into the option that suggestions are wanted for.
pub(crate) fn typed(data: &CommandData) -> String {
    let typed = data.options.iter().find_map(|it| match &it.value {
        CommandOptionValue::Focused(typed, _) => Some(typed.clone()),
        _ => None,
    });
    typed.unwrap_or_default()
}
