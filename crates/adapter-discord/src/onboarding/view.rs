//! What admins see who write questions and rules.

use onboarding_core::set_up::{FollowUpSet, QuestionStored, RuleStored};
use onboarding_core::{CustomQuestion, GuildRule, OptionValue, QuestionParts};
use sanitizer::safe_embed_text;
use twilight_model::channel::message::component::{Button, ButtonStyle};

use super::questions::RESET_QUESTIONS;
use super::rules::RESET_RULES;
use crate::reply::{Body, Reply, button};
use crate::text::{Card, Colour, Rich};

/// The most characters that are shown of a question or a rule in a sentence.
const SHOWN: usize = 200;
/// The same in a list of twenty.
const LISTED: usize = 80;

/// `3. What is asked`.
pub(super) fn question_text(it: &CustomQuestion, max: usize) -> Rich {
    let text = match &it.content {
        Ok(question) => question.text.as_str(),
        Err(broken) => &broken.text,
    };
    let number = Rich::default().number(it.position.get()).and(". ");
    number.text(&safe_embed_text(text, max))
}

/// `3. What it is called`.
pub(super) fn rule_title(it: &GuildRule, max: usize) -> Rich {
    let number = Rich::default().number(it.position.get()).and(". ");
    number.text(&safe_embed_text(it.rule.title.as_str(), max))
}

pub(super) fn question_added(stored: &QuestionStored) -> Reply {
    let begin = match &stored.replaced {
        Some(_) => Rich::own("✅ Replaced question "),
        None => Rich::own("✅ Added question "),
    };
    let words = begin.rich(&question_text(&stored.question, SHOWN));
    let follow_ups = |it: &CustomQuestion| {
        let content = it.content.as_ref();
        content.map_or(0, |it| QuestionParts::of(it).follow_ups.len())
    };
    let earlier = stored.replaced.as_ref().map_or(0, follow_ups);
    let lost = earlier.saturating_sub(follow_ups(&stored.question));
    let words = match lost {
        0 => words,
        lost => words
            .and("\n⚠️ What its options asked further went with them: ")
            .number(u64::try_from(lost).unwrap_or(u64::MAX))
            .and(". `/onboarding set_followup` writes it again."),
    };
    Reply::text(if stored.replaces_defaults {
        words.and("\nFrom now on newcomers are asked your questions instead of the four defaults.")
    } else {
        words
    })
}

pub(super) fn follow_up_set(set: &FollowUpSet, value: &str) -> Reply {
    let option = Rich::default().code(value.trim(), OptionValue::MAX);
    let (begin, question) = match set {
        FollowUpSet::Set(question) => ("✅ Whoever answers ", question),
        FollowUpSet::Removed(question) => ("↩️ Nothing more is asked after ", question),
    };
    let words = Rich::own(begin).rich(&option);
    let words = match set {
        FollowUpSet::Set(_) => words.and(" is asked that too, at question "),
        FollowUpSet::Removed(_) => words.and(", at question "),
    };
    Reply::text(words.rich(&question_text(question, SHOWN)))
}

pub(super) fn question_deleted(question: &CustomQuestion) -> Reply {
    let words = Rich::own("🗑 Deleted question ");
    Reply::text(words.rich(&question_text(question, SHOWN)))
}

pub(super) fn ask_to_reset_questions() -> Reply {
    let reset = Button {
        style: ButtonStyle::Danger,
        ..button("Delete all questions", RESET_QUESTIONS.to_owned())
    };
    let card = Card::new(Colour::Orange, "🗑 Delete all questions?")
        .description("They cannot be brought back. Newcomers are asked the four defaults then.");
    Reply::Message(Body::card(card).buttons(vec![reset]))
}

pub(super) fn questions_reset(count: usize) -> Reply {
    let words = match count {
        0 => Rich::own("There were no questions to delete; newcomers are asked the four defaults."),
        _ => counted("↩️ Deleted ", count)
            .and(if count == 1 {
                " question"
            } else {
                " questions"
            })
            .and(". Newcomers are asked the four defaults now."),
    };
    Reply::Update(Body::text(words))
}

pub(super) fn reordered(questions: &[CustomQuestion]) -> Reply {
    let words = questions
        .iter()
        .map(|it| question_text(it, LISTED))
        .fold(Rich::own("✅ The order now:"), |list, it| {
            list.and("\n").rich(&it)
        });
    Reply::text(words)
}

pub(super) fn rule_added(stored: &RuleStored) -> Reply {
    let begin = match &stored.replaced {
        Some(_) => Rich::own("✅ Replaced rule "),
        None => Rich::own("✅ Added rule "),
    };
    let words = begin.rich(&rule_title(&stored.rule, SHOWN));
    let rule = &stored.rule.rule;
    Reply::text(if rule.image.is_none() && rule.thumbnail.is_none() {
        words.and("\n-# A picture can go with it: `thumbnail_url` or `image_url`.")
    } else {
        words
    })
}

pub(super) fn rule_deleted(rule: &GuildRule) -> Reply {
    Reply::text(Rich::own("🗑 Deleted rule ").rich(&rule_title(rule, SHOWN)))
}

pub(super) fn ask_to_reset_rules() -> Reply {
    let reset = Button {
        style: ButtonStyle::Danger,
        ..button("Delete all rules", RESET_RULES.to_owned())
    };
    let card = Card::new(Colour::Orange, "🗑 Delete all rules?")
        .description("They cannot be brought back, and there are none to take their place.");
    Reply::Message(Body::card(card).buttons(vec![reset]))
}

pub(super) fn rules_reset(count: usize) -> Reply {
    let words = match count {
        0 => Rich::own("There were no rules to delete."),
        _ => counted("↩️ Deleted ", count)
            .and(if count == 1 { " rule" } else { " rules" })
            .and(". There are none now."),
    };
    Reply::Update(Body::text(words))
}

pub(super) fn no_rules() -> Rich {
    Rich::own(
        "⚠️ Newcomers are to be shown rules, and there are none yet. `/onboarding add_rule` writes one.",
    )
}

fn counted(begin: &'static str, count: usize) -> Rich {
    Rich::own(begin).number(u64::try_from(count).unwrap_or(u64::MAX))
}
