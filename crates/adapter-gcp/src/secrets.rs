//! The newest version of a secret.

use std::sync::Arc;

use async_trait::async_trait;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use kernel::{Clock, PortFailure, Retry};
use operations_core::{ManagedSecret, SecretManager, SecretName};
use reqwest::StatusCode;
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;

use crate::account::Account;
use crate::http::{self, ask};
use crate::token::Tokens;

const ATTEMPTED: &str = "look up a secret at Google's Secret Manager";
const GOOGLE: &str = "https://secretmanager.googleapis.com";

/// What Google answers.
#[derive(Deserialize)]
struct Version {
    payload: Payload,
}

#[derive(Deserialize)]
struct Payload {
    data: String,
}

/// The secrets of one project of Google Cloud. The account needs the role *Secret Manager Secret Accessor*.
pub struct GcpSecretManager {
    base: String,
    project: String,
    http: reqwest::Client,
    tokens: Tokens,
}

impl GcpSecretManager {
    /// The secrets of a project, by its id or number, for an account.
    pub fn new(project: impl Into<String>, account: Account, clock: Arc<dyn Clock>) -> Self {
        let http = http::client();
        Self {
            base: GOOGLE.to_owned(),
            project: project.into(),
            tokens: Tokens::new(account, http.clone(), clock),
            http,
        }
    }

    /// The same at another address, without a slash at its end: for tests.
    pub fn at(mut self, base: impl Into<String>) -> Self {
        self.base = base.into();
        self
    }

    async fn ask(&self, name: &SecretName) -> Result<(StatusCode, Vec<u8>), PortFailure> {
        let token = self.tokens.token().await?;
        let (base, project) = (&self.base, &self.project);
        let path = format!("projects/{project}/secrets/{name}/versions/latest:access");
        let request = self.http.get(format!("{base}/v1/{path}"));
        let answer = ask(request.bearer_auth(token.expose_secret())).await;
        answer.map_err(|lost| PortFailure::new(ATTEMPTED, Retry::Later, lost))
    }
}

#[async_trait]
impl SecretManager for GcpSecretManager {
    async fn newest(&self, name: &SecretName) -> Result<ManagedSecret, PortFailure> {
        let (status, body) = self.ask(name).await?;
        let failed = |retry, why: &str| Err(PortFailure::new(ATTEMPTED, retry, why));
        match status {
            StatusCode::OK => match value(&body) {
                Some(value) => Ok(ManagedSecret::Value(value)),
                None => failed(Retry::Useless, "the secret is no text in UTF-8"),
            },
            StatusCode::NOT_FOUND => Ok(ManagedSecret::NotFound),
            StatusCode::FORBIDDEN => Ok(ManagedSecret::Denied),
            StatusCode::UNAUTHORIZED => {
                self.tokens.forget().await;
                failed(Retry::Later, "Google does not take the token")
            }
            StatusCode::BAD_REQUEST => failed(
                Retry::Useless,
                "its newest version is disabled or destroyed",
            ),
            other => failed(Retry::Later, &format!("Google answered {other}")),
        }
    }
}

fn value(body: &[u8]) -> Option<SecretString> {
    let version: Version = serde_json::from_slice(body).ok()?;
    let data = STANDARD.decode(version.payload.data).ok()?;
    String::from_utf8(data).ok().map(SecretString::from)
}
