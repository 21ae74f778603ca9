//! The token that Google gives to an account, kept until shortly before it ends.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{Clock, PortFailure, Retry};
use reqwest::StatusCode;
use secrecy::SecretString;
use serde::Deserialize;
use tokio::sync::Mutex;

use crate::account::{Account, Kind};
use crate::http::ask;

const ATTEMPTED: &str = "get a token from Google";
const GRANT: &str = "urn:ietf:params:oauth:grant-type:jwt-bearer";
const MACHINES_TOKEN: &str = "computeMetadata/v1/instance/service-accounts/default/token";
/// A token is not used so shortly before its end, so that it does not end on the way.
const MARGIN: TimeDelta = TimeDelta::minutes(1);

/// What Google answers.
#[derive(Deserialize)]
struct Given {
    access_token: String,
    expires_in: u32,
}

#[derive(Debug)]
struct Kept {
    token: SecretString,
    until: DateTime<Utc>,
}

/// The tokens of one account.
pub(crate) struct Tokens {
    account: Account,
    http: reqwest::Client,
    clock: Arc<dyn Clock>,
    kept: Mutex<Option<Kept>>,
}

impl Tokens {
    pub(crate) fn new(account: Account, http: reqwest::Client, clock: Arc<dyn Clock>) -> Self {
        Self {
            account,
            http,
            clock,
            kept: Mutex::default(),
        }
    }

    /// A token that holds. Those who need one at the same time wait for the same.
    pub(crate) async fn token(&self) -> Result<SecretString, PortFailure> {
        let mut kept = self.kept.lock().await;
        let now = self.clock.now();
        if let Some(it) = kept.as_ref().filter(|it| now + MARGIN < it.until) {
            return Ok(it.token.clone());
        }
        let given = self.fetch(now).await?;
        let token = SecretString::from(given.access_token);
        *kept = Some(Kept {
            token: token.clone(),
            until: now + TimeDelta::seconds(given.expires_in.into()),
        });
        Ok(token)
    }

    /// Forgets the token: Google does not take it any more.
    pub(crate) async fn forget(&self) {
        *self.kept.lock().await = None;
    }

    async fn fetch(&self, now: DateTime<Utc>) -> Result<Given, PortFailure> {
        let useless = |why: &'static str| PortFailure::new(ATTEMPTED, Retry::Useless, why);
        let request = match &self.account.0 {
            Kind::Service(account) => {
                let assertion = account.assertion(now);
                let assertion = assertion.map_err(|_| useless("the key cannot sign"))?;
                let form = [("grant_type", GRANT), ("assertion", assertion.as_str())];
                self.http.post(&account.token_uri).form(&form)
            }
            Kind::Machine { metadata } => self
                .http
                .get(format!("{metadata}/{MACHINES_TOKEN}"))
                .header("Metadata-Flavor", "Google"),
        };
        let (status, body) = ask(request)
            .await
            .map_err(|lost| PortFailure::new(ATTEMPTED, Retry::Later, lost))?;
        match status {
            StatusCode::OK => serde_json::from_slice(&body)
                // The error would quote what was given.
                .map_err(|_| PortFailure::new(ATTEMPTED, Retry::Later, "an unreadable answer")),
            StatusCode::BAD_REQUEST | StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => Err(
                useless("Google does not know these credentials: make a new key"),
            ),
            other => Err(PortFailure::new(
                ATTEMPTED,
                Retry::Later,
                format!("Google answered {other}"),
            )),
        }
    }
}
