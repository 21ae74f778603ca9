//! Who asks: people with tokens of their own, services, and those who have no business here.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use e2e_tests::API_KEY;
use ring::hmac;
use serde_json::json;

/// The secret with which the project signs tokens.
pub(crate) const SECRET: &str = "the-secret-of-the-towns-own-project";

/// Somebody with an account.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    /// Their Discord id.
    pub(crate) user: u64,
    /// Their account, which is linked to it.
    pub(crate) account: String,
    /// A token of theirs that counts.
    pub(crate) token: String,
}

/// By what a request says who asks.
#[derive(Debug, Clone)]
pub(crate) enum Caller {
    /// By nothing.
    Nobody,
    /// By the key of services.
    Key,
    /// By the key, for this Discord user.
    KeyFor(u64),
    /// By a key that is none of ours.
    WrongKey,
    /// By this token of somebody whose account is linked.
    Token(String),
    /// By this token of somebody whose account is linked to nobody.
    Unlinked(String),
    /// By a token that does not count.
    WrongToken(String),
}

impl Person {
    /// The person with this Discord user, whose account has this number.
    pub(crate) fn new(user: u64, number: usize, now: DateTime<Utc>) -> Self {
        let account = format!("00000000-0000-4000-8000-{number:012}");
        let token = token(&account, now, SECRET);
        Self {
            user,
            account,
            token,
        }
    }
}

impl Caller {
    /// The headers by which it is said.
    pub(crate) fn headers(&self) -> Vec<(String, String)> {
        let header = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        match self {
            Self::Nobody => vec![],
            Self::Key => vec![header("X-API-Key", API_KEY)],
            Self::KeyFor(user) => vec![
                header("X-API-Key", API_KEY),
                header("X-User-Id", &user.to_string()),
            ],
            Self::WrongKey => vec![header("X-API-Key", "a-key-that-nobody-has-been-given-yet")],
            Self::Token(token) | Self::Unlinked(token) | Self::WrongToken(token) => {
                vec![header("Authorization", &format!("Bearer {token}"))]
            }
        }
    }

    /// The status with which a caller who is no admin must be refused, where `access` says who is let in; none where they
    /// may come further.
    pub(crate) fn refusal(&self, access: &str) -> Option<u16> {
        match (access, self) {
            ("none", _)
            | ("caller", Self::Key | Self::KeyFor(_) | Self::Unlinked(_))
            | ("user", Self::Token(_) | Self::KeyFor(_))
            | ("key", Self::KeyFor(_)) => None,
            (_, Self::Nobody | Self::WrongKey | Self::WrongToken(_))
            | ("user" | "admin", Self::Key) => Some(401),
            (_, Self::Token(_) | Self::KeyFor(_) | Self::Unlinked(_)) if access != "caller" => {
                Some(403)
            }
            _ => None,
        }
    }
}

/// A token of an account, signed with this secret and good for a day.
pub(crate) fn token(account: &str, now: DateTime<Utc>, secret: &str) -> String {
    let claims = json!({
        "sub": account, "role": "authenticated", "aud": "authenticated",
        "iat": now.timestamp(), "exp": now.timestamp() + 86_400,
    });
    let head = URL_SAFE_NO_PAD.encode(r#"{"alg":"HS256","typ":"JWT"}"#);
    let signed = format!("{head}.{}", URL_SAFE_NO_PAD.encode(claims.to_string()));
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    let signature = hmac::sign(&key, signed.as_bytes());
    format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
}
