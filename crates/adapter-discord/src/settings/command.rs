//! `/config` as Discord is told of it, out of the table of actions.

use settings_core::Kind;
use twilight_model::application::command::{Command, CommandOption, CommandType};
use twilight_model::application::interaction::InteractionContextType;
use twilight_model::channel::ChannelType;
use twilight_model::guild::Permissions;
use twilight_model::oauth::ApplicationIntegrationType;
use twilight_util::builder::command::{
    AttachmentBuilder, BooleanBuilder, ChannelBuilder, CommandBuilder, IntegerBuilder,
    NumberBuilder, RoleBuilder, StringBuilder, SubCommandBuilder, SubCommandGroupBuilder,
};

use super::actions::{Action, Check, Omission, SCOPES, Scope};
use super::config::{
    DOCTOR_ACTION, HISTORY_ACTION, HISTORY_ID_OPTION, KEY_OPTION, LIMIT_OPTION, NAME,
    ROLLBACK_ACTION, SCOPE_OPTION, SCOPES_ACTION, SHOW_ACTION, SINCE_OPTION, START_ACTION,
};
use super::elsewhere;
use super::transfer::{EXPORT_ACTION, FILE_OPTION, IMPORT_ACTION};

/// Discord's limit for the length of a text option.
const TEXT_MAX: u16 = 6000;
/// The longest name of a model.
const MODEL_MAX: u16 = 100;

pub(crate) fn definition() -> Command {
    let scope = StringBuilder::new(SCOPE_OPTION, "Which scope")
        .required(true)
        .autocomplete(true);
    let show = SubCommandBuilder::new(SHOW_ACTION, "Show a scope's settings").option(scope);
    let scopes = SubCommandBuilder::new(SCOPES_ACTION, "List the scopes of settings");
    let command = CommandBuilder::new(NAME, "Show and change my settings", CommandType::ChatInput)
        .default_member_permissions(Permissions::ADMINISTRATOR)
        .contexts([InteractionContextType::Guild])
        .integration_types([ApplicationIntegrationType::GuildInstall])
        .option(SubCommandBuilder::new(
            START_ACTION,
            "Set me up, step by step",
        ))
        .option(scopes)
        .option(show)
        .option(SubCommandBuilder::new(
            DOCTOR_ACTION,
            "Find what does not work, and its cure",
        ))
        .option(history())
        .option(rollback())
        .option(SubCommandBuilder::new(
            EXPORT_ACTION,
            "Get my settings as a file",
        ))
        .option(import());
    SCOPES
        .iter()
        .fold(command, |command, scope| command.option(group(scope)))
        .build()
}

fn history() -> SubCommandBuilder {
    let text = |name, help| StringBuilder::new(name, help).autocomplete(true);
    let limit = IntegerBuilder::new(LIMIT_OPTION, "How many (default 10)")
        .min_value(1)
        .max_value(25);
    SubCommandBuilder::new(HISTORY_ACTION, "Show what was changed, and undo it")
        .option(text(SCOPE_OPTION, "Only of this scope"))
        .option(text(KEY_OPTION, "Only of this setting"))
        .option(limit)
}

fn rollback() -> SubCommandBuilder {
    let id = IntegerBuilder::new(HISTORY_ID_OPTION, "Which change")
        .min_value(1)
        .autocomplete(true)
        .required(true);
    let since = BooleanBuilder::new(SINCE_OPTION, "And every change after it");
    SubCommandBuilder::new(ROLLBACK_ACTION, "Undo a change")
        .option(id)
        .option(since)
}

fn import() -> SubCommandBuilder {
    let file = AttachmentBuilder::new(FILE_OPTION, "What /config export gave").required(true);
    SubCommandBuilder::new(IMPORT_ACTION, "Bring settings in from a file").option(file)
}

fn group(scope: &Scope) -> SubCommandGroupBuilder {
    let show = SubCommandBuilder::new(SHOW_ACTION, "Show these settings");
    let actions = scope.actions.iter().map(|action| {
        let command = SubCommandBuilder::new(action.name, action.help).option(option(action));
        if elsewhere::reaches(action) {
            let help = "Another server, for owners of the bot";
            command.option(StringBuilder::new(elsewhere::GUILD_OPTION, help))
        } else {
            command
        }
    });
    SubCommandGroupBuilder::new(scope.name, scope.help)
        .subcommands(std::iter::once(show).chain(actions))
}

/// The option that takes the value, with the picker of the setting's kind.
fn option(action: &Action) -> CommandOption {
    let name = action.option;
    let required = action.omission == Omission::Impossible;
    let help = match action.omission {
        Omission::Resets => "Leave out for the default",
        Omission::Impossible => "Yes or no",
    };
    let text = || StringBuilder::new(name, help).required(required);
    match action.definition.kind {
        Kind::Bool => BooleanBuilder::new(name, help).required(required).build(),
        Kind::Int { min, max } => IntegerBuilder::new(name, help)
            .min_value(min)
            .max_value(max)
            .required(required)
            .build(),
        Kind::Float { min, max } => NumberBuilder::new(name, help)
            .min_value(min)
            .max_value(max)
            .required(required)
            .build(),
        Kind::Channel => {
            let channel = ChannelBuilder::new(name, help).required(required);
            match action.check {
                Check::Channel(wanted) => channel.channel_types(wanted.kinds.to_vec()).build(),
                _ => channel.build(),
            }
        }
        Kind::Category => ChannelBuilder::new(name, help)
            .channel_types([ChannelType::GuildCategory])
            .required(required)
            .build(),
        Kind::Role => RoleBuilder::new(name, help).required(required).build(),
        Kind::Message => text().build(),
        Kind::Choice(words) => text().choices(words.iter().map(|it| (*it, *it))).build(),
        Kind::Text { max } => text()
            .max_length(u16::try_from(max).map_or(TEXT_MAX, |it| it.min(TEXT_MAX)))
            .build(),
        Kind::Model => text().max_length(MODEL_MAX).build(),
        Kind::TimeZone => text().autocomplete(true).build(),
    }
}

#[cfg(test)]
mod tests {
    use twilight_model::application::command::{CommandOptionChoiceValue, CommandOptionType};

    use super::*;

    /// Every option of the command, however deep, with its path.
    fn walk<'a>(
        path: &str,
        options: &'a [CommandOption],
        found: &mut Vec<(String, &'a CommandOption)>,
    ) {
        for option in options {
            let path = format!("{path} {}", option.name);
            found.push((path.clone(), option));
            walk(&path, option.options.as_deref().unwrap_or_default(), found);
        }
    }

    fn all(command: &Command) -> Vec<(String, &CommandOption)> {
        let mut found = Vec::new();
        walk(&command.name, &command.options, &mut found);
        found
    }

    #[test]
    fn is_for_admins_of_servers() {
        let command = definition();
        assert_eq!(
            command.default_member_permissions,
            Some(Permissions::ADMINISTRATOR)
        );
        assert_eq!(command.contexts, Some(vec![InteractionContextType::Guild]));
        let installs = Some(vec![ApplicationIntegrationType::GuildInstall]);
        assert_eq!(command.integration_types, installs);
    }

    #[test]
    fn has_these_actions_and_options() {
        let command = definition();
        let leaves = all(&command).into_iter().filter(|(_, it)| {
            !matches!(
                it.kind,
                CommandOptionType::SubCommand | CommandOptionType::SubCommandGroup
            ) || it.kind == CommandOptionType::SubCommand
                && it.options.as_ref().is_none_or(Vec::is_empty)
        });
        let lines: Vec<_> = leaves
            .map(|(path, it)| match it.kind {
                CommandOptionType::SubCommand => path,
                kind if it.required == Some(true) => format!("{path}: {}", kind.kind()),
                kind => format!("{path}?: {}", kind.kind()),
            })
            .collect();
        let expected = "\
config start
config scopes
config show scope: String
config doctor
config history scope?: String
config history key?: String
config history limit?: Integer
config rollback history_id: Integer
config rollback everything_since?: Boolean
config export
config import file: Attachment
config system show
config system set_log_channel channel?: Channel
config system set_rules_channel channel?: Channel
config system set_onboarding_channel channel?: Channel
config system set_log_level level?: String
config system set_timezone zone?: String
config reminders show
config reminders toggle enabled: Boolean
config reminders set_default_channel channel?: Channel
config reminders set_everyone allow: Boolean
config reminders set_late_window minutes?: Integer
config embedwatcher show
config embedwatcher toggle enabled: Boolean
config embedwatcher set_announcements channel?: Channel
config embedwatcher set_target channel?: Channel
config embedwatcher set_offset minutes?: Integer
config embedwatcher set_non_embed enabled?: Boolean
config embedwatcher set_process_bot_messages enabled?: Boolean
config embedwatcher set_ai_fallback enabled?: Boolean
config embedwatcher set_failed_log channel?: Channel
config embedwatcher set_all_authors enabled?: Boolean
config ticketbot show
config ticketbot toggle enabled: Boolean
config ticketbot set_category category?: Channel
config ticketbot set_thread_channel channel?: Channel
config ticketbot set_staff_role role?: Role
config ticketbot set_escalation_role role?: Role
config ticketbot set_idle_days days?: Integer
config ticketbot set_auto_close_days days?: Integer
config ticketbot set_max_open count?: Integer
config ticketbot toggle_notify enabled: Boolean
config faq show
config faq toggle enabled: Boolean
config gpt show
config gpt toggle enabled: Boolean
config gpt set_model model?: String
config gpt set_model guild_id?: String
config gpt set_temperature temperature?: Number
config growth show
config growth toggle enabled: Boolean
config growth set_channel channel?: Channel
config growth set_help_text text?: String
config onboarding show
config onboarding toggle enabled: Boolean
config onboarding set_mode mode?: String
config onboarding set_role role?: Role
config onboarding set_join_role role?: Role
config onboarding toggle_rules enabled: Boolean
config onboarding toggle_personalization enabled: Boolean
config onboarding toggle_restore enabled: Boolean
config gdpr show
config gdpr toggle enabled: Boolean
config gdpr set_channel channel?: Channel
config gdpr set_acceptance_role role?: Role
config invites show
config invites toggle enabled: Boolean
config invites set_channel channel?: Channel
config invites set_message template?: String
config invites set_plain_message template?: String
config verification show
config verification toggle enabled: Boolean
config verification set_verified_role role?: Role
config verification set_reviewer_role role?: Role
config verification set_category category?: Channel
config verification set_channel channel?: Channel
config verification set_vision_model model?: String
config verification set_ai_prompt_context context?: String
config verification set_max_payment_age days?: Integer
config fyi show
config fyi toggle enabled: Boolean";
        assert_eq!(lines.join("\n"), expected);
    }

    #[test]
    fn pickers_carry_the_bounds_of_their_setting() {
        let command = definition();
        let options = all(&command);
        let find = |wanted: &str| {
            options
                .iter()
                .find(|(path, _)| path == wanted)
                .map(|it| it.1)
                .expect(wanted)
        };
        let minutes = serde_json::to_value(find("config embedwatcher set_offset minutes")).unwrap();
        assert_eq!(
            (&minutes["min_value"], &minutes["max_value"]),
            (&0.into(), &4320.into())
        );
        let level = find("config system set_log_level level")
            .choices
            .as_ref()
            .unwrap();
        let words: Vec<_> = level.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(words, ["verbose", "normal", "critical"]);
        assert_eq!(
            find("config system set_timezone zone").autocomplete,
            Some(true)
        );
        assert_eq!(find("config show scope").autocomplete, Some(true));
        let default = find("config reminders set_default_channel channel");
        let rooms = vec![ChannelType::GuildText, ChannelType::GuildAnnouncement];
        assert_eq!(default.channel_types, Some(rooms));
    }

    #[test]
    fn stays_within_discords_limits() {
        let command = definition();
        let options = all(&command);
        let mut characters = command.name.chars().count() + command.description.chars().count();
        for (path, option) in &options {
            let plain = |it: char| it.is_ascii_lowercase() || it == '_';
            assert!(
                option.name.chars().all(plain) && option.name.len() <= 32,
                "{path}"
            );
            let description = option.description.chars().count();
            assert!(
                (1..=40).contains(&description),
                "{path}: {}",
                option.description
            );
            let nested = option.options.as_deref().unwrap_or_default();
            assert!(nested.len() <= 25, "{path}");
            characters += option.name.chars().count() + description;
            for choice in option.choices.iter().flatten() {
                let CommandOptionChoiceValue::String(value) = &choice.value else {
                    panic!("{path}: a choice that is no text");
                };
                characters += choice.name.chars().count() + value.chars().count();
            }
        }
        assert!(command.options.len() <= 25);
        assert!(characters < 8000, "{characters}");
    }
}
