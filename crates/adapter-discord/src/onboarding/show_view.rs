//! What newcomers go through, as admins see it.

use kernel::{GuildId, RoleId};
use onboarding_core::set_up::Overview;
use onboarding_core::{CustomQuestion, OnboardingMode, Panel, QuestionKind};

use super::view::{question_text, rule_title};
use crate::directory::RoleObstacle;
use crate::text::{Card, Colour, Rich};

/// The most characters of a question or rule: twenty of each fit into one description.
const LINE_MAX: usize = 60;

pub(super) fn card(
    guild: GuildId,
    overview: &Overview,
    panel: Option<Panel>,
    obstacle: impl Fn(RoleId) -> Option<RoleObstacle>,
) -> Card {
    let settings = &overview.onboarding;
    let mut content = Rich::default();
    if settings.mode.shows_rules() {
        content = content.rich(&rules(overview)).and("\n\n");
    }
    if settings.mode.asks_questions() {
        content = content.rich(&questions(overview));
    }
    let colour = if settings.enabled {
        Colour::Blue
    } else {
        Colour::DarkGrey
    };
    let role = |it: Option<RoleId>| match it {
        None => Rich::own("none"),
        Some(role) => role_words(role, obstacle(role)),
    };
    let panel = match panel {
        Some(it) => Rich::default().link_to("to the panel", guild, it.channel, it.message),
        None => Rich::own("none yet: `/config system set_rules_channel` says where it goes"),
    };
    Card::new(colour, "🚪 What newcomers go through")
        .description(content)
        .inline("Onboarding", if settings.enabled { "on" } else { "off" })
        .inline("Mode", mode(settings.mode))
        .inline("Join role", role(settings.join_role_id))
        .inline("Completion role", role(settings.completion_role_id))
        .inline("Panel", panel)
}

fn rules(overview: &Overview) -> Rich {
    let words = if overview.rules_settings.enabled {
        Rich::own("**Rules**")
    } else {
        Rich::own("**Rules** (switched off)")
    };
    if overview.rules.is_empty() {
        return words.and("\nnone; `/onboarding add_rule` writes one");
    }
    overview.rules.iter().fold(words, |words, it| {
        let line = words.and("\n").rich(&rule_title(it, LINE_MAX));
        if it.enabled { line } else { line.and(" (off)") }
    })
}

fn questions(overview: &Overview) -> Rich {
    let words = Rich::own("**Questions**");
    let words = overview.questions.iter().fold(words, |words, it| {
        words
            .and("\n")
            .rich(&question_text(it, LINE_MAX))
            .rich(&kind(it))
    });
    if overview.questions.iter().any(|it| it.enabled) {
        words
    } else {
        words.and("\nusing the 4 defaults")
    }
}

fn kind(it: &CustomQuestion) -> Rich {
    let Ok(question) = &it.content else {
        return Rich::own(" – ⚠️ nobody could answer it: write it again");
    };
    let words = Rich::own(" (").and(match question.kind() {
        QuestionKind::Select => "one option",
        QuestionKind::Multiselect => "several options",
        QuestionKind::Text => "a text",
        QuestionKind::Email => "an e-mail address",
    });
    let words = if question.required {
        words
    } else {
        words.and(", optional")
    };
    words.and(if it.enabled { ")" } else { ", off)" })
}

fn mode(mode: OnboardingMode) -> &'static str {
    match mode {
        OnboardingMode::Disabled => "nothing",
        OnboardingMode::RulesOnly => "rules only",
        OnboardingMode::RulesWithQuestions => "rules, then questions",
        OnboardingMode::QuestionsOnly => "questions only",
    }
}

fn role_words(role: RoleId, obstacle: Option<RoleObstacle>) -> Rich {
    let words = Rich::default().role(role);
    match obstacle {
        None => words,
        Some(RoleObstacle::Unknown) => Rich::own("⚠️ missing: the role was deleted"),
        Some(RoleObstacle::Everyone | RoleObstacle::Managed) => {
            words.and("\n⚠️ nobody can give this role")
        }
        Some(RoleObstacle::TooHigh) => words.and("\n⚠️ it stands above my highest role"),
        Some(RoleObstacle::MayNotManage) => words.and("\n⚠️ I may not give roles"),
    }
}
