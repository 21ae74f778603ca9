//! Interactions: what a user started, and what the bot made of it.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;

use super::snowflakes::Id;

/// The bot has this long for its first answer.
pub(crate) const FIRST_ANSWER: TimeDelta = TimeDelta::seconds(3);
/// The token works this long.
pub(crate) const TOKEN_LIFE: TimeDelta = TimeDelta::minutes(15);

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum InteractionKind {
    Command = 2,
    Component = 3,
    Autocomplete = 4,
    ModalSubmit = 5,
}

#[derive(Clone, Debug)]
pub(crate) enum Answer {
    /// Nothing yet.
    None,
    /// A message, or an edit of the message that the component is on.
    Message,
    /// "Is thinking…"; the message stands in its place until it is edited.
    Deferred,
    /// Acknowledged; the message may be edited later.
    DeferredUpdate,
    Choices(Vec<Value>),
    Modal(Value),
}

#[derive(Clone, Debug)]
pub(crate) struct Interaction {
    pub(crate) id: Id,
    pub(crate) token: String,
    pub(crate) kind: InteractionKind,
    pub(crate) user: Id,
    pub(crate) guild: Option<Id>,
    pub(crate) channel: Id,
    pub(crate) started: DateTime<Utc>,
    pub(crate) command: Option<String>,
    /// The message that the component is on.
    pub(crate) source: Option<Id>,
    pub(crate) answer: Answer,
    pub(crate) original: Option<Id>,
    pub(crate) followups: Vec<Id>,
    /// Whether any message was edited after the answer.
    pub(crate) edits: u32,
}

const TOKEN_BEGINS: &str = "interaction-token-";

impl Interaction {
    /// The token of the interaction with this id.
    pub(crate) fn token_of(id: Id) -> String {
        format!("{TOKEN_BEGINS}{id}")
    }

    /// The id of the interaction with this token.
    pub(crate) fn id_of(token: &str) -> Option<Id> {
        token.strip_prefix(TOKEN_BEGINS)?.parse().ok()
    }

    pub(crate) fn is_answered(&self) -> bool {
        !matches!(self.answer, Answer::None)
    }

    pub(crate) fn missed_its_first_answer(&self, now: DateTime<Utc>) -> bool {
        !self.is_answered() && now - self.started > FIRST_ANSWER
    }

    pub(crate) fn has_expired(&self, now: DateTime<Utc>) -> bool {
        now - self.started > TOKEN_LIFE
    }
}
