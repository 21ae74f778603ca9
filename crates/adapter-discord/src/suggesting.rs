//! Suggestions while a member types.

use twilight_model::application::interaction::application_command::{
    CommandData, CommandDataOption, CommandOptionValue,
};

/// What was typed so far into the option that suggestions are wanted for.
pub(crate) fn typed(data: &CommandData) -> String {
    focused(&data.options).unwrap_or_default().to_owned()
}

fn focused(options: &[CommandDataOption]) -> Option<&str> {
    options.iter().find_map(|it| match &it.value {
        CommandOptionValue::Focused(typed, _) => Some(typed.as_str()),
        CommandOptionValue::SubCommand(options) | CommandOptionValue::SubCommandGroup(options) => {
            focused(options)
        }
        _ => None,
    })
}
