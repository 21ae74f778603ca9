//! The proof that a request brings: a token, or an API key.

use std::sync::Arc;

use access_core::{Access, Principal, TokenRefusal, TokenVerifier};
use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use kernel::{PortFailure, UseCaseError, UserId};
use secrecy::{ExposeSecret as _, SecretString};
use sha2::{Digest as _, Sha256};
use subtle::{Choice, ConstantTimeEq as _};

const API_KEY: HeaderName = HeaderName::from_static("x-api-key");
/// Two names of the same header: the second is what control panels have always sent.
const USER_ID: [HeaderName; 2] = [
    HeaderName::from_static("x-user-id"),
    HeaderName::from_static("x-discord-user-id"),
];

/// The keys that services may show: digests, so that comparing takes the same time whatever was shown.
#[derive(Clone, Default)]
pub struct ApiKeys(Vec<[u8; 32]>);

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

/// Why nobody knows who asks.
#[derive(Debug)]
pub(super) enum Unproven {
    /// No way to prove it is configured.
    NotConfigured,
    /// Nothing was shown.
    Nothing,
    /// What was shown does not count, and why.
    Wrong(&'static str),
    /// The token is over.
    Expired,
    /// The token's session has no account.
    AnonymousSession,
    /// There are two tokens.
    TwoTokens,
    /// The service that speaks for a user does not say for whom, in a way that can be read.
    WrongUser,
    /// Nobody can say right now.
    Failed(PortFailure),
}

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

impl Authenticator {
    /// The service that shows a key which counts. One that shows a token as well is whoever the token names.
    pub(crate) fn service(&self, headers: &HeaderMap) -> Option<Principal> {
        let shown = headers.get(API_KEY)?;
        let counts = !headers.contains_key(AUTHORIZATION) && self.keys.holds(shown.as_bytes());
        counts.then(|| acting_for(headers).unwrap_or(Principal::Service))
    }

    /// Who asks. A token decides if there is one; a key counts only if there is none.
    pub(super) async fn principal(&self, headers: &HeaderMap) -> Result<Principal, Unproven> {
        if self.keys.is_empty() && self.tokens.is_none() {
            return Err(Unproven::NotConfigured);
        }
        if headers.get_all(AUTHORIZATION).iter().count() > 1 {
            return Err(Unproven::TwoTokens);
        }
        if let Some(shown) = headers.get(AUTHORIZATION) {
            return self.bearer(shown).await;
        }
        let mut shown = headers.get_all(API_KEY).iter();
        match (shown.next(), shown.next()) {
            (None, _) => Err(Unproven::Nothing),
            (Some(key), None) if self.keys.holds(key.as_bytes()) => acting_for(headers),
            (Some(_), None) => Err(Unproven::Wrong("the API key is none of ours")),
            (Some(_), Some(_)) => Err(Unproven::Wrong("there are several API keys")),
        }
    }

    async fn bearer(&self, shown: &HeaderValue) -> Result<Principal, Unproven> {
        let mut words = shown.to_str().unwrap_or_default().split_ascii_whitespace();
        let (Some(scheme), Some(token), None) = (words.next(), words.next(), words.next()) else {
            return Err(Unproven::Wrong("there is not exactly one bearer token"));
        };
        if !scheme.eq_ignore_ascii_case("bearer") {
            return Err(Unproven::Wrong("its scheme is not Bearer"));
        }
        let Some(tokens) = &self.tokens else {
            return Err(Unproven::Wrong("no tokens are taken here"));
        };
        match tokens.verify(token).await {
            Ok(account) => Ok(Principal::User(account)),
            Err(UseCaseError::Failed(failure)) => Err(Unproven::Failed(failure)),
            Err(UseCaseError::Refused(refusal)) => Err(match refusal {
                TokenRefusal::Invalid(why) => Unproven::Wrong(why),
                TokenRefusal::Expired => Unproven::Expired,
                TokenRefusal::AnonymousSession => Unproven::AnonymousSession,
                TokenRefusal::NotConfigured => Unproven::Wrong("no tokens are taken here"),
            }),
        }
    }
}

/// For whom a service asks that has shown its key: for itself, or for the one user that it names.
fn acting_for(headers: &HeaderMap) -> Result<Principal, Unproven> {
    let named = USER_ID.into_iter().flat_map(|it| headers.get_all(it));
    let mut users = named.map(|it| {
        let text = it.to_str().ok();
        text.and_then(|it| it.parse::<UserId>().ok())
            .ok_or(Unproven::WrongUser)
    });
    let Some(first) = users.next().transpose()? else {
        return Ok(Principal::Service);
    };
    for user in users {
        if user? != first {
            return Err(Unproven::WrongUser);
        }
    }
    Ok(Principal::ServiceFor(first))
}
