//! A project on loopback, and what becomes of tokens there.

use std::sync::Arc;

use access_core::{AccountId, TokenRefusal, TokenVerifier as _};
pub(crate) use adapter_supabase::testing::Signer;
use adapter_supabase::{Addresses, SupabaseOptions, SupabaseTokens};
use chrono::{DateTime, TimeDelta, Utc};
use kernel::{ManualClock, UseCaseError};
use serde_json::{Value, json};
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

/// The account of every token here.
pub(crate) const SUB: &str = "3f2b8c1e-9d4a-4f6b-8e7c-1a2b3c4d5e6f";
/// The project's secret.
pub(crate) const SECRET: &str = "a-secret-of-tests-that-has-forty-bytes!!";
/// Where every project has its public keys.
pub(crate) const KEYS: &str = "/auth/v1/.well-known/jwks.json";

/// What the outcome of a verification is called here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    LetIn,
    Invalid,
    Expired,
    Anonymous,
    NotConfigured,
    /// Nobody can say right now.
    Failed,
}

/// A project, and the time.
pub(crate) struct Project {
    pub(crate) server: MockServer,
    pub(crate) clock: ManualClock,
}

impl Project {
    pub(crate) async fn start() -> Self {
        let noon = DateTime::UNIX_EPOCH + TimeDelta::seconds(1_770_000_000);
        Self {
            server: MockServer::start().await,
            clock: ManualClock::at(noon),
        }
    }

    /// Nothing but the project's address.
    pub(crate) fn options(&self) -> SupabaseOptions {
        SupabaseOptions {
            url: Some(self.server.uri()),
            addresses: Addresses::LoopbackToo,
            ..SupabaseOptions::default()
        }
    }

    pub(crate) fn with_secret(&self) -> SupabaseOptions {
        SupabaseOptions {
            jwt_secret: Some(SECRET.into()),
            ..self.options()
        }
    }

    pub(crate) fn with_named_keys(&self) -> SupabaseOptions {
        SupabaseOptions {
            jwks_url: Some(format!("{}{KEYS}", self.server.uri())),
            ..self.options()
        }
    }

    pub(crate) fn tokens(&self, options: &SupabaseOptions) -> SupabaseTokens {
        SupabaseTokens::new(options, Arc::new(self.clock.clone())).unwrap()
    }

    /// From now on the project has these keys.
    pub(crate) async fn publish(&self, keys: &[Value]) {
        let set = json!({ "keys": keys });
        self.answer_keys(ResponseTemplate::new(200).set_body_json(set))
            .await;
    }

    /// From now on this is what whoever asks for the keys gets.
    pub(crate) async fn answer_keys(&self, answer: ResponseTemplate) {
        self.answer_at(KEYS, answer).await;
    }

    /// From now on this is what whoever asks there gets.
    pub(crate) async fn answer_at(&self, at: &str, answer: ResponseTemplate) {
        self.server.reset().await;
        Mock::given(method("GET"))
            .and(path(at))
            .respond_with(answer)
            .mount(&self.server)
            .await;
    }

    /// How often something was asked for since the last change.
    pub(crate) async fn asked(&self) -> usize {
        let received = self.server.received_requests().await;
        received.unwrap_or_default().len()
    }

    /// What a user's token says at the moment.
    pub(crate) fn claims(&self) -> Value {
        let now = self.now().timestamp();
        json!({
            "exp": now + 3600, "iat": now, "aud": "authenticated", "iss": format!("{}/auth/v1", self.server.uri()),
            "sub": SUB, "role": "authenticated", "is_anonymous": false,
        })
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        kernel::Clock::now(&self.clock)
    }
}

/// What becomes of a token; whoever is let in is the account of all tokens here.
pub(crate) async fn outcome(tokens: &SupabaseTokens, token: &str) -> Outcome {
    match tokens.verify(token).await {
        Ok(AccountId(account)) => {
            assert_eq!(account.to_string(), SUB);
            Outcome::LetIn
        }
        Err(UseCaseError::Refused(TokenRefusal::Invalid(_))) => Outcome::Invalid,
        Err(UseCaseError::Refused(TokenRefusal::Expired)) => Outcome::Expired,
        Err(UseCaseError::Refused(TokenRefusal::AnonymousSession)) => Outcome::Anonymous,
        Err(UseCaseError::Refused(TokenRefusal::NotConfigured)) => Outcome::NotConfigured,
        Err(UseCaseError::Failed(_)) => Outcome::Failed,
    }
}
