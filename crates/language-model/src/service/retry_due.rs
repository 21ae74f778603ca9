//! The next try at a question that waited.

use chrono::TimeDelta;

use super::{Deferred, DeferredAsk, ModelService, lock};
use crate::{Completion, ModelError, ModelNote};

/// How long a later try may take, its own retries included.
const TIME_LIMIT: TimeDelta = TimeDelta::seconds(60);

/// What became of a question that waited.
#[derive(Debug)]
pub enum Retried<D> {
    /// It was answered: the answer goes to whoever asked.
    Answered(DeferredAsk<D>, Completion),
    /// It waits for its next try.
    Waits,
    /// It is given up: whoever asked is to be told, and nothing stays counted.
    GivenUp(DeferredAsk<D>, ModelError),
}

impl ModelService {
    /// Tries a question that is due; none when none is. No quota is asked, and nothing is counted again.
    pub async fn retry_due<D: Send>(
        &self,
        waiting: &std::sync::Mutex<Deferred<D>>,
    ) -> Option<Retried<D>> {
        let ports = &self.0.ports;
        let now = ports.clock.now();
        let mut item = lock(waiting).take_due(now)?;
        item.ask.request.deadline = item.ask.answerable_until.min(now + TIME_LIMIT);
        let error = match self.complete_uncounted(&item.ask.request).await {
            Ok(completion) => return Some(Retried::Answered(item.ask, completion)),
            Err(error) => error,
        };
        let (feature, tries) = (item.ask.request.feature, item.tries);
        let given_up = if error.class.may_pass() {
            lock(waiting).put_back(item, &error, ports.clock.now(), (ports.chance)())
        } else {
            Some(item.ask)
        };
        let Some(ask) = given_up else {
            return Some(Retried::Waits);
        };
        ports
            .diary
            .noted(&ModelNote::DeferredDropped { feature, tries });
        self.give_back(ask.charge.as_ref()).await;
        Some(Retried::GivenUp(ask, error))
    }
}
