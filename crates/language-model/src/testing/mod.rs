//! Fakes of the ports, and the contract that counting answers keeps.

mod clock;
mod endpoint;
mod model;
mod surroundings;
mod usage;
pub mod usage_contract;

pub use clock::LeapingClock;
pub use endpoint::FakeEndpoint;
pub use model::FakeModel;
pub use surroundings::{FixedChoices, FixedPlans, RecordingDiary};
pub use usage::InMemoryUsage;

use chrono::{DateTime, Utc};

use crate::{Completion, CompletionRequest, Ended, Feature, Message, Prompt, SystemText, Tokens};

/// A question that a command asks.
pub fn question(feature: &'static str, deadline: DateTime<Utc>) -> CompletionRequest {
    let question = Message::user(Prompt::new("What is this about?"));
    let system = SystemText::from_static("You help.");
    CompletionRequest::new(Feature::command(feature), system, question, deadline)
}

/// An answer that took 10 and 5 tokens.
#[expect(clippy::unwrap_used, reason = "a name that is right")]
pub fn answer(text: &str) -> Completion {
    Completion {
        text: text.to_owned(),
        ended: Ended::Naturally,
        model: "small".parse().unwrap(),
        tokens: Tokens {
            prompt: 10,
            completion: 5,
        },
    }
}

/// The same, for an answer that breaks off because there was no room for more.
pub fn cut_short(text: &str) -> Completion {
    Completion {
        ended: Ended::CutShort,
        ..answer(text)
    }
}
