//! The proof that a request brings: a token, or an API key.

use std::sync::Arc;

use access_core::{Access, Principal, TokenRefusal, TokenVerifier};
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, StatusCode};
use kernel::{UseCaseError, UserId};
use secrecy::{ExposeSecret as _, SecretString};
use sha2::{Digest as _, Sha256};
use subtle::{Choice, ConstantTimeEq as _};

use crate::error::ApiError;

const API_KEY: HeaderName = HeaderName::from_static("x-api-key");
const USER_ID: HeaderName = HeaderName::from_static("x-user-id");

/// The keys that services may show: digests, so that comparing takes the same time whatever was shown.
#[derive(Clone, Default)]
pub struct ApiKeys(Vec<[u8; 32]>);

impl ApiKeys {
    /// These keys.
    pub fn new<'a>(keys: impl IntoIterator<Item = &'a SecretString>) -> Self {
        let digest = |it: &SecretString| Sha256::digest(it.expose_secret()).into();
        Self(keys.into_iter().map(digest).collect())
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn holds(&self, shown: &[u8]) -> bool {
        let shown: [u8; 32] = Sha256::digest(shown).into();
        // All of them are compared, so that time does not tell which.
        let nothing = Choice::from(0);
        let equal = self.0.iter().map(|it| it.ct_eq(&shown));
        equal.fold(nothing, |any, it| any | it).into()
    }
}

/// Finds out who asks. Cheap to clone.
#[derive(Clone)]
pub struct Authenticator {
    /// What services may show.
    pub keys: ApiKeys,
    /// Checks tokens; none when nothing is configured that could.
    pub tokens: Option<Arc<dyn TokenVerifier>>,
    /// Who may do what.
    pub access: Access,
}

impl Authenticator {
    /// The service that shows a key which counts. One that shows a token as well is whoever the token names.
    pub(crate) fn service(&self, headers: &HeaderMap) -> Option<Principal> {
        let shown = headers.get(API_KEY)?;
        let counts = !headers.contains_key(AUTHORIZATION) && self.keys.holds(shown.as_bytes());
        counts.then(|| acting_for(headers).unwrap_or(Principal::Service))
    }

    /// Who asks.
    pub(super) async fn principal(&self, parts: &Parts) -> Result<Principal, ApiError> {
        if self.keys.is_empty() && self.tokens.is_none() {
            let detail = "No way to sign in is configured here.";
            let status = StatusCode::SERVICE_UNAVAILABLE;
            return Err(ApiError::new(status, "auth_not_configured", detail));
        }
        let headers = &parts.headers;
        if headers.contains_key(AUTHORIZATION) {
            return self.bearer(headers).await;
        }
        let shown = headers.get(API_KEY).map(|it| it.as_bytes());
        if !shown.is_some_and(|it| self.keys.holds(it)) {
            return Err(ApiError::of_status(StatusCode::UNAUTHORIZED));
        }
        acting_for(headers)
    }

    async fn bearer(&self, headers: &HeaderMap) -> Result<Principal, ApiError> {
        let unauthorized = || ApiError::of_status(StatusCode::UNAUTHORIZED);
        let shown = headers.get(AUTHORIZATION).and_then(|it| it.to_str().ok());
        let (scheme, token) = shown
            .and_then(|it| it.split_once(' '))
            .ok_or_else(unauthorized)?;
        let tokens = self.tokens.as_ref().ok_or_else(unauthorized)?;
        if !scheme.eq_ignore_ascii_case("bearer") {
            return Err(unauthorized());
        }
        match tokens.verify(token.trim()).await {
            Ok(account) => Ok(Principal::User(account)),
            Err(UseCaseError::Refused(TokenRefusal::AnonymousSession)) => Err(ApiError::new(
                StatusCode::FORBIDDEN,
                "anonymous_session",
                "Sign in with an account first.",
            )),
            Err(UseCaseError::Refused(_)) => Err(unauthorized()),
            Err(UseCaseError::Failed(failure)) => Err(failure.into()),
        }
    }
}

fn acting_for(headers: &HeaderMap) -> Result<Principal, ApiError> {
    let Some(shown) = headers.get(USER_ID) else {
        return Ok(Principal::Service);
    };
    let user = shown.to_str().ok().and_then(|it| it.parse::<UserId>().ok());
    user.map(Principal::ServiceFor).ok_or_else(|| {
        let detail = "X-User-Id must be a Discord user id.";
        ApiError::new(StatusCode::BAD_REQUEST, "invalid_user_id", detail)
    })
}
