//! The one table behind `/config`: which action changes which setting. Names, options, help and dispatch come from it.

use reminders_core::settings as reminders;
use settings_core::{Definition, system};
use twilight_model::channel::ChannelType;
use twilight_model::guild::Permissions;

/// Every scope that has actions.
pub(super) static SCOPES: &[Scope] = &[
    Scope {
        name: system::SCOPE,
        help: "Log, rules, time zone",
        actions: &[
            set("set_log_channel", "channel", &system::LOG_CHANNEL)
                .help("Where I post what I did")
                .check(Check::Channel(LOGS)),
            set("set_rules_channel", "channel", &system::RULES_CHANNEL)
                .help("Where the rules are (not used yet)")
                .check(Check::Channel(POSTS)),
            set(
                "set_onboarding_channel",
                "channel",
                &system::ONBOARDING_CHANNEL,
            )
            .help("Where members start (not used yet)")
            .check(Check::Channel(POSTS)),
            set("set_log_level", "level", &system::LOG_LEVEL)
                .help("How much I post to the log channel"),
            set("set_timezone", "zone", &system::TIMEZONE)
                .help("The zone of this server's clocks")
                .note("Weekly reminders keep their clock time, in this zone."),
        ],
    },
    Scope {
        name: "reminders",
        help: "Reminder commands and sends",
        actions: &[
            toggle(&reminders::ENABLED)
                .help("Switch reminders on or off")
                .note("While reminders are off they are kept, but not sent."),
            set(
                "set_default_channel",
                "channel",
                &reminders::DEFAULT_CHANNEL,
            )
            .help("Where reminders go by default")
            .check(Check::Channel(POSTS)),
            require("set_everyone", "allow", &reminders::ALLOW_EVERYONE)
                .help("Whether reminders may ping everyone")
                .check(Check::MayPingEveryone),
            set("set_late_window", "minutes", &reminders::LATE_WINDOW)
                .help("How late is still worth sending")
                .note("What would come later than that once its event has begun is left out, and you are told."),
        ],
    },
    Scope {
        name: "embedwatcher",
        help: "Reminders out of announcements",
        actions: &[
            toggle(&reminders::WATCHER_ENABLED).help("Switch the watcher on or off"),
            set(
                "set_announcements",
                "channel",
                &reminders::ANNOUNCEMENTS_CHANNEL,
            )
            .help("The channel that I watch")
            .check(Check::Channel(READS)),
            set("set_target", "channel", &reminders::TARGET_CHANNEL)
                .help("Where automatic reminders go")
                .check(Check::Channel(POSTS)),
            set("set_offset", "minutes", &reminders::OFFSET)
                .help("Minutes between reminder and event")
                .note("Reminders that exist already keep their time."),
            set("set_non_embed", "enabled", &reminders::NON_EMBED)
                .help("Read plain text messages too"),
            set(
                "set_process_bot_messages",
                "enabled",
                &reminders::PROCESS_BOT,
            )
            .help("Read my own messages too"),
            set("set_ai_fallback", "enabled", &reminders::FALLBACK)
                .help("Ask a model too (needs a model)"),
            set("set_failed_log", "channel", &reminders::FAILED_LOG)
                .help("Where unread announcements are logged")
                .check(Check::Channel(LOGS)),
            set("set_all_authors", "enabled", &reminders::ALL_AUTHORS)
                .help("Read announcements of any member"),
        ],
    },
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

const ROOMS: &[ChannelType] = &[ChannelType::GuildText, ChannelType::GuildAnnouncement];
const ROOMS_AND_THREADS: &[ChannelType] = &[
    ChannelType::GuildText,
    ChannelType::GuildAnnouncement,
    ChannelType::PublicThread,
    ChannelType::PrivateThread,
    ChannelType::AnnouncementThread,
];

/// The bot posts embeds there.
const POSTS: ChannelUse = ChannelUse {
    kinds: ROOMS,
    needs: Permissions::VIEW_CHANNEL
        .union(Permissions::SEND_MESSAGES)
        .union(Permissions::EMBED_LINKS),
    otherwise: Otherwise::Refuse,
};

/// The bot posts embeds there, for admins.
const LOGS: ChannelUse = ChannelUse {
    kinds: ROOMS_AND_THREADS,
    ..POSTS
};

/// The bot reads there; a channel that it may not read yet can be opened to it afterwards.
const READS: ChannelUse = ChannelUse {
    kinds: ROOMS,
    needs: Permissions::VIEW_CHANNEL.union(Permissions::READ_MESSAGE_HISTORY),
    otherwise: Otherwise::Warn,
};

/// The scope with this name, if it has actions.
pub(super) fn scope(name: &str) -> Option<&'static Scope> {
    SCOPES.iter().find(|it| it.name == name)
}

impl Scope {
    /// The action with this name.
    pub(super) fn action(&self, name: &str) -> Option<&'static Action> {
        self.actions.iter().find(|it| it.name == name)
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
    use settings_core::{Kind, Who};

    use super::*;

    #[test]
    fn every_setting_that_admins_may_change_has_exactly_one_action_in_its_own_scope() {
        let definitions = system::DEFINITIONS.iter().chain(reminders::DEFINITIONS);
        for definition in definitions.filter(|it| it.who == Who::Admin) {
            let name = format!("{}.{}", definition.scope, definition.key);
            let homes: Vec<_> = SCOPES
                .iter()
                .flat_map(|scope| scope.actions.iter().map(move |it| (scope.name, it)))
                .filter(|(_, it)| it.definition.is(definition))
                .map(|(scope, _)| scope)
                .collect();
            assert_eq!(homes, [definition.scope], "{name}");
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
    fn every_channel_is_looked_at_before_it_is_stored() {
        for action in SCOPES.iter().flat_map(|it| it.actions) {
            let looked_at = matches!(action.check, Check::Channel(_));
            assert_eq!(
                looked_at,
                action.definition.kind == Kind::Channel,
                "{}",
                action.name
            );
        }
    }
}
