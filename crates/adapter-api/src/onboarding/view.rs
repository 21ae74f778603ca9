//! Questions and rules as dashboards see them.

use std::collections::BTreeMap;

use onboarding_core::{CustomQuestion, GuildRule, PictureUrl, QuestionParts};
use serde::Serialize;
use utoipa::ToSchema;

/// One of the answers that can be chosen.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OptionView {
    /// What people read.
    label: String,
    /// What is stored.
    value: String,
}

/// What an option asks further.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FollowUpView {
    /// What is asked.
    question: String,
    /// How it is answered: `text` or `email`.
    #[serde(rename = "type")]
    kind: String,
    /// Whether it must be answered.
    required: bool,
}

/// A question of a server.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct QuestionView {
    /// Its number.
    id: u64,
    /// Its place.
    step_order: u8,
    /// What is asked.
    question: String,
    /// How it is answered: `select`, `multiselect`, `text` or `email`; null if it cannot be asked as it is stored.
    question_type: Option<String>,
    /// What can be chosen.
    options: Vec<OptionView>,
    /// What options ask further, by their values.
    followup: BTreeMap<String, FollowUpView>,
    /// Whether it must be answered.
    required: bool,
    /// Whether it is asked.
    enabled: bool,
}

/// The questions of a server, those too that are not enabled.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct QuestionsView {
    /// By their places.
    pub(super) questions: Vec<QuestionView>,
}

/// A rule of a server.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RuleView {
    /// Its number.
    id: u64,
    /// Its place.
    rule_order: u8,
    /// What it is called.
    title: String,
    /// What it says, with Discord's markdown.
    description: String,
    /// The address of a small picture.
    thumbnail_url: Option<String>,
    /// The address of a large picture.
    image_url: Option<String>,
    /// Whether it is shown.
    enabled: bool,
}

/// The rules of a server, those too that are not enabled.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RulesView {
    /// By their places.
    pub(super) rules: Vec<RuleView>,
}

/// A question in its place.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct QuestionSaved {
    /// Always true.
    pub(super) success: bool,
    /// Whether it took the place of another.
    pub(super) replaced: bool,
    /// The question as it is.
    pub(super) question: QuestionView,
}

/// A rule in its place.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RuleSaved {
    /// Always true.
    pub(super) success: bool,
    /// Whether it took the place of another.
    pub(super) replaced: bool,
    /// The rule as it is.
    pub(super) rule: RuleView,
}

/// A question or rule that was deleted.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ContentDeleted {
    /// Always true.
    pub(super) success: bool,
    /// Its number.
    pub(super) id: u64,
}

/// Everything in its new order.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ContentReordered {
    /// Always true.
    pub(super) success: bool,
    /// The questions, by their places.
    pub(super) questions: Vec<QuestionView>,
    /// The rules, by their places.
    pub(super) rules: Vec<RuleView>,
}

impl From<&CustomQuestion> for QuestionView {
    fn from(stored: &CustomQuestion) -> Self {
        let parts = stored.content.as_ref().ok().map(QuestionParts::of);
        let text = match &stored.content {
            Ok(question) => question.text.as_str(),
            Err(broken) => &broken.text,
        };
        let text = text.to_owned();
        let kind = parts.as_ref().map(|it| it.kind.word().to_owned());
        let required = parts.as_ref().is_none_or(|it| it.required);
        let (options, follow_ups) = match parts {
            Some(parts) => (parts.options, parts.follow_ups),
            None => (Vec::new(), Vec::new()),
        };
        let options = options.into_iter().map(|it| OptionView {
            label: it.label,
            value: it.value,
        });
        let follow_ups = follow_ups.into_iter().map(|it| {
            let view = FollowUpView {
                question: it.question,
                kind: it.kind.word().to_owned(),
                required: it.required,
            };
            (it.value, view)
        });
        Self {
            id: stored.id.get(),
            step_order: stored.position.get(),
            question: text,
            question_type: kind,
            options: options.collect(),
            followup: follow_ups.collect(),
            required,
            enabled: stored.enabled,
        }
    }
}

impl From<&GuildRule> for RuleView {
    fn from(stored: &GuildRule) -> Self {
        let address = |it: &Option<PictureUrl>| it.as_ref().map(|it| it.as_str().to_owned());
        Self {
            id: stored.id.get(),
            rule_order: stored.position.get(),
            title: stored.rule.title.as_str().to_owned(),
            description: stored.rule.description.as_str().to_owned(),
            thumbnail_url: address(&stored.rule.thumbnail),
            image_url: address(&stored.rule.image),
            enabled: stored.enabled,
        }
    }
}
