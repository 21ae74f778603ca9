//! `/config`: reads which action was chosen and hands it on.

use chrono::{DateTime, Utc};
use reminders_core::EveryonePolicy;
use settings_core::{HistoryId, RawValue, Settings};
use twilight_model::application::interaction::application_command::{
    CommandData, CommandDataOption, CommandOptionValue,
};

use super::actions::{self, Action, Omission};
use super::history::{Asked, WayBack};
use super::{doctor, elsewhere, history, set, show, show_view, transfer, view, wizard};
use crate::GuildDirectory;
use crate::context::{Asker, DiscordContext};
use crate::routes::Handled;

pub(crate) const NAME: &str = "config";
/// Sets the bot up, step by step.
pub(super) const START_ACTION: &str = "start";
/// Lists the scopes.
pub(super) const SCOPES_ACTION: &str = "scopes";
/// Shows a scope; beside the scopes' groups as well as in each of them.
pub(super) const SHOW_ACTION: &str = "show";
/// Looks for what keeps the settings from working.
pub(super) const DOCTOR_ACTION: &str = "doctor";
/// Lists what was changed.
pub(super) const HISTORY_ACTION: &str = "history";
/// Undoes a change.
pub(super) const ROLLBACK_ACTION: &str = "rollback";
/// Which scope to show.
pub(super) const SCOPE_OPTION: &str = "scope";
/// Of which setting to list the changes.
pub(super) const KEY_OPTION: &str = "key";
/// How many changes to list.
pub(super) const LIMIT_OPTION: &str = "limit";
/// Which change to undo.
pub(super) const HISTORY_ID_OPTION: &str = "history_id";
/// Whether to undo all later changes too.
pub(super) const SINCE_OPTION: &str = "everything_since";

/// What is asked for.
enum Call<'a> {
    Start,
    Scopes,
    Show(&'a str),
    History(Asked),
    Rollback(WayBack),
    Set(&'static Action, Wish),
}

/// What a setting is to become.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Wish {
    /// This value.
    Value(RawValue),
    /// Its default.
    Default,
}

pub(crate) async fn run(data: &CommandData, asker: &Asker, context: &DiscordContext) -> Handled {
    if transfer::is_chosen(&data.options) {
        return transfer::run(data, asker, context).await;
    }
    if elsewhere::is_chosen(&data.options) {
        return elsewhere::run(&data.options, asker, context).await;
    }
    if doctor::is_chosen(&data.options) {
        return doctor::run(asker, context).await;
    }
    let settings = &context.features.settings;
    answer(
        &data.options,
        asker,
        settings,
        &context.directory,
        context.features.reminders.everyone_policy(),
        context.clock.now(),
    )
    .await
}

/// Does what the action of `/config <scope>` with this name does, for a command of another name; without a value the setting
/// has its default again.
pub(crate) async fn act(
    scope: &str,
    action: &str,
    value: Option<RawValue>,
    asker: &Asker,
    context: &DiscordContext,
) -> Handled {
    if !asker.member.is_admin() {
        return Ok(view::not_admin());
    }
    let Some(action) = actions::scope(scope).and_then(|it| it.action(action)) else {
        return Ok(view::unreadable_command());
    };
    let wish = value.map_or(Wish::Default, Wish::Value);
    let settings = &context.features.settings;
    let everyone = context.features.reminders.everyone_policy();
    set::run(action, wish, asker, settings, &context.directory, everyone).await
}

async fn answer(
    options: &[CommandDataOption],
    asker: &Asker,
    settings: &Settings,
    directory: &GuildDirectory,
    everyone: EveryonePolicy,
    now: DateTime<Utc>,
) -> Handled {
    if !asker.member.is_admin() {
        return Ok(view::not_admin());
    }
    match Call::of(options) {
        Some(Call::Start) => wizard::start(asker, settings, directory, now).await,
        Some(Call::Scopes) => Ok(show_view::scopes(settings.registry())),
        Some(Call::Show(scope)) => show::first_page(scope, asker, settings, now).await,
        Some(Call::History(wanted)) => history::list(wanted, asker, settings).await,
        Some(Call::Rollback(back)) => history::ask(back, asker, settings, directory, now).await,
        Some(Call::Set(action, wish)) => {
            set::run(action, wish, asker, settings, directory, everyone).await
        }
        None => Ok(view::unreadable_command()),
    }
}

impl<'a> Call<'a> {
    /// The call behind a command's options; none when it is not one of this version's.
    fn of(options: &'a [CommandDataOption]) -> Option<Self> {
        let [outer] = options else { return None };
        match &outer.value {
            CommandOptionValue::SubCommand(_) if outer.name == START_ACTION => Some(Self::Start),
            CommandOptionValue::SubCommand(_) if outer.name == SCOPES_ACTION => Some(Self::Scopes),
            CommandOptionValue::SubCommand(given) if outer.name == SHOW_ACTION => {
                match &find(given, SCOPE_OPTION)?.value {
                    CommandOptionValue::String(scope) => Some(Self::Show(scope)),
                    _ => None,
                }
            }
            CommandOptionValue::SubCommand(given) if outer.name == HISTORY_ACTION => {
                let limit = number(given, LIMIT_OPTION).and_then(|it| it.try_into().ok());
                let (scope, key) = (text(given, SCOPE_OPTION), text(given, KEY_OPTION));
                Some(Self::History(Asked::of(scope, key, limit)))
            }
            CommandOptionValue::SubCommand(given) if outer.name == ROLLBACK_ACTION => {
                Some(Self::Rollback(WayBack {
                    id: HistoryId::new(number(given, HISTORY_ID_OPTION)?).ok()?,
                    since: matches!(
                        find(given, SINCE_OPTION).map(|it| &it.value),
                        Some(CommandOptionValue::Boolean(true))
                    ),
                }))
            }
            CommandOptionValue::SubCommandGroup(inner) => {
                let [inner] = inner.as_slice() else {
                    return None;
                };
                Self::in_scope(actions::scope(&outer.name)?, inner)
            }
            _ => None,
        }
    }

    fn in_scope(scope: &'static actions::Scope, chosen: &CommandDataOption) -> Option<Self> {
        let CommandOptionValue::SubCommand(given) = &chosen.value else {
            return None;
        };
        if chosen.name == SHOW_ACTION {
            return Some(Self::Show(scope.name));
        }
        let action = scope.action(&chosen.name)?;
        let wish = match find(given, action.option) {
            Some(option) => Wish::Value(raw(&option.value)?),
            None if action.omission == Omission::Resets => Wish::Default,
            None => return None,
        };
        Some(Self::Set(action, wish))
    }
}

pub(super) fn find<'a>(
    given: &'a [CommandDataOption],
    name: &str,
) -> Option<&'a CommandDataOption> {
    given.iter().find(|it| it.name == name)
}

fn text(given: &[CommandDataOption], name: &str) -> Option<String> {
    match &find(given, name)?.value {
        CommandOptionValue::String(it) => Some(it.trim().to_ascii_lowercase()),
        _ => None,
    }
}

fn number(given: &[CommandDataOption], name: &str) -> Option<i64> {
    match &find(given, name)?.value {
        CommandOptionValue::Integer(it) => Some(*it),
        _ => None,
    }
}

pub(super) fn raw(value: &CommandOptionValue) -> Option<RawValue> {
    match value {
        CommandOptionValue::Boolean(it) => Some(RawValue::Bool(*it)),
        CommandOptionValue::Integer(it) => Some(RawValue::Int(*it)),
        CommandOptionValue::Number(it) => Some(RawValue::Float(*it)),
        CommandOptionValue::String(it) => Some(RawValue::Text(it.clone())),
        CommandOptionValue::Channel(it) => Some(RawValue::Text(it.to_string())),
        CommandOptionValue::Role(it) => Some(RawValue::Text(it.to_string())),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use kernel::Authority;
    use settings_core::testing::{self, InMemorySettings};
    use twilight_model::guild::Permissions;
    use twilight_model::id::Id;

    use super::super::test_guild::{self, asker, content};
    use super::*;

    fn option(name: &str, value: CommandOptionValue) -> CommandDataOption {
        CommandDataOption {
            name: name.to_owned(),
            value,
        }
    }

    fn in_group(
        scope: &str,
        action: &str,
        given: Vec<CommandDataOption>,
    ) -> Vec<CommandDataOption> {
        let action = option(action, CommandOptionValue::SubCommand(given));
        vec![option(
            scope,
            CommandOptionValue::SubCommandGroup(vec![action]),
        )]
    }

    fn wish(options: &[CommandDataOption]) -> Option<(&'static str, Wish)> {
        match Call::of(options)? {
            Call::Set(action, wish) => Some((action.definition.key, wish)),
            _ => None,
        }
    }

    #[test]
    fn finds_the_setting_and_the_value_of_every_action() {
        for scope in actions::SCOPES {
            for action in scope.actions {
                let value = CommandOptionValue::Boolean(true);
                let given = in_group(scope.name, action.name, vec![option(action.option, value)]);
                let found = wish(&given);
                let expected = (action.definition.key, Wish::Value(RawValue::Bool(true)));
                assert_eq!(found, Some(expected), "{} {}", scope.name, action.name);
            }
        }
    }

    #[test]
    fn an_optional_value_that_is_left_out_means_the_default() {
        let offset = in_group("embedwatcher", "set_offset", Vec::new());
        assert_eq!(
            wish(&offset),
            Some(("reminder_offset_minutes", Wish::Default))
        );
        assert_eq!(wish(&in_group("reminders", "toggle", Vec::new())), None);
    }

    #[test]
    fn a_channel_arrives_with_its_whole_id() {
        let channel = CommandOptionValue::Channel(Id::new(9_223_372_036_854_775_807));
        let options = in_group(
            "system",
            "set_log_channel",
            vec![option("channel", channel)],
        );
        let id = Wish::Value(RawValue::Text("9223372036854775807".to_owned()));
        assert_eq!(wish(&options), Some(("log_channel_id", id)));
    }

    #[test]
    fn shows_a_scope_by_either_way() {
        let group = in_group("system", "show", Vec::new());
        assert!(matches!(Call::of(&group), Some(Call::Show("system"))));
        let typed = option("scope", CommandOptionValue::String("gpt".to_owned()));
        let top = [option("show", CommandOptionValue::SubCommand(vec![typed]))];
        assert!(matches!(Call::of(&top), Some(Call::Show("gpt"))));
        let scopes = [option("scopes", CommandOptionValue::SubCommand(Vec::new()))];
        assert!(matches!(Call::of(&scopes), Some(Call::Scopes)));
    }

    #[test]
    fn what_is_not_of_this_version_is_no_call() {
        assert!(Call::of(&[]).is_none());
        assert!(Call::of(&in_group("automod", "show", Vec::new())).is_none());
        assert!(Call::of(&in_group("system", "set_nothing", Vec::new())).is_none());
    }

    #[tokio::test]
    async fn only_admins_get_anywhere() {
        let settings = testing::settings(&InMemorySettings::default());
        let directory = test_guild::directory(Permissions::all());
        let scopes = vec![option("scopes", CommandOptionValue::SubCommand(Vec::new()))];
        let set = in_group("system", "set_log_level", Vec::new());
        let start = vec![option("start", CommandOptionValue::SubCommand(Vec::new()))];
        for options in [start, scopes, in_group("system", "show", Vec::new()), set] {
            for (authority, refused) in [(Authority::Member, true), (Authority::Admin, false)] {
                let asker = asker(9, authority);
                let now = DateTime::UNIX_EPOCH;
                let everyone = EveryonePolicy::AsGuildsChoose;
                let handled = answer(&options, &asker, &settings, &directory, everyone, now).await;
                let text = content(handled.unwrap());
                assert_eq!(text.contains("Only admins"), refused, "{options:?}");
            }
        }
    }
}
