//! The endpoint itself.

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use kernel::Clock;
use language_model::{Call, Completion, FailureClass, ModelEndpoint, ModelError};
use reqwest::header::{AUTHORIZATION, HeaderValue};
use reqwest::{StatusCode, Url};
use secrecy::{ExposeSecret as _, SecretString};

use crate::dialect::{Dialect, Dialects};
use crate::http::{self, Answer};
use crate::refusal::{ErrorBody, error_of};
use crate::request::RequestBody;
use crate::{OpenAiOptions, OptionsError, answer};

/// A question is asked once more for each of the two things that a model may refuse.
const MOST_LESSONS: usize = 2;

/// An OpenAI-compatible service.
pub struct OpenAi {
    client: reqwest::Client,
    address: Url,
    key: Option<Key>,
    clock: Arc<dyn Clock>,
    dialects: Dialects,
}

pub(crate) struct Key {
    header: HeaderValue,
    secret: SecretString,
}

impl OpenAi {
    /// The service that the operator has named. The clock tells how far away a date of the service is.
    pub fn new(options: &OpenAiOptions, clock: Arc<dyn Clock>) -> Result<Self, OptionsError> {
        let address = options.address()?;
        let client = http::client(options);
        let key = Key::among(options)?;
        Ok(Self {
            client,
            address,
            key,
            clock,
            dialects: Dialects::default(),
        })
    }

    async fn send(&self, key: &Key, call: &Call, dialect: Dialect) -> Result<Answer, ModelError> {
        let request = self
            .client
            .post(self.address.clone())
            .header(AUTHORIZATION, key.header.clone())
            .json(&RequestBody::of(call, dialect));
        http::send(request, &*self.clock).await
    }

    /// Asks, and once more for each thing that the model wants otherwise.
    async fn converse(&self, key: &Key, call: &Call) -> Result<Answer, ModelError> {
        let mut dialect = self.dialects.of(&call.model);
        for _ in 0..MOST_LESSONS {
            let answer = self.send(key, call, dialect).await?;
            let is_refused = matches!(
                answer.status,
                StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY
            );
            let refused = ErrorBody::read(&answer.body).filter(|_| is_refused);
            let Some(next) = refused.and_then(|it| dialect.after(&it)) else {
                return Ok(answer);
            };
            dialect = next;
            self.dialects.learn(&call.model, dialect);
        }
        self.send(key, call, dialect).await
    }
}

#[async_trait]
impl ModelEndpoint for OpenAi {
    async fn ask(&self, call: &Call) -> Result<Completion, ModelError> {
        let Some(key) = &self.key else {
            let detail = "OPENAI_API_KEY is not set";
            return Err(ModelError::new(FailureClass::MissingKey, detail));
        };
        let mut answer = self.converse(key, call).await?;
        // Some services send errors with status 200.
        if answer.status.is_success() && ErrorBody::read(&answer.body).is_none() {
            return answer::read(&answer.body, call);
        }
        answer.body = key.taken_out_of(&answer.body);
        Err(error_of(&answer))
    }
}

impl Key {
    /// The key that is set, if there is one.
    pub(crate) fn among(options: &OpenAiOptions) -> Result<Option<Self>, OptionsError> {
        let is_set = |it: &&SecretString| !it.expose_secret().trim().is_empty();
        options
            .key
            .as_ref()
            .filter(is_set)
            .map(Self::of)
            .transpose()
    }

    fn of(secret: &SecretString) -> Result<Self, OptionsError> {
        let header = http::bearer(secret).ok_or(OptionsError {
            variable: "OPENAI_API_KEY",
            problem: "has characters that no header can carry: copy it again",
        })?;
        Ok(Self {
            header,
            secret: secret.clone(),
        })
    }

    /// What a service said, without the key, should it stand there.
    fn taken_out_of(&self, body: &[u8]) -> Vec<u8> {
        let key = self.secret.expose_secret().trim().as_bytes();
        let mut clean = Vec::with_capacity(body.len());
        let mut rest = body;
        while !rest.is_empty() {
            if let Some(after) = rest.strip_prefix(key) {
                clean.extend_from_slice("…".as_bytes());
                rest = after;
            } else {
                clean.push(rest[0]);
                rest = &rest[1..];
            }
        }
        clean
    }
}

impl fmt::Debug for OpenAi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OpenAi")
            .field("address", &self.address.as_str())
            .field("has_key", &self.key.is_some())
            .finish_non_exhaustive()
    }
}
