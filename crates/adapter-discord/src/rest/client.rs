//! `Rest`: the handle through which the rest of this crate asks Discord for something.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use secrecy::SecretString;
use serde::de::DeserializeOwned;
use tokio::time::Instant;
use tracing::Instrument;
use twilight_http::Client;
use twilight_http::request::{Request, TryIntoRequest};

use super::call::Call;
use super::download::DownloadError;
use super::error::{RestError, Unreadable};
use super::guard::Guard;
use super::transport::Transport;

/// How Discord is reached.
#[derive(Clone, Debug)]
pub struct RestConfig {
    /// The bot's token, with or without `Bot ` before it.
    pub token: SecretString,
    /// `host:port` of something that stands in for discord.com, spoken to over plain HTTP.
    pub proxy: Option<String>,
    /// How many requests may start in a second, interactions apart.
    pub requests_per_second: u32,
    /// How long one attempt may take.
    pub timeout: Duration,
    /// How long one call waits for limits and between attempts; an attempt under way is never cut off by it.
    pub deadline: Duration,
}

impl RestConfig {
    /// The limits that Discord documents, ten seconds for an attempt, fifteen of waiting.
    pub fn new(token: SecretString, proxy: Option<String>) -> Self {
        Self {
            token,
            proxy,
            requests_per_second: 50,
            timeout: Duration::from_secs(10),
            deadline: Duration::from_secs(15),
        }
    }
}

/// Discord's REST API. Clones share everything: limits are learnt once.
#[derive(Clone, Debug)]
pub struct Rest {
    shared: Arc<Shared>,
    deadline: Duration,
}

#[derive(Debug)]
struct Shared {
    requests: Client,
    transport: Transport,
    guard: Guard,
}

impl Rest {
    /// A handle; nothing is sent yet. The process needs a default rustls provider by now.
    pub fn new(config: RestConfig) -> Self {
        let shared = Shared {
            requests: Client::builder().ratelimiter(None).build(),
            transport: Transport::new(config.token, config.proxy.as_deref(), config.timeout),
            guard: Guard::new(config.requests_per_second),
        };
        Self {
            shared: Arc::new(shared),
            deadline: config.deadline,
        }
    }

    /// The same handle with another patience: how long a call may wait for limits and between attempts.
    pub fn with_deadline(&self, deadline: Duration) -> Self {
        Self {
            shared: Arc::clone(&self.shared),
            deadline,
        }
    }

    /// Builds and validates requests. It has no token: never let it send one.
    pub fn requests(&self) -> &Client {
        &self.shared.requests
    }

    /// Whether Discord has refused the bot's token at least once.
    pub fn unauthorized(&self) -> bool {
        self.shared.guard.unauthorized()
    }

    /// What time it was by Discord's clock at its last answer, to the second.
    pub fn server_time(&self) -> Option<chrono::DateTime<chrono::Utc>> {
        self.shared.transport.server_time()
    }

    /// Sends a request and reads the answer.
    pub async fn model<T: DeserializeOwned>(
        &self,
        request: impl TryIntoRequest,
    ) -> Result<T, RestError> {
        let request = request.try_into_request()?;
        self.model_of(request).await
    }

    /// Sends a request whose answer does not matter.
    pub async fn done(&self, request: impl TryIntoRequest) -> Result<(), RestError> {
        let request = request.try_into_request()?;
        self.raw(request).await.map(drop)
    }

    /// Sends a request that was built by hand and reads the answer.
    pub async fn model_of<T: DeserializeOwned>(&self, request: Request) -> Result<T, RestError> {
        let body = self.raw(request).await?;
        let mut reader = serde_json::Deserializer::from_slice(&body);
        serde_path_to_error::deserialize(&mut reader).map_err(|error| {
            let (path, inner) = (error.path().to_string(), error.into_inner());
            let (line, column, category) = (inner.line(), inner.column(), inner.classify());
            RestError::Invalid(Box::new(Unreadable {
                path,
                line,
                column,
                category,
            }))
        })
    }

    /// Fetches a file that Discord keeps, at most `max` bytes of it; none when there are more.
    pub async fn download(
        &self,
        address: &str,
        max: usize,
    ) -> Result<Option<Vec<u8>>, DownloadError> {
        self.shared.transport.download(address, max).await
    }

    /// Sends a request that was built by hand and returns the body of the answer.
    pub async fn raw(&self, request: Request) -> Result<Bytes, RestError> {
        let deadline = Instant::now() + self.deadline;
        let call = Call::new(
            &self.shared.guard,
            &self.shared.transport,
            &request,
            deadline,
        );
        let span = tracing::debug_span!("discord.request", route = call.route());
        call.run().instrument(span).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_token_is_never_printed() {
        let config = RestConfig::new(SecretString::from("very.secret"), None);
        assert!(!format!("{config:?}").contains("secret\""), "{config:?}");
        assert!(!format!("{config:?}").contains("very"));
    }
}
