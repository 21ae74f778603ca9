//! A project on loopback, and whoever signs tokens, rightly or not.

use std::sync::Arc;

use access_core::{AccountId, TokenRefusal, TokenVerifier as _};
use adapter_supabase::{Addresses, SupabaseOptions, SupabaseTokens};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use kernel::{ManualClock, UseCaseError};
use ring::rand::SystemRandom;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _, RSA_PKCS1_SHA256, RsaKeyPair,
};
use ring::{hmac, rsa};
use serde_json::{Value, json};
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

/// The account of every token here.
pub(crate) const SUB: &str = "3f2b8c1e-9d4a-4f6b-8e7c-1a2b3c4d5e6f";
/// The project's secret.
pub(crate) const SECRET: &str = "a-secret-of-tests-that-has-forty-bytes!!";
/// Where every project has its public keys.
pub(crate) const KEYS: &str = "/auth/v1/.well-known/jwks.json";
/// A key that nothing but these tests uses.
const RSA_KEY: &[u8] = include_bytes!("../data/rsa_of_tests_only.der");

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

/// Signs tokens.
pub(crate) enum Signer {
    Secret(Vec<u8>),
    Rsa(Box<RsaKeyPair>),
    P256(Box<EcdsaKeyPair>),
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

impl Signer {
    /// Whoever knows this secret.
    pub(crate) fn secret(bytes: impl AsRef<[u8]>) -> Self {
        Self::Secret(bytes.as_ref().to_vec())
    }

    /// The holder of the RSA key of these tests.
    pub(crate) fn rsa() -> Self {
        Self::Rsa(Box::new(RsaKeyPair::from_der(RSA_KEY).unwrap()))
    }

    /// The holder of a new key on P-256.
    pub(crate) fn p256() -> Self {
        let random = SystemRandom::new();
        let algorithm = &ECDSA_P256_SHA256_FIXED_SIGNING;
        let key = EcdsaKeyPair::generate_pkcs8(algorithm, &random).unwrap();
        let key = EcdsaKeyPair::from_pkcs8(algorithm, key.as_ref(), &random).unwrap();
        Self::P256(Box::new(key))
    }

    pub(crate) fn algorithm(&self) -> &'static str {
        match self {
            Self::Secret(_) => "HS256",
            Self::Rsa(_) => "RS256",
            Self::P256(_) => "ES256",
        }
    }

    /// Its public half.
    pub(crate) fn public_key(&self, kid: &str) -> Value {
        let encode = |it: &[u8]| URL_SAFE_NO_PAD.encode(it);
        let mut key = match self {
            Self::Secret(secret) => json!({ "kty": "oct", "k": encode(secret) }),
            Self::Rsa(key) => {
                let rsa::PublicKeyComponents { n, e } =
                    rsa::PublicKeyComponents::<Vec<u8>>::from(key.public());
                json!({ "kty": "RSA", "n": encode(&n), "e": encode(&e) })
            }
            Self::P256(key) => {
                let (x, y) = key.public_key().as_ref()[1..].split_at(32);
                json!({ "kty": "EC", "crv": "P-256", "x": encode(x), "y": encode(y) })
            }
        };
        key["kid"] = json!(kid);
        key["alg"] = json!(self.algorithm());
        key["use"] = json!("sig");
        key
    }

    /// A token with the header that belongs there.
    pub(crate) fn token(&self, kid: Option<&str>, claims: &Value) -> String {
        let mut header = json!({ "alg": self.algorithm(), "typ": "JWT" });
        if let Some(kid) = kid {
            header["kid"] = json!(kid);
        }
        self.sign(&header.to_string(), &claims.to_string())
    }

    /// A token with any header and payload.
    pub(crate) fn sign(&self, header: &str, claims: &str) -> String {
        let encode = |it: &[u8]| URL_SAFE_NO_PAD.encode(it);
        let signed = format!(
            "{}.{}",
            encode(header.as_bytes()),
            encode(claims.as_bytes())
        );
        let signature = match self {
            Self::Secret(secret) => {
                let key = hmac::Key::new(hmac::HMAC_SHA256, secret);
                hmac::sign(&key, signed.as_bytes()).as_ref().to_vec()
            }
            Self::Rsa(key) => {
                let mut signature = vec![0; key.public().modulus_len()];
                let random = SystemRandom::new();
                key.sign(
                    &RSA_PKCS1_SHA256,
                    &random,
                    signed.as_bytes(),
                    &mut signature,
                )
                .unwrap();
                signature
            }
            Self::P256(key) => {
                let signature = key.sign(&SystemRandom::new(), signed.as_bytes());
                signature.unwrap().as_ref().to_vec()
            }
        };
        format!("{signed}.{}", encode(&signature))
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
