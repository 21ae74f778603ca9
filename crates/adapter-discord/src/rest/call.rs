//! One call: wait for the guard, send, judge the answer, and again where that is right.

use bytes::Bytes;
use http::StatusCode;
use tokio::time::{Instant, sleep};
use twilight_http::request::Request;

use super::error::{RestError, ServerError};
use super::guard::{Guard, Pass};
use super::rate_headers::{Standing, TooMany};
use super::refusal::Refusal;
use super::retry::{self, ALREADY_ACKNOWLEDGED};
use super::route_key::{Lane, RouteKey, classify};
use super::transport::{Answer, Transport};

/// A call under way.
pub(super) struct Call<'a> {
    guard: &'a Guard,
    transport: &'a Transport,
    request: &'a Request,
    key: RouteKey,
    lane: Lane,
    deadline: Instant,
    failures: usize,
}

/// What follows from one attempt.
enum Next {
    End(Result<Bytes, RestError>),
    /// A 429; the guard knows when.
    WhenAllowed,
    /// Nobody knows whether it happened.
    IfRepeatable(RestError),
    /// It cannot have happened.
    Anyway(RestError),
}

impl<'a> Call<'a> {
    /// A call of `request` that waits until `deadline` at most.
    pub(super) fn new(
        guard: &'a Guard,
        transport: &'a Transport,
        request: &'a Request,
        deadline: Instant,
    ) -> Self {
        let (key, lane) = classify(request);
        Self {
            guard,
            transport,
            request,
            key,
            lane,
            deadline,
            failures: 0,
        }
    }

    /// The route, without ids and tokens.
    pub(super) fn route(&self) -> &str {
        &self.key.route
    }

    /// Sends until there is an answer worth giving back.
    pub(super) async fn run(mut self) -> Result<Bytes, RestError> {
        let prepared = self.transport.prepare(self.request)?;
        let ticket = self.guard.ticket();
        loop {
            if self.lane == Lane::Ordinary && self.guard.exhausted() {
                return Err(RestError::BudgetExhausted);
            }
            let pass = self
                .guard
                .enter(&self.key, self.lane, ticket, self.deadline)
                .await;
            let pass = pass.map_err(|retry_after| RestError::RateLimited { retry_after })?;
            let next = match self.transport.send(&prepared).await {
                Ok(answer) => self.judge(pass, answer),
                Err(lost) => {
                    drop(pass);
                    self.count("lost");
                    let unsent = lost.unsent;
                    let error = RestError::Unavailable {
                        status: None,
                        source: Box::new(lost),
                    };
                    if unsent {
                        Next::Anyway(error)
                    } else {
                        Next::IfRepeatable(error)
                    }
                }
            };
            match next {
                Next::End(result) => return result,
                Next::WhenAllowed => {}
                Next::IfRepeatable(error) if !retry::repeatable(self.request, self.lane) => {
                    return Err(error);
                }
                Next::IfRepeatable(error) | Next::Anyway(error) => self.back_off(error).await?,
            }
        }
    }

    fn judge(&self, pass: Pass, answer: Answer) -> Next {
        self.count(answer.status.as_str());
        if answer.status == StatusCode::TOO_MANY_REQUESTS {
            return self.too_many(pass, &TooMany::read(&answer.headers, &answer.body));
        }
        let standing = Standing::read(&answer.headers);
        self.guard.answered(
            &self.key,
            pass,
            standing.as_ref(),
            answer.status.is_success(),
        );
        if matches!(
            answer.status,
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN
        ) {
            self.guard.spend();
        }
        let status = answer.status.as_u16();
        match answer.status {
            it if it.is_success() => Next::End(Ok(answer.body)),
            it if it.is_server_error() => Next::IfRepeatable(RestError::Unavailable {
                status: Some(status),
                source: Box::new(ServerError(status)),
            }),
            StatusCode::UNAUTHORIZED if self.request.use_authorization_token() => {
                self.guard.note_unauthorized();
                Next::End(Err(RestError::Unauthorized))
            }
            _ => Next::End(self.refused(status, &answer.body)),
        }
    }

    fn too_many(&self, pass: Pass, too_many: &TooMany) -> Next {
        metrics::counter!("discord_rate_limited_total").increment(1);
        if !too_many.shared {
            self.guard.spend();
        }
        self.guard.refused(pass, too_many);
        let wait_ms = u64::try_from(too_many.retry_after.as_millis()).unwrap_or(u64::MAX);
        tracing::warn!(
            route = self.key.route,
            wait_ms,
            global = too_many.global,
            "Discord asks to wait"
        );
        Next::WhenAllowed
    }

    fn refused(&self, status: u16, body: &[u8]) -> Result<Bytes, RestError> {
        let refusal = Refusal::read(body);
        // An earlier attempt of this very call has answered the interaction; only its confirmation was lost.
        if self.lane == Lane::Callback
            && self.failures > 0
            && refusal.code == Some(ALREADY_ACKNOWLEDGED)
        {
            return Ok(Bytes::new());
        }
        Err(RestError::Refused {
            status,
            code: refusal.code,
            message: refusal.describe(),
        })
    }

    async fn back_off(&mut self, error: RestError) -> Result<(), RestError> {
        self.failures += 1;
        match retry::wait(self.failures) {
            Some(wait) if Instant::now() + wait <= self.deadline => {
                tracing::debug!(
                    route = self.key.route,
                    attempt = self.failures,
                    "asking Discord again"
                );
                sleep(wait).await;
                Ok(())
            }
            _ => Err(error),
        }
    }

    fn count(&self, status: &str) {
        let labels = [
            ("route", self.key.route.clone()),
            ("status", status.to_owned()),
        ];
        metrics::counter!("discord_requests_total", &labels).increment(1);
    }
}
