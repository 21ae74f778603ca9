//! From a question to its answer, with all that may come between.

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use futures_util::future::{Either, select};
use kernel::{BreakerState, Permit};

use super::patience::wait;
use super::places::Place;
use super::{Inner, ModelService, lock};
use crate::{
    Again, Awaited, Call, CallOutcome, CallRecord, Completion, CompletionRequest, FailureClass,
    LanguageModel, ModelError, ModelName, ModelNote, UsageKey,
};

/// Nobody waits longer than this for a place among those who ask.
const LONGEST_LINE: TimeDelta = TimeDelta::seconds(10);

/// A service that has had a question for so long hangs, or is too slow for whoever waits; before that it is their haste.
/// No first try is shorter, unless the patience is.
const FAIR: TimeDelta = TimeDelta::seconds(30);

/// What the first try leaves for another, where it ends before the patience does: after the pause there is time for an
/// answer of usual length.
const SECOND_CHANCE: TimeDelta = TimeDelta::seconds(8);

/// A question that was not answered, with what was counted for it. Whoever gets it either keeps the question for later
/// or gives back what was counted: [`ModelService::give_back`].
#[derive(Debug)]
#[must_use = "what was counted has to be given back"]
pub struct Held {
    /// Why there was no answer.
    pub error: ModelError,
    /// What was counted.
    pub charge: Option<UsageKey>,
    /// The model that was asked; none where nothing was.
    pub model: Option<ModelName>,
}

/// How often a question was asked again before it was answered, or finally not.
struct Asked {
    outcome: Result<Completion, ModelError>,
    /// The one that answered, as its service calls it; else the one that was asked.
    model: ModelName,
    /// What an answer cost, in millionths; nothing where that is unknown.
    cost: u64,
    retries: u32,
}

#[async_trait]
impl LanguageModel for ModelService {
    async fn complete(&self, request: CompletionRequest) -> Result<Completion, ModelError> {
        match self.complete_or_hold(&request).await {
            Ok(completion) => Ok(completion),
            Err(held) => {
                self.give_back(held.charge.as_ref()).await;
                Err(held.error)
            }
        }
    }
}

impl ModelService {
    /// Like [`complete`](LanguageModel::complete), but what was counted for a question without an answer stays counted,
    /// because it may still come: see [`may_wait`](crate::may_wait).
    pub async fn complete_or_hold(&self, request: &CompletionRequest) -> Result<Completion, Held> {
        let now = self.0.ports.clock.now();
        let charged = self.0.quotas.charge(request, now).await;
        let charge = charged.map_err(|error| Held {
            error,
            charge: None,
            model: None,
        })?;
        let Asked { outcome, model, .. } = self.asked(request).await;
        outcome.map_err(|error| Held {
            error,
            charge,
            model: Some(model),
        })
    }

    /// Like [`complete`](LanguageModel::complete) for a question that was counted before: no quota is asked again.
    pub async fn complete_uncounted(
        &self,
        request: &CompletionRequest,
    ) -> Result<Completion, ModelError> {
        self.asked(request).await.outcome
    }

    async fn asked(&self, request: &CompletionRequest) -> Asked {
        let began = self.0.ports.clock.now();
        let asked = self.0.ask(request).await;
        let at = self.0.ports.clock.now();
        let outcome = match &asked.outcome {
            Ok(completion) => CallOutcome::Answered(completion.tokens),
            Err(error) => CallOutcome::Failed {
                class: error.class,
                detail: error.detail.clone(),
            },
        };
        let record = CallRecord {
            feature: request.feature,
            model: asked.model.clone(),
            guild: request.guild,
            user: request.user,
            at,
            latency: at - began,
            retries: asked.retries,
            outcome,
        };
        self.0.ports.diary.called(&record);
        lock(&self.0.activity).record(record, asked.cost);
        if let Ok(completion) = &asked.outcome {
            let tokens = completion.tokens.total();
            self.0.quotas.add_tokens(request, tokens, at).await;
        }
        asked
    }

    /// Takes back what was counted for a question that will not be answered.
    pub async fn give_back(&self, charge: Option<&UsageKey>) {
        if let Some(charge) = charge {
            self.0.quotas.give_back(charge).await;
        }
    }
}

impl Inner {
    async fn ask(&self, request: &CompletionRequest) -> Asked {
        let mut call = self.call(request).await;
        let mut retries = 0;
        let outcome = match self.place(request).await {
            Ok(_place) => {
                let patience = (request.deadline, request.awaited);
                self.try_until(&mut call, patience, &mut retries).await
            }
            Err(error) => Err(error),
        };
        let (model, cost) = match &outcome {
            Ok(completion) => (completion.model.clone(), self.cost(&call.model, completion)),
            Err(_) => (call.model, 0),
        };
        let outcome = outcome.map_err(|error| ModelError { retries, ..error });
        Asked {
            outcome,
            model,
            cost,
            retries,
        }
    }

    /// What an answer cost. Services call a model `small` by the name of its newest edition, `small-2026-01-31`; operators
    /// price the name that they ask for.
    fn cost(&self, asked: &ModelName, completion: &Completion) -> u64 {
        let tariffs = &self.rules.tariffs;
        let of_the_answering = tariffs.cost(&completion.model, completion.tokens);
        let cost = of_the_answering.or_else(|| tariffs.cost(asked, completion.tokens));
        cost.unwrap_or_default()
    }

    /// The question with nothing left to decide: the request's own model goes before the guild's, and that before the
    /// operator's.
    async fn call(&self, request: &CompletionRequest) -> Call {
        let choice = self.choice_of(request.guild).await;
        let model = request.model.clone().or(choice.model);
        Call {
            model: model.unwrap_or_else(|| self.rules.model.clone()),
            system: request.system.clone(),
            messages: request.messages.clone(),
            max_tokens: request.max_tokens,
            temperature: request.warmth.in_guild(choice.temperature),
        }
    }

    async fn place(&self, request: &CompletionRequest) -> Result<Place<'_>, ModelError> {
        let clock = &self.ports.clock;
        let until = request.deadline.min(clock.now() + LONGEST_LINE);
        let entering = std::pin::pin!(self.places.enter(request.guild));
        let place = match select(entering, clock.sleep_until(until)).await {
            Either::Left((place, _)) => place,
            Either::Right(_) => None,
        };
        let detail = "no place among those who ask became free";
        place.ok_or_else(|| ModelError::new(FailureClass::RateLimited, detail))
    }

    async fn try_until(
        &self,
        call: &mut Call,
        (deadline, awaited): (DateTime<Utc>, Awaited),
        retries: &mut u32,
    ) -> Result<Completion, ModelError> {
        let mut last = None;
        loop {
            if let Permit::Wait(_) = lock(&self.breaker).permit(self.ports.clock.now()) {
                return Err(last.unwrap_or_else(left_alone));
            }
            if last.is_some() {
                *retries += 1;
            }
            let until = match awaited {
                Awaited::BySomeone if *retries == 0 => self.end_of_first(deadline),
                Awaited::BySomeone | Awaited::ByNobody => deadline,
            };
            let error = match self.try_once(call, until).await {
                Ok(completion) => return Ok(completion),
                Err(error) => error,
            };
            let Some(wait) = wait(&error, *retries + 1, (self.ports.chance)()) else {
                return Err(error);
            };
            let next = self.ports.clock.now() + wait;
            if next >= deadline || self.rests_at(next) {
                return Err(error);
            }
            if error.class.again() == Again::OnceShorter {
                let Some(shorter) = call.trimmed() else {
                    return Err(error);
                };
                *call = shorter;
            }
            let note = ModelNote::TriesAgain {
                error: &error,
                wait,
            };
            self.ports.diary.noted(&note);
            self.ports.clock.sleep_until(next).await;
            last = Some(error);
        }
    }

    /// When a first try ends that begins now and for which somebody waits. It has most of the time, so that a slow
    /// service is neither cut short nor asked twice for one answer; one that hangs leaves enough for another try.
    fn end_of_first(&self, deadline: DateTime<Utc>) -> DateTime<Utc> {
        let now = self.ports.clock.now();
        let most = (deadline - now) * 4 / 5;
        let end = now + most.max(FAIR);
        if deadline - end < SECOND_CHANCE {
            return deadline;
        }
        end
    }

    async fn try_once(&self, call: &Call, until: DateTime<Utc>) -> Result<Completion, ModelError> {
        let began = self.ports.clock.now();
        let (asking, late) = (
            self.ports.endpoint.ask(call),
            self.ports.clock.sleep_until(until),
        );
        let (outcome, is_fair) = match select(asking, late).await {
            Either::Left((outcome, _)) => (outcome, true),
            Either::Right(_) => {
                let detail = "the answer took longer than its try may";
                let error = ModelError::new(FailureClass::Timeout, detail);
                (Err(error), until - began >= FAIR)
            }
        };
        // Somebody's own haste says nothing about the service.
        if is_fair {
            self.tell_breaker(outcome.as_ref().err());
        }
        outcome
    }

    /// Whether the service is still left alone at that moment.
    fn rests_at(&self, at: DateTime<Utc>) -> bool {
        matches!(lock(&self.breaker).state(), BreakerState::Open { until } if at < until)
    }

    /// Failures that may pass count; after anything else the service is there.
    fn tell_breaker(&self, error: Option<&ModelError>) {
        let mut breaker = lock(&self.breaker);
        let Some(error) = error.filter(|it| it.class.again() == Again::Later) else {
            breaker.succeeded();
            return;
        };
        let is_open = |it: BreakerState| matches!(it, BreakerState::Open { .. });
        let was_open = is_open(breaker.state());
        breaker.failed(self.ports.clock.now());
        let opens = !was_open && is_open(breaker.state());
        drop(breaker);
        if opens {
            self.ports
                .diary
                .noted(&ModelNote::CircuitOpened(error.class));
        }
    }
}

fn left_alone() -> ModelError {
    let detail = "it failed so often that it is left alone for a minute";
    ModelError::new(FailureClass::CircuitOpen, detail)
}
