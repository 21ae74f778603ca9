//! `/onboarding` on Discord: what admins have newcomers go through, and the guild's log of it.

mod card;
mod command;
mod forms;
mod log;
mod questions;
mod refusal_view;
mod rules;
mod show;
mod show_view;
mod switches;
mod view;

use twilight_interactions::command::{CommandInputData, CommandModel as _};
use twilight_model::application::interaction::application_command::CommandData;

use self::command::OnboardingCommand;
pub(crate) use self::command::{NAME, changes_something, definition};
pub(crate) use self::forms::{OPTIONS_FORM, ORDER_FORM};
pub use self::log::SetUpLogChannel;
pub(crate) use self::questions::{
    RESET_QUESTIONS, reset as reset_questions, submit_options, submit_order,
};
pub(crate) use self::rules::{RESET_RULES, reset as reset_rules};
use crate::context::{Asker, DiscordContext};
use crate::newcomers::{figures, panel_post, reset_user};
use crate::routes::Handled;

pub(crate) async fn run(data: &CommandData, asker: &Asker, context: &DiscordContext) -> Handled {
    // Whatever is asked for, so that nobody else learns more than that.
    if !asker.member.is_admin() {
        return Ok(refusal_view::not_admin());
    }
    let Ok(command) = OnboardingCommand::from_interaction(CommandInputData::from(data.clone()))
    else {
        return Ok(refusal_view::unreadable());
    };
    match command {
        OnboardingCommand::Show(_) => show::run(asker, context).await,
        OnboardingCommand::Toggle(it) => switches::toggle(it.enabled, asker, context).await,
        OnboardingCommand::SetMode(it) => switches::set_mode(it.mode, asker, context).await,
        OnboardingCommand::ToggleRules(it) => {
            switches::toggle_rules(it.enabled, asker, context).await
        }
        OnboardingCommand::SetRole(it) => switches::set_role(it.role, asker, context).await,
        OnboardingCommand::SetJoinRole(it) => {
            switches::set_join_role(it.role, asker, context).await
        }
        OnboardingCommand::AddQuestion(it) => questions::add(it, asker, context).await,
        OnboardingCommand::SetFollowup(it) => questions::set_follow_up(it, asker, context).await,
        OnboardingCommand::DeleteQuestion(it) => questions::delete(it.step, asker, context).await,
        OnboardingCommand::ResetQuestions(_) => Ok(view::ask_to_reset_questions()),
        OnboardingCommand::Reorder(_) => questions::ask_for_order(asker, context).await,
        OnboardingCommand::AddRule(it) => rules::add(it, asker, context).await,
        OnboardingCommand::DeleteRule(it) => rules::delete(it.rule_order, asker, context).await,
        OnboardingCommand::PanelPost(it) => panel_post::run(&it, asker, context).await,
        OnboardingCommand::Stats(it) => figures::run(&it, asker, context).await,
        OnboardingCommand::ResetUser(it) => reset_user::run(&it, asker, context).await,
        OnboardingCommand::ResetRules(_) => Ok(view::ask_to_reset_rules()),
    }
}
