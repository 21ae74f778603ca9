//! What the guild's log channel is told of questions and rules, in words.

use kernel::{GuildId, UserId};
use onboarding_core::set_up::SetUpChange;
use onboarding_core::{CustomQuestion, OptionValue};
use sanitizer::{FIELD_VALUE_MAX, safe_embed_text};

use super::view::{question_text, rule_title};
use crate::text::{Card, Colour, Rich};

/// The most characters of a line in a list.
const LINE_MAX: usize = 45;

pub(super) fn changed(guild: GuildId, by: UserId, change: &SetUpChange) -> Card {
    let card = Card::new(Colour::Blue, title(change));
    let card = match change {
        SetUpChange::QuestionAdded(it)
        | SetUpChange::QuestionReplaced(it)
        | SetUpChange::QuestionDeleted(it) => card.field("Question", question(it)),
        SetUpChange::FollowUpSet(it, value) => {
            let asked = it.content.as_ref().ok().and_then(|it| it.follow_up(value));
            let asked = asked.map_or("", |it| it.question.as_str());
            let asked = Rich::default().text(&safe_embed_text(asked, FIELD_VALUE_MAX));
            let card = card.field("Question", question(it));
            card.field("After", code(value)).field("It asks", asked)
        }
        SetUpChange::FollowUpRemoved(it, value) => card
            .field("Question", question(it))
            .field("After", code(value)),
        SetUpChange::RuleAdded(it)
        | SetUpChange::RuleReplaced(it)
        | SetUpChange::RuleDeleted(it) => card.field("Rule", rule_title(it, FIELD_VALUE_MAX - 8)),
        SetUpChange::QuestionsReset(count) | SetUpChange::RulesReset(count) => {
            card.field("How many", Rich::default().number(number(*count)))
        }
        SetUpChange::QuestionsReordered(questions) => {
            let lines = questions.iter().map(|it| question_text(it, LINE_MAX));
            card.field("Questions", list(lines))
        }
        SetUpChange::RulesReordered(rules) => {
            let lines = rules.iter().map(|it| rule_title(it, LINE_MAX));
            card.field("Rules", list(lines))
        }
    };
    let guild = Rich::own("onboarding · Guild: ").number(guild.get());
    card.inline("By", Rich::default().user(by)).footer(guild)
}

fn title(change: &SetUpChange) -> &'static str {
    match change {
        SetUpChange::QuestionAdded(_) => "⚙️ Onboarding: question added",
        SetUpChange::QuestionReplaced(_) => "⚙️ Onboarding: question replaced",
        SetUpChange::FollowUpSet(..) => "⚙️ Onboarding: follow-up set",
        SetUpChange::FollowUpRemoved(..) => "⚙️ Onboarding: follow-up removed",
        SetUpChange::QuestionDeleted(_) => "⚙️ Onboarding: question deleted",
        SetUpChange::QuestionsReset(_) => "⚙️ Onboarding: all questions deleted",
        SetUpChange::QuestionsReordered(_) => "⚙️ Onboarding: questions reordered",
        SetUpChange::RuleAdded(_) => "⚙️ Onboarding: rule added",
        SetUpChange::RuleReplaced(_) => "⚙️ Onboarding: rule replaced",
        SetUpChange::RuleDeleted(_) => "⚙️ Onboarding: rule deleted",
        SetUpChange::RulesReset(_) => "⚙️ Onboarding: all rules deleted",
        SetUpChange::RulesReordered(_) => "⚙️ Onboarding: rules reordered",
    }
}

fn question(it: &CustomQuestion) -> Rich {
    question_text(it, FIELD_VALUE_MAX - 8)
}

fn code(value: &str) -> Rich {
    Rich::default().code(value, OptionValue::MAX)
}

fn list(lines: impl Iterator<Item = Rich>) -> Rich {
    let list = lines.fold(Rich::default(), |list, line| list.rich(&line).and("\n"));
    if list.is_empty() {
        Rich::own("none")
    } else {
        list
    }
}

fn number(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}
