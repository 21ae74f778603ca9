//! `/onboarding` as Discord is told of it. A further action is a variant here, its line in [`changes_something`] if it
//! opens no form, and its line in `mod.rs`.

use onboarding_core::{FollowUpKind, QuestionKind};
use twilight_interactions::command::{CommandModel, CommandOption, CreateCommand, CreateOption};
use twilight_model::application::command::Command;
use twilight_model::application::interaction::application_command::{
    CommandData, CommandDataOption, CommandOptionValue,
};
use twilight_model::guild::{Permissions, Role};

use crate::newcomers::figures::Stats;
use crate::newcomers::panel_post::PanelPost;
use crate::newcomers::reset_user::ResetUser;

pub(crate) const NAME: &str = OnboardingCommand::NAME;

#[derive(CommandModel, CreateCommand)]
#[command(
    name = "onboarding",
    desc = "What newcomers are asked and shown (admins)",
    contexts = "guild",
    integration_types = "guild_install",
    default_permissions = "admins"
)]
#[expect(
    clippy::large_enum_variant,
    reason = "the derive takes no boxes, and one is made for a command that is carried out at once"
)]
pub(super) enum OnboardingCommand {
    #[command(name = "show")]
    Show(Show),
    #[command(name = "toggle")]
    Toggle(Toggle),
    #[command(name = "set_mode")]
    SetMode(SetMode),
    #[command(name = "toggle_rules")]
    ToggleRules(ToggleRules),
    #[command(name = "set_role")]
    SetRole(SetRole),
    #[command(name = "set_join_role")]
    SetJoinRole(SetJoinRole),
    #[command(name = "add_question")]
    AddQuestion(AddQuestion),
    #[command(name = "set_followup")]
    SetFollowup(SetFollowup),
    #[command(name = "delete_question")]
    DeleteQuestion(DeleteQuestion),
    #[command(name = "reset_questions")]
    ResetQuestions(ResetQuestions),
    #[command(name = "reorder")]
    Reorder(Reorder),
    #[command(name = "add_rule")]
    AddRule(AddRule),
    #[command(name = "delete_rule")]
    DeleteRule(DeleteRule),
    #[command(name = "reset_rules")]
    ResetRules(ResetRules),
    #[command(name = "panel_post")]
    PanelPost(PanelPost),
    #[command(name = "stats")]
    Stats(Stats),
    #[command(name = "reset_user")]
    ResetUser(ResetUser),
}

#[derive(CommandModel, CreateCommand)]
#[command(name = "show", desc = "Show what newcomers go through")]
pub(super) struct Show {}

#[derive(CommandModel, CreateCommand)]
#[command(name = "toggle", desc = "Switch the onboarding on or off")]
pub(super) struct Toggle {
    /// Whether newcomers are welcomed
    pub(super) enabled: bool,
}

#[derive(CommandModel, CreateCommand)]
#[command(name = "set_mode", desc = "Rules, questions, both or none")]
pub(super) struct SetMode {
    /// What newcomers go through
    pub(super) mode: ModeChoice,
}

#[derive(CommandModel, CreateCommand)]
#[command(name = "toggle_rules", desc = "Show the rules or not")]
pub(super) struct ToggleRules {
    /// Whether newcomers are shown the rules
    pub(super) enabled: bool,
}

#[derive(CommandModel, CreateCommand)]
#[command(name = "set_role", desc = "The role after the last step")]
pub(super) struct SetRole {
    /// Which one; none to give none
    pub(super) role: Option<Role>,
}

#[derive(CommandModel, CreateCommand)]
#[command(name = "set_join_role", desc = "The role until the last step")]
pub(super) struct SetJoinRole {
    /// Which one; none to give none
    pub(super) role: Option<Role>,
}

#[derive(CommandModel, CreateCommand)]
#[command(name = "add_question", desc = "Write a question, or replace one")]
pub(super) struct AddQuestion {
    /// Where it stands
    #[command(min_value = 1, max_value = 20)]
    pub(super) step: i64,
    /// What is asked
    #[command(min_length = 1, max_length = 256)]
    pub(super) question: String,
    /// How it is answered (default: one option)
    #[command(rename = "type")]
    pub(super) kind: Option<KindChoice>,
    /// Whether it must be answered (default: as it was, or yes)
    pub(super) required: Option<bool>,
    /// The options, as: By a friend = friend; Search engine; Other
    pub(super) options: Option<String>,
}

#[derive(CommandModel, CreateCommand)]
#[command(
    name = "set_followup",
    desc = "What an option asks further; nothing takes it away"
)]
pub(super) struct SetFollowup {
    /// Where the question stands
    #[command(min_value = 1, max_value = 20)]
    pub(super) step: i64,
    /// The value of the option
    #[command(min_length = 1, max_length = 100)]
    pub(super) value: String,
    /// What is asked further
    #[command(max_length = 100)]
    pub(super) question: Option<String>,
    /// How it is answered (default: with a text)
    #[command(rename = "type")]
    pub(super) kind: Option<FollowUpChoice>,
}

#[derive(CommandModel, CreateCommand)]
#[command(name = "delete_question", desc = "Delete a question")]
pub(super) struct DeleteQuestion {
    /// Where it stands
    #[command(min_value = 1, max_value = 20)]
    pub(super) step: i64,
}

#[derive(CommandModel, CreateCommand)]
#[command(
    name = "reset_questions",
    desc = "Delete all questions, so that the four defaults are asked"
)]
pub(super) struct ResetQuestions {}

#[derive(CommandModel, CreateCommand)]
#[command(name = "reorder", desc = "Put the questions in another order")]
pub(super) struct Reorder {}

#[derive(CommandModel, CreateCommand)]
#[command(name = "add_rule", desc = "Write a rule, or replace one")]
pub(super) struct AddRule {
    /// Where it stands
    #[command(min_value = 1, max_value = 20)]
    pub(super) rule_order: i64,
    /// What it is called
    #[command(min_length = 1, max_length = 256)]
    pub(super) title: String,
    /// What it says
    #[command(min_length = 1, max_length = 4000)]
    pub(super) description: String,
    /// A small picture beside it: an address with https
    pub(super) thumbnail_url: Option<String>,
    /// A large picture below it: an address with https
    pub(super) image_url: Option<String>,
}

#[derive(CommandModel, CreateCommand)]
#[command(name = "delete_rule", desc = "Delete a rule")]
pub(super) struct DeleteRule {
    /// Where it stands
    #[command(min_value = 1, max_value = 20)]
    pub(super) rule_order: i64,
}

#[derive(CommandModel, CreateCommand)]
#[command(name = "reset_rules", desc = "Delete all rules")]
pub(super) struct ResetRules {}

/// The modes, by the words of the setting.
#[derive(Debug, Clone, Copy, CommandOption, CreateOption)]
pub(super) enum ModeChoice {
    #[option(name = "rules_with_questions", value = "rules_with_questions")]
    RulesWithQuestions,
    #[option(name = "rules_only", value = "rules_only")]
    RulesOnly,
    #[option(name = "questions_only", value = "questions_only")]
    QuestionsOnly,
    #[option(name = "disabled", value = "disabled")]
    Disabled,
}

/// The kinds of questions, by their words.
#[derive(Debug, Clone, Copy, Default, CommandOption, CreateOption)]
pub(super) enum KindChoice {
    #[default]
    #[option(name = "select", value = "select")]
    Select,
    #[option(name = "multiselect", value = "multiselect")]
    Multiselect,
    #[option(name = "text", value = "text")]
    Text,
    #[option(name = "email", value = "email")]
    Email,
}

/// The kinds of follow-ups, by their words.
#[derive(Debug, Clone, Copy, Default, CommandOption, CreateOption)]
pub(super) enum FollowUpChoice {
    #[default]
    #[option(name = "text", value = "text")]
    Text,
    #[option(name = "email", value = "email")]
    Email,
}

impl From<KindChoice> for QuestionKind {
    fn from(choice: KindChoice) -> Self {
        match choice {
            KindChoice::Select => Self::Select,
            KindChoice::Multiselect => Self::Multiselect,
            KindChoice::Text => Self::Text,
            KindChoice::Email => Self::Email,
        }
    }
}

impl From<FollowUpChoice> for FollowUpKind {
    fn from(choice: FollowUpChoice) -> Self {
        match choice {
            FollowUpChoice::Text => Self::Text,
            FollowUpChoice::Email => Self::Email,
        }
    }
}

fn admins() -> Permissions {
    Permissions::ADMINISTRATOR
}

pub(crate) fn definition() -> Command {
    OnboardingCommand::create_command().into()
}

/// Whether the command changes something; forms and questions do so only when they are answered.
pub(crate) fn changes_something(data: &CommandData) -> bool {
    changes(&data.options)
}

fn changes(options: &[CommandDataOption]) -> bool {
    let Some(chosen) = options.first() else {
        return false;
    };
    match chosen.name.as_str() {
        "show" | "stats" | "reorder" | "reset_questions" | "reset_rules" => false,
        "add_question" => !opens_form(chosen),
        _ => true,
    }
}

/// Whether a question that was asked for needs options, and comes without.
fn opens_form(chosen: &CommandDataOption) -> bool {
    let CommandOptionValue::SubCommand(given) = &chosen.value else {
        return false;
    };
    let text = |name: &str| {
        let found = given.iter().find(|it| it.name == name)?;
        match &found.value {
            CommandOptionValue::String(it) => Some(it.as_str()),
            _ => None,
        }
    };
    let kind = text("type").map_or(Some(QuestionKind::default()), QuestionKind::from_word);
    let is_bare = text("options").is_none_or(|it| it.trim().is_empty());
    is_bare && kind.is_some_and(QuestionKind::has_options)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(name: &str, options: &[(&str, &str)]) -> [CommandDataOption; 1] {
        let texts = options.iter().map(|(name, value)| CommandDataOption {
            name: (*name).to_owned(),
            value: CommandOptionValue::String((*value).to_owned()),
        });
        [CommandDataOption {
            name: name.to_owned(),
            value: CommandOptionValue::SubCommand(texts.collect()),
        }]
    }

    #[test]
    fn a_form_is_shown_before_anything_is_acknowledged() {
        for (options, changes) in [
            (&[][..], false),
            (&[("type", "select")], false),
            (&[("type", "multiselect")], false),
            (&[("type", "multiselect"), ("options", "  ")], false),
            (&[("type", "text")], true),
            (&[("type", "email")], true),
            (&[("options", "A;B")], true),
            (&[("type", "text"), ("options", "A;B")], true),
        ] {
            let data = given("add_question", options);
            assert_eq!(super::changes(&data), changes, "{options:?}");
        }
        assert!(!changes(&given("reorder", &[])));
        assert!(!changes(&given("reset_rules", &[])));
        assert!(changes(&given("add_rule", &[])));
    }

    #[test]
    fn choices_are_the_words_of_what_they_stand_for() {
        let kinds = QuestionKind::ALL.map(QuestionKind::word);
        let choices = [
            KindChoice::Select,
            KindChoice::Multiselect,
            KindChoice::Text,
            KindChoice::Email,
        ];
        assert_eq!(choices.map(|it| it.value()), kinds);
        for choice in choices {
            assert_eq!(QuestionKind::from(choice).word(), choice.value());
        }
        for choice in [FollowUpChoice::Text, FollowUpChoice::Email] {
            assert_eq!(FollowUpKind::from(choice).word(), choice.value());
        }
    }
}
