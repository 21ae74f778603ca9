//! A question to a model, before and after it is known which one answers.

use chrono::{DateTime, Utc};
use kernel::{GuildId, UserId};

use super::{Feature, Message, ModelName, SystemText, Temperature, Warmth};

/// A question to a model, as a feature asks it.
#[derive(Debug, Clone, PartialEq)]
pub struct CompletionRequest {
    /// What it is for.
    pub feature: Feature,
    /// What the program tells the model.
    pub system: SystemText,
    /// The conversation, oldest first.
    pub messages: Vec<Message>,
    /// How long the answer may be, in tokens.
    pub max_tokens: u32,
    /// How freely it may be.
    pub warmth: Warmth,
    /// A model other than the guild's.
    pub model: Option<ModelName>,
    /// Where it was asked; none in a direct message.
    pub guild: Option<GuildId>,
    /// Who asked; none when the bot does so by itself.
    pub user: Option<UserId>,
    /// When nobody waits for the answer any more.
    pub deadline: DateTime<Utc>,
    /// Who waits for it until then.
    pub awaited: Awaited,
}

/// Who waits for the answer to a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Awaited {
    /// Somebody, who is better served by a second try in time than by one that hangs to the end.
    BySomeone,
    /// Nobody: it comes round by itself, so that a slow service has all of the time.
    ByNobody,
}

/// One try at a question, with nothing left to decide. What an endpoint is handed.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// Which model.
    pub model: ModelName,
    /// What the program tells it.
    pub system: SystemText,
    /// The conversation, oldest first.
    pub messages: Vec<Message>,
    /// How long the answer may be, in tokens.
    pub max_tokens: u32,
    /// How freely it may be.
    pub temperature: Temperature,
}

impl CompletionRequest {
    /// A single question for which somebody waits until `deadline`: the guild's model and temperature, 500 tokens, asked
    /// by nobody and nowhere. Change what is different.
    pub fn new(
        feature: Feature,
        system: SystemText,
        question: Message,
        deadline: DateTime<Utc>,
    ) -> Self {
        Self {
            feature,
            system,
            messages: vec![question],
            max_tokens: 500,
            warmth: Warmth::OfGuild,
            model: None,
            guild: None,
            user: None,
            deadline,
            awaited: Awaited::BySomeone,
        }
    }
}

impl Call {
    /// The same question with half as much quoted material, for a model that finds it too long; none if nothing can be
    /// left out.
    pub fn trimmed(&self) -> Option<Self> {
        let mut call = self.clone();
        let mut is_shorter = false;
        for message in &mut call.messages {
            if let Some(shorter) = message.trimmed() {
                *message = shorter;
                is_shorter = true;
            }
        }
        is_shorter.then_some(call)
    }
}
