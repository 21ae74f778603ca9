//! Choices for `/config` while an admin types: scopes, settings, changes, and time zones.

use chrono_tz::TZ_VARIANTS;
use settings_core::{Definition, Kind, Registry};
use twilight_model::application::interaction::application_command::{
    CommandData, CommandDataOption, CommandOptionValue,
};

use super::actions;
use super::config::{HISTORY_ID_OPTION, KEY_OPTION, SCOPE_OPTION};
use super::{history, view};
use crate::context::{Asker, DiscordContext};
use crate::reply::Reply;

/// Discord's limit.
const MAX: usize = 25;

pub(crate) async fn suggest(data: &CommandData, asker: &Asker, context: &DiscordContext) -> Reply {
    if !asker.member.is_admin() {
        return view::suggestions(&[]);
    }
    let settings = &context.features.settings;
    if let Some((HISTORY_ID_OPTION, typed)) = focused(&data.options) {
        let changes = history::suggest(typed, asker, settings, context.clock.now()).await;
        // A list that cannot be read is an empty one: the number can be typed all the same.
        return Reply::Choices(changes.unwrap_or_default());
    }
    view::suggestions(&found(&data.options, settings.registry()))
}

fn found(options: &[CommandDataOption], registry: &Registry) -> Vec<String> {
    let Some((option, typed)) = focused(options) else {
        return Vec::new();
    };
    if option == SCOPE_OPTION {
        containing(typed, registry.scopes())
    } else if option == KEY_OPTION {
        let names = |it: &Definition| format!("{}.{}", it.scope, it.key);
        let scope = given(options, SCOPE_OPTION).map(|it| it.trim().to_ascii_lowercase());
        scope.map_or_else(
            || containing(typed, registry.iter().map(names)),
            |it| containing(typed, registry.in_scope(&it).iter().map(|it| it.key)),
        )
    } else if takes_zone(option) {
        containing(typed, TZ_VARIANTS.iter().map(|it| it.name()))
    } else {
        Vec::new()
    }
}

/// The option that is being typed, however deep it lies, and what is there so far.
fn focused(options: &[CommandDataOption]) -> Option<(&str, &str)> {
    options.iter().find_map(|it| match &it.value {
        CommandOptionValue::Focused(typed, _) => Some((it.name.as_str(), typed.as_str())),
        CommandOptionValue::SubCommand(inner) | CommandOptionValue::SubCommandGroup(inner) => {
            focused(inner)
        }
        _ => None,
    })
}

/// The text that an option beside it has already.
fn given<'a>(options: &'a [CommandDataOption], name: &str) -> Option<&'a str> {
    options.iter().find_map(|it| match &it.value {
        CommandOptionValue::String(text) if it.name == name => Some(text.as_str()),
        CommandOptionValue::SubCommand(inner) | CommandOptionValue::SubCommandGroup(inner) => {
            given(inner, name)
        }
        _ => None,
    })
}

fn takes_zone(option: &str) -> bool {
    let mut actions = actions::SCOPES.iter().flat_map(|it| it.actions);
    actions.any(|it| it.option == option && it.definition.kind == Kind::TimeZone)
}

/// The words that contain what was typed, those where it begins a part (`Europe/Brussels`: "bru") first.
fn containing(typed: &str, words: impl IntoIterator<Item = impl Into<String>>) -> Vec<String> {
    let typed = typed.trim().to_ascii_lowercase().replace(' ', "_");
    let begins_part = |word: &str| word.split(['/', '.']).any(|part| part.starts_with(&typed));
    let mut found: Vec<_> = words
        .into_iter()
        .map(Into::into)
        .map(|word: String| (word.to_ascii_lowercase(), word))
        .filter(|(lower, _)| lower.contains(&typed))
        .collect();
    found.sort_by_key(|(lower, _)| !begins_part(lower));
    found.into_iter().map(|(_, word)| word).take(MAX).collect()
}

#[cfg(test)]
mod tests {
    use settings_core::system;
    use twilight_model::application::command::CommandOptionType;

    use super::*;

    fn typing(option: &str, typed: &str) -> Vec<String> {
        typing_beside(None, option, typed)
    }

    fn typing_beside(scope: Option<&str>, option: &str, typed: &str) -> Vec<String> {
        let focused = CommandOptionValue::Focused(typed.to_owned(), CommandOptionType::String);
        let given = |name: &str, value| CommandDataOption {
            name: name.to_owned(),
            value,
        };
        let scope = scope.map(|it| given("scope", CommandOptionValue::String(it.to_owned())));
        let options = scope.into_iter().chain([given(option, focused)]);
        let action = CommandOptionValue::SubCommand(options.collect());
        let group = CommandOptionValue::SubCommandGroup(vec![given("any", action)]);
        let registry = Registry::new(&[system::DEFINITIONS, settings_core::testing::DEFINITIONS]);
        found(&[given("any", group)], &registry.unwrap())
    }

    #[test]
    fn a_zone_is_found_by_any_part_of_its_name_in_any_case() {
        assert_eq!(typing("zone", "BRUSS"), ["Europe/Brussels"]);
        assert_eq!(typing("zone", "new york"), ["America/New_York"]);
        assert_eq!(typing("zone", "atlantis"), Vec::<&str>::new());
    }

    #[test]
    fn a_part_that_begins_with_what_was_typed_comes_first() {
        let found = typing("zone", "par");
        assert!(
            found.iter().position(|it| *it == "Europe/Paris").unwrap() < 3,
            "{found:?}"
        );
    }

    #[test]
    fn a_setting_is_offered_with_its_scope_unless_that_is_chosen_already() {
        assert_eq!(typing("key", "log_l"), ["system.log_level"]);
        assert_eq!(typing_beside(Some("System"), "key", "log_l"), ["log_level"]);
        let elsewhere = typing_beside(Some("contract"), "key", "log_l");
        assert_eq!(elsewhere, Vec::<String>::new());
    }

    #[test]
    fn never_more_than_discord_takes() {
        assert_eq!(typing("zone", "").len(), MAX);
    }

    #[test]
    fn scopes_come_from_the_registry() {
        assert_eq!(typing("scope", ""), ["contract", "system"]);
        assert_eq!(typing("scope", "SYS"), ["system"]);
        assert_eq!(typing("level", "v"), Vec::<&str>::new());
    }
}
