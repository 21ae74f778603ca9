//! A model for tests of features.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;

use super::{answer, cut_short};
use crate::{Completion, CompletionRequest, FailureClass, LanguageModel, ModelError};

/// Answers what it was told to, in turn, and remembers what it was asked. With nothing left to answer it has no key.
#[derive(Debug, Default)]
pub struct FakeModel(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    planned: VecDeque<Result<Completion, ModelError>>,
    asked: Vec<CompletionRequest>,
}

impl FakeModel {
    /// Answers the next question with this text.
    pub fn answers(&self, text: &str) {
        self.lock().planned.push_back(Ok(answer(text)));
    }

    /// Answers the next question with this text, and then has no room for more.
    pub fn breaks_off(&self, text: &str) {
        self.lock().planned.push_back(Ok(cut_short(text)));
    }

    /// Fails at the next question.
    pub fn fails(&self, class: FailureClass) {
        let error = ModelError::new(class, "told to fail");
        self.lock().planned.push_back(Err(error));
    }

    /// What it was asked so far.
    pub fn asked(&self) -> Vec<CompletionRequest> {
        self.lock().asked.clone()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl LanguageModel for FakeModel {
    async fn complete(&self, request: CompletionRequest) -> Result<Completion, ModelError> {
        let mut state = self.lock();
        state.asked.push(request);
        let planned = state.planned.pop_front();
        planned.unwrap_or_else(|| Err(ModelError::new(FailureClass::MissingKey, "nothing planned")))
    }
}
