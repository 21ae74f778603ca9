//! A service for tests of what is around it.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use chrono::TimeDelta;
use kernel::Clock;

use super::answer;
use crate::{Call, Completion, FailureClass, ModelEndpoint, ModelError};

/// Answers what it was told to, in turn, then always the same; remembers what it was asked.
#[derive(Default)]
pub struct FakeEndpoint(Mutex<State>);

#[derive(Default)]
struct State {
    planned: VecDeque<Plan>,
    asked: Vec<Call>,
}

enum Plan {
    Fail(ModelError),
    Hang,
    Slow(Arc<dyn Clock>, TimeDelta),
}

impl FakeEndpoint {
    /// Fails at so many of the next questions.
    pub fn fails(&self, class: FailureClass, times: usize) {
        self.plan(times, || Plan::Fail(ModelError::new(class, "told to fail")));
    }

    /// Asks to be left alone for so many seconds at the next question.
    pub fn is_busy_for(&self, seconds: i64) {
        let busy = ModelError::new(FailureClass::RateLimited, "too much");
        let after = Some(TimeDelta::seconds(seconds));
        self.plan(1, || Plan::Fail(busy.clone().after(after)));
    }

    /// Never answers so many of the next questions.
    pub fn hangs(&self, times: usize) {
        self.plan(times, || Plan::Hang);
    }

    /// Needs so long for each of so many of the next answers.
    pub fn is_slow(&self, clock: &Arc<dyn Clock>, by: TimeDelta, times: usize) {
        self.plan(times, || Plan::Slow(clock.clone(), by));
    }

    /// What it was asked so far.
    pub fn asked(&self) -> Vec<Call> {
        self.lock().asked.clone()
    }

    fn plan(&self, times: usize, plan: impl FnMut() -> Plan) {
        let plans = std::iter::repeat_with(plan).take(times);
        self.lock().planned.extend(plans);
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl ModelEndpoint for FakeEndpoint {
    async fn ask(&self, call: &Call) -> Result<Completion, ModelError> {
        let planned = {
            let mut state = self.lock();
            state.asked.push(call.clone());
            state.planned.pop_front()
        };
        match planned {
            None => Ok(answer("Well done.")),
            Some(Plan::Fail(error)) => Err(error),
            Some(Plan::Slow(clock, by)) => {
                clock.sleep_until(clock.now() + by).await;
                Ok(answer("Well done."))
            }
            Some(Plan::Hang) => std::future::pending().await,
        }
    }
}
