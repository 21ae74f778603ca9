//! What a model answers.

use super::ModelName;

/// What a model answered. It is as untrusted as what members write: it reaches Discord by
/// [`messages_of`](crate::messages_of) only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// The answer; never blank.
    pub text: String,
    /// Why it ends where it does.
    pub ended: Ended,
    /// Which model answered.
    pub model: ModelName,
    /// What it took.
    pub tokens: Tokens,
}

/// Why an answer ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// All was said.
    Naturally,
    /// There was no room for more.
    CutShort,
}

/// How much was read and written, in tokens; 0 where the service does not say.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tokens {
    /// Read by the model.
    pub prompt: u64,
    /// Written by it.
    pub completion: u64,
}

impl Completion {
    /// Whether it breaks off in the middle.
    pub fn is_cut_short(&self) -> bool {
        self.ended == Ended::CutShort
    }
}

impl Tokens {
    /// Both together.
    pub fn total(self) -> u64 {
        self.prompt.saturating_add(self.completion)
    }
}

impl std::ops::AddAssign for Tokens {
    fn add_assign(&mut self, more: Self) {
        self.prompt = self.prompt.saturating_add(more.prompt);
        self.completion = self.completion.saturating_add(more.completion);
    }
}
