//! Which action stores the answer to a question, and what is looked at before.

use settings_core::Registry;
use settings_core::wizard::Question;

use super::super::actions::{self, Action, Check, Scope};

/// The action that sets the same by command, with its scope.
pub(super) fn action(
    question: Question,
    registry: &Registry,
) -> Option<(&'static Scope, &'static Action)> {
    actions::of(question.definition(registry)?)
}

/// What is looked at before an answer is taken: also that the bot may post there, since reminders out of announcements go
/// to the announcements' own channel unless another is set.
pub(super) fn check(question: Question, registry: &Registry) -> Check {
    action(question, registry).map_or(Check::Nothing, |it| it.1.check.and_post_there())
}
