//! What a model refuses of what others take, and what it takes instead.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use language_model::ModelName;

use crate::refusal::ErrorBody;

/// The ways of so many models are remembered.
const REMEMBERED: usize = 100;

/// What a model wants otherwise.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Dialect {
    /// `max_tokens` is called `max_completion_tokens`.
    pub(crate) renames_max_tokens: bool,
    /// It has a temperature of its own.
    pub(crate) has_no_temperature: bool,
}

/// The ways of models that have refused something.
#[derive(Debug, Default)]
pub(crate) struct Dialects(Mutex<HashMap<ModelName, Dialect>>);

impl Dialect {
    /// What it is after the model has refused a question in it; none if that was about something else.
    pub(crate) fn after(self, error: &ErrorBody) -> Option<Self> {
        if !error.is_about_a_parameter() {
            return None;
        }
        let refused = |name: &str| match error.param.as_deref() {
            Some(param) => param == name,
            None => error.words().any(|it| it == name),
        };
        let next = match () {
            () if refused("max_tokens") => Self {
                renames_max_tokens: true,
                ..self
            },
            () if refused("temperature") => Self {
                has_no_temperature: true,
                ..self
            },
            () => self,
        };
        (next != self).then_some(next)
    }
}

impl Dialects {
    /// The dialect of a model, as far as it is known.
    pub(crate) fn of(&self, model: &ModelName) -> Dialect {
        self.lock().get(model).copied().unwrap_or_default()
    }

    /// Remembers what a model wants.
    pub(crate) fn learn(&self, model: &ModelName, dialect: Dialect) {
        let mut known = self.lock();
        if known.len() >= REMEMBERED && !known.contains_key(model) {
            known.clear();
        }
        known.insert(model.clone(), dialect);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<ModelName, Dialect>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_models_are_remembered_than_there_is_room_for() {
        let dialects = Dialects::default();
        for number in 0..REMEMBERED * 3 {
            let model = format!("model-{number}").parse().unwrap();
            dialects.learn(&model, Dialect::default());
            assert!(dialects.lock().len() <= REMEMBERED);
        }
    }
}
