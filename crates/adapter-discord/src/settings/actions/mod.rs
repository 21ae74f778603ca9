//! The one table behind `/config`: which action changes which setting. Names, options, help and dispatch come from it.

mod base;
mod first_hour;
mod support;
mod uses;

use settings_core::Definition;
use twilight_model::channel::ChannelType;
use twilight_model::guild::Permissions;

/// Every scope that has actions.
pub(super) static SCOPES: &[Scope] = &[
    base::SYSTEM,
    base::REMINDERS,
    base::EMBEDWATCHER,
    support::TICKETBOT,
    support::FAQ,
    support::GPT,
    support::GROWTH,
    first_hour::ONBOARDING,
    first_hour::GDPR,
    first_hour::INVITES,
    first_hour::VERIFICATION,
    first_hour::FYI,
];

/// A group of actions: one feature's settings.
pub(super) struct Scope {
    /// The scope of all its settings.
    pub(super) name: &'static str,
    /// What it is about.
    pub(super) help: &'static str,
    /// What can be done, beside showing it.
    pub(super) actions: &'static [Action],
}

/// A way to change one setting.
pub(super) struct Action {
    /// The subcommand.
    pub(super) name: &'static str,
    /// What it does.
    pub(super) help: &'static str,
    /// The setting; its kind decides the option's type and bounds.
    pub(super) definition: &'static Definition,
    /// The option that takes the value.
    pub(super) option: &'static str,
    /// What leaving the option out means.
    pub(super) omission: Omission,
    /// What is looked at beside the value itself.
    pub(super) check: Check,
    /// Something worth knowing once it is done; empty if nothing is.
    pub(super) note: &'static str,
}

/// What leaving an option out means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Omission {
    /// The setting goes back to its default.
    Resets,
    /// Nothing: Discord does not let it happen.
    Impossible,
}

/// What is looked at beside the value itself.
#[derive(Debug, Clone, Copy)]
pub(super) enum Check {
    /// Nothing.
    Nothing,
    /// The channel suits its use.
    Channel(ChannelUse),
    /// The role can be given to members.
    GivenRole,
    /// The role can be mentioned.
    NamedRole,
    /// The bot may ping everyone where reminders go.
    MayPingEveryone,
}

/// What a channel is used for.
#[derive(Debug, Clone, Copy)]
pub(super) struct ChannelUse {
    /// Kinds of channels that can serve.
    pub(super) kinds: &'static [ChannelType],
    /// What the bot needs there.
    pub(super) needs: Permissions,
    /// What happens when it lacks some of that.
    pub(super) otherwise: Otherwise,
}

/// What happens when the bot lacks a permission that a channel's use needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Otherwise {
    /// The channel is not accepted.
    Refuse,
    /// It is, with a warning.
    Warn,
}

/// The scope with this name, if it has actions.
pub(super) fn scope(name: &str) -> Option<&'static Scope> {
    SCOPES.iter().find(|it| it.name == name)
}

/// The action that changes this setting, and the scope under which it is found.
pub(super) fn of(definition: &Definition) -> Option<(&'static Scope, &'static Action)> {
    SCOPES.iter().find_map(|scope| {
        let action = scope.actions.iter().find(|it| it.definition.is(definition));
        action.map(|it| (scope, it))
    })
}

impl Scope {
    /// The action with this name.
    pub(super) fn action(&self, name: &str) -> Option<&'static Action> {
        self.actions.iter().find(|it| it.name == name)
    }
}

impl Check {
    /// The same, but the bot must see a room and be able to post there, also where it would be taken with a warning.
    pub(super) fn and_post_there(self) -> Self {
        match self {
            Self::Channel(wanted) if wanted.kinds != uses::HOLDS_CHANNELS.kinds => {
                Self::Channel(ChannelUse {
                    needs: wanted.needs.union(uses::POSTS.needs),
                    otherwise: Otherwise::Refuse,
                    ..wanted
                })
            }
            other => other,
        }
    }
}

impl Action {
    const fn help(self, help: &'static str) -> Self {
        Self { help, ..self }
    }

    const fn check(self, check: Check) -> Self {
        Self { check, ..self }
    }

    const fn note(self, note: &'static str) -> Self {
        Self { note, ..self }
    }
}

const fn set(name: &'static str, option: &'static str, definition: &'static Definition) -> Action {
    Action {
        name,
        help: "",
        definition,
        option,
        omission: Omission::Resets,
        check: Check::Nothing,
        note: "",
    }
}

const fn require(
    name: &'static str,
    option: &'static str,
    definition: &'static Definition,
) -> Action {
    Action {
        omission: Omission::Impossible,
        ..set(name, option, definition)
    }
}

const fn toggle(definition: &'static Definition) -> Action {
    require("toggle", "enabled", definition)
}

#[cfg(test)]
mod tests {
    use settings_core::{Kind, Who, system};

    use super::*;

    #[test]
    fn every_setting_that_people_may_change_has_exactly_one_action_in_its_own_scope() {
        let here = [system::DEFINITIONS, reminders_core::settings::DEFINITIONS];
        let definitions = here
            .iter()
            .chain(tickets_core::settings::DEFINITIONS)
            .chain(growth_core::settings::DEFINITIONS)
            .chain(onboarding_core::settings::DEFINITIONS)
            .chain(invites_core::settings::DEFINITIONS)
            .chain(privacy_core::settings::DEFINITIONS)
            .copied()
            .flatten();
        for definition in definitions.filter(|it| it.who != Who::Managed) {
            let name = format!("{}.{}", definition.scope, definition.key);
            let homes: Vec<_> = SCOPES
                .iter()
                .flat_map(|scope| scope.actions.iter().map(move |it| (scope.name, it)))
                .filter(|(_, it)| it.definition.is(definition))
                .map(|(scope, _)| scope)
                .collect();
            // The rules are a part of the onboarding to whoever sets them up.
            let home = if definition.scope == "rules" {
                "onboarding"
            } else {
                definition.scope
            };
            assert_eq!(homes, [home], "{name}");
        }
    }

    #[test]
    fn no_two_actions_of_a_scope_share_a_name_and_none_is_called_show() {
        for scope in SCOPES {
            let mut names: Vec<_> = scope.actions.iter().map(|it| it.name).collect();
            names.push("show");
            names.sort_unstable();
            let all = names.len();
            names.dedup();
            assert_eq!(names.len(), all, "{}", scope.name);
        }
    }

    #[test]
    fn every_channel_and_role_is_looked_at_before_it_is_stored() {
        for action in SCOPES.iter().flat_map(|it| it.actions) {
            let channel = matches!(action.check, Check::Channel(_));
            let role = matches!(action.check, Check::GivenRole | Check::NamedRole);
            let kind = action.definition.kind;
            let is_channel = matches!(kind, Kind::Channel | Kind::Category);
            assert_eq!(channel, is_channel, "{}", action.name);
            assert_eq!(role, kind == Kind::Role, "{}", action.name);
        }
    }
}
