//! Questions that wait in memory.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::{GuildId, PortFailure, Retry};

use crate::{NewWaiting, WaitingQuestion, WaitingQuestions};

/// Lets questions wait in memory; fails when it is told to. Clones share everything.
#[derive(Debug, Clone, Default)]
pub struct InMemoryWaiting(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    kept: Vec<Kept>,
    given: i64,
    is_away: bool,
}

#[derive(Debug)]
struct Kept {
    question: WaitingQuestion,
    held_until: Option<DateTime<Utc>>,
}

impl InMemoryWaiting {
    /// From now on every call fails, or none does.
    pub fn is_away(&self, is_away: bool) {
        self.lock().is_away = is_away;
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn working(&self) -> Result<MutexGuard<'_, State>, PortFailure> {
        let state = self.lock();
        if state.is_away {
            let failure = PortFailure::new("let a question wait", Retry::Later, "told to fail");
            return Err(failure);
        }
        Ok(state)
    }
}

impl State {
    /// Where it is, if it is in the caller's hand.
    fn place(&self, question: &WaitingQuestion) -> Option<usize> {
        let mut kept = self.kept.iter();
        kept.position(|it| it.question.id == question.id && it.question.tries == question.tries)
    }
}

impl Kept {
    fn is_free(&self, now: DateTime<Utc>) -> bool {
        self.held_until.is_none_or(|it| it <= now)
    }

    fn due(&self) -> DateTime<Utc> {
        let due = self.question.what.due;
        self.held_until.map_or(due, |it| it.max(due))
    }
}

#[async_trait]
impl WaitingQuestions for InMemoryWaiting {
    async fn add(
        &self,
        question: &NewWaiting,
        now: DateTime<Utc>,
        most: u16,
    ) -> Result<Vec<WaitingQuestion>, PortFailure> {
        let mut state = self.working()?;
        state.given += 1;
        let question = WaitingQuestion {
            id: state.given,
            what: question.clone(),
            tries: 0,
            was_answered: false,
        };
        state.kept.push(Kept {
            question,
            held_until: None,
        });
        let excess = state.kept.len().saturating_sub(usize::from(most));
        let mut left = excess;
        let leaving = state.kept.extract_if(.., |it| {
            let leaves = left > 0 && it.is_free(now);
            left -= usize::from(leaves);
            leaves
        });
        Ok(leaving.map(|it| it.question).collect())
    }

    async fn claim(
        &self,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
        most: u16,
    ) -> Result<Vec<WaitingQuestion>, PortFailure> {
        let mut state = self.working()?;
        let due = |it: &&mut Kept| it.is_free(now) && it.question.what.due <= now;
        let mut due: Vec<_> = state.kept.iter_mut().filter(due).collect();
        due.sort_by_key(|it| (it.question.what.due, it.question.id));
        let claimed = due.into_iter().take(usize::from(most)).map(|it| {
            it.held_until = Some(until);
            it.question.tries += 1;
            it.question.clone()
        });
        Ok(claimed.collect())
    }

    async fn put_back(
        &self,
        question: &WaitingQuestion,
        due: DateTime<Utc>,
    ) -> Result<bool, PortFailure> {
        let mut state = self.working()?;
        let place = state.place(question);
        let kept = place.and_then(|it| state.kept.get_mut(it));
        Ok(kept
            .map(|it| {
                it.question.what.due = due;
                it.held_until = None;
            })
            .is_some())
    }

    async fn note_answered(&self, question: &WaitingQuestion) -> Result<bool, PortFailure> {
        let mut state = self.working()?;
        let place = state.place(question);
        let kept = place.and_then(|it| state.kept.get_mut(it));
        Ok(kept.map(|it| it.question.was_answered = true).is_some())
    }

    async fn remove(&self, question: &WaitingQuestion) -> Result<bool, PortFailure> {
        let mut state = self.working()?;
        let place = state.place(question);
        Ok(place.map(|it| state.kept.remove(it)).is_some())
    }

    async fn count(&self, guild: Option<GuildId>) -> Result<u64, PortFailure> {
        let state = self.working()?;
        let mine = state.kept.iter();
        let mine = mine.filter(|it| it.question.what.ask.guild == guild);
        Ok(u64::try_from(mine.count()).unwrap_or(u64::MAX))
    }

    async fn next_due(&self) -> Result<Option<DateTime<Utc>>, PortFailure> {
        let state = self.working()?;
        Ok(state.kept.iter().map(Kept::due).min())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    crate::waiting_questions_contract!(#[tokio::test] fn() => Box::new(InMemoryWaiting::default()));
}
