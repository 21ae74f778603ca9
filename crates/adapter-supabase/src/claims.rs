//! What a token claims, once it is known to be genuine.

use access_core::{AccountId, TokenRefusal};
use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;
use uuid::Uuid;

use crate::token::object;

/// How far clocks may be apart, in seconds.
const LEEWAY: f64 = 30.0;
/// The role of those who have signed in. The project's public key is a token of another one.
pub(crate) const SIGNED_IN: &str = "authenticated";
/// How long a UUID is in the form that tokens write it in.
const UUID_LENGTH: usize = 36;

/// What a token must say.
#[derive(Debug, Clone)]
pub(crate) struct Expected {
    pub(crate) audience: String,
    /// None when nobody has said who issues tokens.
    pub(crate) issuer: Option<String>,
}

/// The claims that are looked at. What an account can change itself, such as `user_metadata`, is none of them.
#[derive(Deserialize)]
struct Claims {
    exp: Option<f64>,
    nbf: Option<f64>,
    iat: Option<f64>,
    aud: Option<Audience>,
    iss: Option<String>,
    sub: Option<String>,
    role: Option<String>,
    is_anonymous: Option<bool>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Several(Vec<String>),
}

/// The claims of a token that its issuer vouches for, as far as they limit what it is good for.
#[derive(Deserialize)]
struct Limits {
    exp: Option<f64>,
    role: Option<String>,
    is_anonymous: Option<bool>,
}

/// Whose token it is, if it says what is expected.
pub(crate) fn account(
    claims: &[u8],
    expected: &Expected,
    now: DateTime<Utc>,
) -> Result<AccountId, TokenRefusal> {
    let claims: Claims = object(claims)?;
    let now = seconds(now);
    let exp = claims.exp.ok_or(TokenRefusal::Invalid("it has no exp"))?;
    if now > exp + LEEWAY {
        return Err(TokenRefusal::Expired);
    }
    let early = |it: Option<f64>| it.is_some_and(|it| it > now + LEEWAY);
    if early(claims.nbf) || early(claims.iat) {
        return Err(TokenRefusal::Invalid("it is not valid yet"));
    }
    if !claims.aud.is_some_and(|it| it.names(&expected.audience)) {
        return Err(TokenRefusal::Invalid("it is for another audience"));
    }
    if expected.issuer.is_some() && claims.iss != expected.issuer {
        return Err(TokenRefusal::Invalid("somebody else issued it"));
    }
    let account = claims.sub.and_then(|it| account_id(&it));
    let account = account.ok_or(TokenRefusal::Invalid("its sub is no account"))?;
    if claims.role.as_deref() != Some(SIGNED_IN) {
        return Err(TokenRefusal::Invalid("its role is not that of a user"));
    }
    if claims.is_anonymous == Some(true) {
        return Err(TokenRefusal::AnonymousSession);
    }
    Ok(account)
}

/// Up to `most`, how long a token is still good for; no time at all when it does not say. Refuses what is over.
pub(crate) fn time_left(
    claims: &[u8],
    now: DateTime<Utc>,
    most: TimeDelta,
) -> Result<TimeDelta, TokenRefusal> {
    let limits: Limits = object(claims)?;
    let Some(exp) = limits.exp else {
        return Ok(TimeDelta::zero());
    };
    if seconds(now) > exp + LEEWAY {
        return Err(TokenRefusal::Expired);
    }
    // Counted down instead of converted: a number of any size may stand there.
    let good_for = |it: &TimeDelta| seconds(now + *it) <= exp;
    let whole = (0..=most.num_seconds()).rev().map(TimeDelta::seconds);
    Ok(whole.into_iter().find(good_for).unwrap_or_default())
}

/// Refuses a token that its issuer vouches for, but that is no user's.
pub(crate) fn is_a_users(claims: &[u8]) -> Result<(), TokenRefusal> {
    let limits: Limits = object(claims)?;
    if limits.role.is_some_and(|it| it != SIGNED_IN) {
        return Err(TokenRefusal::Invalid("its role is not that of a user"));
    }
    if limits.is_anonymous == Some(true) {
        return Err(TokenRefusal::AnonymousSession);
    }
    Ok(())
}

/// The account of this id, in the only form in which Supabase writes it.
pub(crate) fn account_id(text: &str) -> Option<AccountId> {
    let id = (text.len() == UUID_LENGTH).then(|| Uuid::try_parse(text).ok());
    id.flatten().map(AccountId)
}

impl Audience {
    fn names(&self, audience: &str) -> bool {
        match self {
            Self::One(it) => it == audience,
            Self::Several(all) => all.iter().any(|it| it == audience),
        }
    }
}

fn seconds(instant: DateTime<Utc>) -> f64 {
    (instant - DateTime::UNIX_EPOCH).as_seconds_f64()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    const SUB: &str = "3f2b8c1e-9d4a-4f6b-8e7c-1a2b3c4d5e6f";
    const NOW: i64 = 1_770_000_000;

    fn good() -> Value {
        json!({
            "exp": NOW + 600, "iat": NOW, "aud": "authenticated", "iss": "https://project/auth/v1", "sub": SUB,
            "role": "authenticated", "is_anonymous": false,
        })
    }

    fn judged(claims: &Value) -> Result<AccountId, TokenRefusal> {
        judged_text(&claims.to_string())
    }

    fn judged_text(claims: &str) -> Result<AccountId, TokenRefusal> {
        let expected = Expected {
            audience: "authenticated".to_owned(),
            issuer: Some("https://project/auth/v1".to_owned()),
        };
        let now = DateTime::UNIX_EPOCH + TimeDelta::seconds(NOW);
        account(claims.as_bytes(), &expected, now)
    }

    fn with(field: &str, value: Value) -> Value {
        let mut claims = good();
        claims[field] = value;
        claims
    }

    fn is_invalid(claims: &Value) -> bool {
        matches!(judged(claims), Err(TokenRefusal::Invalid(_)))
    }

    #[test]
    fn a_users_token_is_theirs() {
        assert_eq!(judged(&good()).unwrap().0.to_string(), SUB);
        for (field, value) in [
            ("exp", json!(f64::from(1_770_000_600) + 0.25)),
            ("aud", json!(["other", "authenticated"])),
            ("nbf", json!(NOW)),
            ("is_anonymous", Value::Null),
            ("user_metadata", json!({ "provider_id": "1" })),
        ] {
            assert!(
                judged(&with(field, value.clone())).is_ok(),
                "{field} {value}"
            );
        }
    }

    #[test]
    fn time_has_thirty_seconds_of_leeway_and_no_more() {
        assert!(judged(&with("exp", json!(NOW - 30))).is_ok());
        assert_eq!(
            judged(&with("exp", json!(NOW - 31))),
            Err(TokenRefusal::Expired)
        );
        assert_eq!(
            judged(&with("exp", json!(f64::from(1_769_999_970) - 0.5))),
            Err(TokenRefusal::Expired)
        );
        for field in ["nbf", "iat"] {
            assert!(judged(&with(field, json!(NOW + 30))).is_ok(), "{field}");
            assert!(is_invalid(&with(field, json!(NOW + 31))), "{field}");
        }
    }

    #[test]
    fn what_is_missing_or_something_else_is_refused() {
        for (field, value) in [
            ("exp", Value::Null),
            ("exp", json!("1770000600")),
            ("nbf", json!("1")),
            ("aud", Value::Null),
            ("aud", json!("other")),
            ("aud", json!([])),
            ("aud", json!({ "authenticated": true })),
            ("aud", json!("authenticated ")),
            ("iss", Value::Null),
            ("iss", json!("https://evil.example/auth/v1")),
            ("iss", json!("https://project/auth/v1/")),
            ("sub", Value::Null),
            ("sub", json!("somebody")),
            ("sub", json!(SUB.replace('-', ""))),
            ("sub", json!(format!("{{{SUB}}}"))),
            ("role", Value::Null),
            ("role", json!("anon")),
            ("role", json!("service_role")),
            ("is_anonymous", json!("true")),
        ] {
            assert!(is_invalid(&with(field, value.clone())), "{field} {value}");
        }
    }

    #[test]
    fn a_session_without_an_account_is_told_apart() {
        let anonymous = with("is_anonymous", json!(true));
        assert_eq!(judged(&anonymous), Err(TokenRefusal::AnonymousSession));
        let mut foreign = anonymous;
        foreign["iss"] = json!("https://evil.example");
        assert!(is_invalid(&foreign), "only if all else is right");
    }

    #[test]
    fn claims_that_are_there_twice_or_no_object_are_refused() {
        let twice = good()
            .to_string()
            .replacen('{', r#"{"role":"authenticated","#, 1);
        assert!(matches!(judged_text(&twice), Err(TokenRefusal::Invalid(_))));
        for text in ["[]", "null", "7", "", "{", "[1770000600]"] {
            assert!(judged_text(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn without_a_known_issuer_any_will_do() {
        let expected = Expected {
            audience: "authenticated".to_owned(),
            issuer: None,
        };
        let now = DateTime::UNIX_EPOCH + TimeDelta::seconds(NOW);
        let claims = with("iss", Value::Null).to_string();
        assert!(account(claims.as_bytes(), &expected, now).is_ok());
    }
}
