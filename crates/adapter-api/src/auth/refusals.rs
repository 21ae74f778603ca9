//! What becomes of a request of which nobody knows who asks: an answer, a line in the log, and a count of tries.

use std::net::{IpAddr, Ipv4Addr};

use access_core::{ClientKey, RateClass};
use axum::http::StatusCode;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;

use super::proof::Unproven;
use crate::ApiState;
use crate::error::ApiError;
use crate::layers::{ClientAddress, REQUEST_ID, is_probe};

impl Unproven {
    /// The answer. Proofs that do not count all get the same one, whatever is wrong with them; the log has the reason.
    /// Whoever shows too many of them has to wait.
    pub(super) fn answer(self, parts: &Parts, state: &ApiState) -> ApiError {
        let unauthorized = || ApiError::of_status(StatusCode::UNAUTHORIZED);
        match self {
            Self::NotConfigured => ApiError::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "auth_not_configured",
                "No way to sign in is configured here.",
            ),
            Self::Nothing => unauthorized(),
            Self::Wrong(why) => {
                let name = name(parts);
                let address = address(parts);
                tracing::warn!(request_id = name, client = %address, why, "a proof did not count");
                held_back(parts, state).unwrap_or_else(unauthorized)
            }
            Self::Expired => {
                let name = name(parts);
                let address = address(parts);
                tracing::debug!(request_id = name, client = %address, "a token had expired");
                held_back(parts, state).unwrap_or_else(unauthorized)
            }
            Self::AnonymousSession => ApiError::new(
                StatusCode::FORBIDDEN,
                "anonymous_session",
                "Sign in with an account first.",
            ),
            Self::TwoTokens => ApiError::new(
                StatusCode::BAD_REQUEST,
                "invalid_authorization",
                "Send one Authorization header.",
            ),
            Self::WrongUser => ApiError::new(
                StatusCode::BAD_REQUEST,
                "invalid_user_id",
                "X-User-Id must be the id of one Discord user.",
            ),
            Self::Failed(failure) => failure.into(),
        }
    }
}

/// The answer to a client whose token is not looked at any more, because it has shown too many that do not count. That is
/// so where requests are not counted: there, a flood of made-up tokens would have Supabase asked about every one.
pub(super) fn not_looked_at(parts: &Parts, state: &ApiState) -> Option<ApiError> {
    if !is_probe(parts.uri.path()) || !parts.headers.contains_key(AUTHORIZATION) {
        return None;
    }
    let client = ClientKey::address(address(parts));
    let seconds = state.edges.limits.used_up(client, RateClass::FailedProof)?;
    Some(ApiError::too_many(RateClass::FailedProof.limit(), seconds))
}

/// The answer to a client that has shown too much that does not count within a minute.
fn held_back(parts: &Parts, state: &ApiState) -> Option<ApiError> {
    let client = ClientKey::address(address(parts));
    let allowance = state.edges.limits.count(client, RateClass::FailedProof);
    (!allowance.admitted).then(|| ApiError::too_many(allowance.limit, allowance.reset_seconds))
}

/// Where the request comes from, as the layers have noted.
fn address(parts: &Parts) -> IpAddr {
    let noted = parts.extensions.get::<ClientAddress>();
    noted.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |it| it.0)
}

/// The request's name.
fn name(parts: &Parts) -> &str {
    let name = parts.headers.get(REQUEST_ID);
    name.and_then(|it| it.to_str().ok()).unwrap_or_default()
}
