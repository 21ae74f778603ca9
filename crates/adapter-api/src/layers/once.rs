//! Requests that are repeated under the same `Idempotency-Key` are done once.

use std::any::Any;
use std::panic::{AssertUnwindSafe, resume_unwind};
use std::time::Duration;

use access_core::{
    Asked, Begun, Idempotency, IdempotencyKey, KeptAnswer, Principal, Reservation, Scope,
};
use axum::body::{Body, Bytes};
use axum::extract::{FromRequest as _, FromRequestParts as _, Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures_util::FutureExt as _;
use http_body_util::{BodyExt as _, Collected};
use sha2::{Digest as _, Sha256};
use tracing::Instrument as _;

use super::nul::without_nul;
use crate::auth::Caller;
use crate::error::{self, ApiError};
use crate::state::ApiState;

const KEY: HeaderName = HeaderName::from_static("idempotency-key");
const REPLAY: HeaderName = HeaderName::from_static("idempotent-replay");
const JSON: HeaderValue = HeaderValue::from_static("application/json");
/// What is under way ends within this time, so that nobody else has taken its key over meanwhile.
const LONGEST: Duration = Duration::from_secs(45);

type Panic = Box<dyn Any + Send>;

/// Whether a request is one that is done once under its key. Webhooks are known by their own ids, and nobody signs in for
/// them.
pub(crate) fn may_carry_key(method: &Method, path: &str) -> bool {
    let writes = [Method::POST, Method::PUT, Method::DELETE].contains(method);
    writes && path.starts_with("/api/")
}

/// Refuses U+0000, then lets a write with a key through once; whoever repeats it gets the answer of the first time.
/// Everything else passes.
pub(crate) async fn once(State(state): State<ApiState>, request: Request, next: Next) -> Response {
    let request = match without_nul(request, &state).await {
        Ok(request) => request,
        Err(error) => return error.into_response(),
    };
    let counts = may_carry_key(request.method(), request.uri().path());
    if !counts || !request.headers().contains_key(KEY) {
        return next.run(request).await;
    }
    match decide(&state, request, next).await {
        Ok(response) => response,
        Err(error) => error.into_response(),
    }
}

async fn decide(state: &ApiState, request: Request, next: Next) -> Result<Response, ApiError> {
    let (mut parts, body) = request.into_parts();
    let Caller(principal) = Caller::from_request_parts(&mut parts, state).await?;
    let key = key(&parts.headers)?;
    let body = Bytes::from_request(Request::new(body), &()).await;
    let body = body.map_err(|it| ApiError::of_status(it.status()))?;
    let scope = scope(&parts, principal, &key);
    let idempotency = state.edges.idempotency.clone();
    match idempotency.begin(scope, asked(&parts, &body)).await? {
        Begun::Replay(answer) => Ok(replay(answer)),
        Begun::InProgress => Err(ApiError::new(
            StatusCode::CONFLICT,
            "idempotency_in_progress",
            "The first request with this Idempotency-Key is still under way. Ask again in a moment.",
        )
        .retry_after(1)),
        Begun::KeyReused => Err(ApiError::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "idempotency_key_reused",
            "Something else was asked under this Idempotency-Key. Take a new key.",
        )),
        Begun::Run(reservation) => {
            let request = Request::from_parts(parts, Body::from(body));
            let first = First {
                idempotency,
                scope,
                reservation,
            };
            // It goes on when the client leaves: whoever comes back for the answer must find it.
            let running = first.run(request, next).in_current_span();
            match state.edges.unfinished.spawn(running).await {
                Ok(Ok(response)) => Ok(response),
                Ok(Err(panic)) => resume_unwind(panic),
                Err(_) => Err(ApiError::of_status(StatusCode::INTERNAL_SERVER_ERROR)),
            }
        }
    }
}

/// The first request with its key.
struct First {
    idempotency: Idempotency,
    scope: Scope,
    reservation: Reservation,
}

impl First {
    async fn run(self, request: Request, next: Next) -> Result<Response, Panic> {
        let name = error::request_name(&request);
        let answering = AssertUnwindSafe(next.run(request)).catch_unwind();
        let response = match tokio::time::timeout(LONGEST, answering).await {
            Ok(Ok(response)) => error::envelop(response, &name),
            Ok(Err(panic)) => {
                self.free().await;
                return Err(panic);
            }
            Err(_) => {
                self.free().await;
                return Ok(ApiError::of_status(StatusCode::GATEWAY_TIMEOUT).into_response());
            }
        };
        Ok(self.keep(response).await)
    }

    /// Keeps the answer, if it is one that can be given again.
    async fn keep(self, response: Response) -> Response {
        let (parts, body) = response.into_parts();
        let Ok(whole) = body.collect().await.map(Collected::to_bytes) else {
            self.free().await;
            return ApiError::of_status(StatusCode::INTERNAL_SERVER_ERROR).into_response();
        };
        let Ok(text) = String::from_utf8(whole.to_vec()) else {
            self.free().await;
            return Response::from_parts(parts, Body::from(whole));
        };
        let answer = KeptAnswer {
            status: parts.status.as_u16(),
            body: text,
        };
        let ended = self.idempotency.end(self.scope, self.reservation, &answer);
        if let Err(failure) = ended.await {
            // It is done, and can be answered; only a repetition could not, and is told to wait for the lease.
            tracing::warn!(
                error = &failure as &dyn std::error::Error,
                "an answer could not be kept for whoever asks again"
            );
        }
        Response::from_parts(parts, Body::from(whole))
    }

    async fn free(&self) {
        if let Err(failure) = self.idempotency.free(self.scope, self.reservation).await {
            tracing::warn!(
                error = &failure as &dyn std::error::Error,
                "an idempotency key stays taken until its lease is over"
            );
        }
    }
}

fn key(headers: &HeaderMap) -> Result<IdempotencyKey, ApiError> {
    let mut all = headers.get_all(KEY).iter();
    let key = match (all.next(), all.next()) {
        (Some(one), None) => IdempotencyKey::parse(one.as_bytes()),
        _ => None,
    };
    key.ok_or_else(|| {
        let detail =
            "Idempotency-Key must be 1 to 128 visible ASCII characters, and there must be one.";
        ApiError::new(StatusCode::BAD_REQUEST, "invalid_idempotency_key", detail)
    })
}

/// Who asks where under which key.
fn scope(parts: &Parts, principal: Principal, key: &IdempotencyKey) -> Scope {
    let who = match principal {
        Principal::User(account) => format!("user {}", account.0),
        Principal::Service => "service".to_owned(),
        Principal::ServiceFor(user) => format!("service for {user}"),
    };
    Scope(digest([
        parts.method.as_str().as_bytes(),
        parts.uri.path().as_bytes(),
        who.as_bytes(),
        key.as_bytes(),
    ]))
}

/// What exactly is asked.
fn asked(parts: &Parts, body: &[u8]) -> Asked {
    let query = parts.uri.query().unwrap_or_default();
    Asked(digest([query.as_bytes(), body]))
}

/// Of several texts, each with its length, so that nothing can pass from one into the next.
fn digest<const N: usize>(texts: [&[u8]; N]) -> [u8; 32] {
    let mut digest = Sha256::new();
    for text in texts {
        digest.update(text.len().to_be_bytes());
        digest.update(text);
    }
    digest.finalize().into()
}

fn replay(answer: KeptAnswer) -> Response {
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::OK);
    let mut response = (status, answer.body).into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, JSON);
    headers.insert(REPLAY, HeaderValue::from_static("true"));
    response
}
