//! Tokens shown to Supabase itself, for projects of which nothing but the public key is known.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use access_core::{AccountId, Remembered, TokenRefusal};
use chrono::TimeDelta;
use kernel::{Clock, UseCaseError};
use reqwest::header::HeaderValue;
use reqwest::{StatusCode, Url};
use ring::digest::{SHA256, SHA256_OUTPUT_LEN, digest};
use serde::Deserialize;

use crate::claims;
use crate::http::{self, Http};
use crate::token::Token;

const ATTEMPT: &str = "ask Supabase whose token it is";
/// The longest answer, in bytes.
const MOST_BYTES: usize = 64 * 1024;
/// How many tokens are remembered.
pub(crate) const MOST_TOKENS: usize = 1000;
/// For how long a token is remembered, if it is good for that long.
const REMEMBERED: TimeDelta = TimeDelta::seconds(30);

/// A token's SHA-256: the token itself is not kept.
type Fingerprint = [u8; SHA256_OUTPUT_LEN];

/// Supabase, asked whose a token is.
pub(crate) struct Remote {
    pub(crate) http: Http,
    pub(crate) user: Url,
    pub(crate) anon_key: HeaderValue,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) known: Mutex<Remembered<Fingerprint, AccountId>>,
}

#[derive(Deserialize)]
struct UserBody {
    id: String,
    role: Option<String>,
    is_anonymous: Option<bool>,
}

#[derive(Debug, thiserror::Error)]
enum Unanswered {
    #[error("the answer was {0}")]
    Status(StatusCode),
    #[error("the answer names no account")]
    Unreadable,
}

impl Remote {
    /// Whose token it is.
    pub(crate) async fn verify(
        &self,
        text: &str,
        token: &Token<'_>,
    ) -> Result<AccountId, UseCaseError<TokenRefusal>> {
        let now = self.clock.now();
        let left = refused(claims::time_left(
            token.claims_unverified(),
            now,
            REMEMBERED,
        ))?;
        let fingerprint = fingerprint(text);
        if let Some(account) = self.lock().get(&fingerprint, now) {
            return Ok(*account);
        }
        let account = self.ask(text).await?;
        // Supabase has vouched for what it says.
        refused(claims::is_a_users(token.claims_unverified()))?;
        self.lock().put(fingerprint, account, now, left);
        Ok(account)
    }

    /// How many tokens are remembered.
    pub(crate) fn len(&self) -> usize {
        self.lock().len()
    }

    async fn ask(&self, token: &str) -> Result<AccountId, UseCaseError<TokenRefusal>> {
        let request = self
            .http
            .get(&self.user)
            .header(http::API_KEY, self.anon_key.clone())
            .bearer_auth(token);
        let answer = http::answer(request, MOST_BYTES, ATTEMPT).await?;
        match answer.status {
            StatusCode::OK => read(&answer.body),
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => Err(UseCaseError::Refused(
                TokenRefusal::Invalid("Supabase does not know it"),
            )),
            status => Err(http::later(ATTEMPT, Unanswered::Status(status)).into()),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Remembered<Fingerprint, AccountId>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn read(body: &[u8]) -> Result<AccountId, UseCaseError<TokenRefusal>> {
    let user: Option<UserBody> = serde_json::from_slice(body).ok();
    let account = user.as_ref().and_then(|it| claims::account_id(&it.id));
    let (Some(user), Some(account)) = (user, account) else {
        return Err(http::later(ATTEMPT, Unanswered::Unreadable).into());
    };
    if user.role.is_some_and(|it| it != claims::SIGNED_IN) {
        let refusal = TokenRefusal::Invalid("its role is not that of a user");
        return Err(UseCaseError::Refused(refusal));
    }
    if user.is_anonymous == Some(true) {
        return Err(UseCaseError::Refused(TokenRefusal::AnonymousSession));
    }
    Ok(account)
}

fn fingerprint(token: &str) -> Fingerprint {
    let mut bytes = [0; SHA256_OUTPUT_LEN];
    bytes.copy_from_slice(digest(&SHA256, token.as_bytes()).as_ref());
    bytes
}

fn refused<T>(judged: Result<T, TokenRefusal>) -> Result<T, UseCaseError<TokenRefusal>> {
    judged.map_err(UseCaseError::Refused)
}
