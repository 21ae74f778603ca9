//! One request over HTTP, and its answer as it came.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use http::header::{AUTHORIZATION, CONTENT_TYPE, DATE, HeaderMap, HeaderValue, USER_AGENT};
use http::{Method, StatusCode};
use secrecy::{ExposeSecret, SecretString};
use twilight_http::API_VERSION;
use twilight_http::request::Request;

use super::error::RestError;

/// Discord asks for a name and a version.
const NAME: &str = concat!(
    "DiscordBot (https://github.com/alphapy, ",
    env!("CARGO_PKG_VERSION"),
    ")"
);

/// The way to Discord.
#[derive(Debug)]
pub(super) struct Transport {
    pub(super) http: reqwest::Client,
    base: String,
    pub(super) proxy: Option<String>,
    token: SecretString,
    server_time: Mutex<Option<DateTime<Utc>>>,
}

/// A request as it goes over the wire, ready to be sent as often as need be.
pub(super) struct Prepared {
    method: Method,
    url: String,
    headers: HeaderMap,
    body: Bytes,
}

/// An answer, whatever its status.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

/// No answer came.
#[derive(Debug, thiserror::Error)]
#[error("the connection to Discord failed")]
pub(super) struct Lost {
    /// Whether Discord cannot have seen the request.
    pub(super) unsent: bool,
    #[source]
    source: reqwest::Error,
}

impl Transport {
    /// A way to discord.com, or over plain HTTP to `proxy` (`host:port`).
    pub(super) fn new(token: SecretString, proxy: Option<&str>, timeout: Duration) -> Self {
        let http = reqwest::Client::builder()
            .tls_backend_preconfigured(tls())
            // The environment is read in one place, and this is not it.
            .no_proxy()
            .connect_timeout(timeout)
            .timeout(timeout)
            // Discord's API never sends anybody elsewhere, and a file must come from where it was asked for.
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .expect("TLS is configured and nothing else can fail");
        let host = proxy.map_or_else(
            || "https://discord.com".to_owned(),
            |it| format!("http://{it}"),
        );
        Self {
            http,
            proxy: proxy.map(str::to_owned),
            base: format!("{host}/api/v{API_VERSION}/"),
            token,
            server_time: Mutex::default(),
        }
    }

    /// Everything that every attempt at a request sends.
    pub(super) fn prepare(&self, request: &Request) -> Result<Prepared, RestError> {
        let mut headers = request.headers().cloned().unwrap_or_default();
        headers.insert(USER_AGENT, HeaderValue::from_static(NAME));
        if request.use_authorization_token() {
            headers.insert(AUTHORIZATION, self.authorization()?);
        }
        if let Some(form) = request.form() {
            headers.insert(
                CONTENT_TYPE,
                HeaderValue::try_from(form.content_type()).map_err(invalid)?,
            );
        } else if request.body().is_some() {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        }
        let method = Method::from_bytes(request.method().name().as_bytes()).map_err(invalid)?;
        Ok(Prepared {
            method,
            url: format!("{}{}", self.base, request.path()),
            headers,
            body: body(request),
        })
    }

    /// Sends it once.
    pub(super) async fn send(&self, prepared: &Prepared) -> Result<Answer, Lost> {
        let Prepared {
            method,
            url,
            headers,
            body,
        } = prepared;
        let mut attempt = self
            .http
            .request(method.clone(), url)
            .headers(headers.clone());
        // An empty body is sent as one where there could be one, because Discord wants a length then.
        if !body.is_empty() || matches!(*method, Method::PATCH | Method::POST | Method::PUT) {
            attempt = attempt.body(body.clone());
        }
        let answer = attempt.send().await.map_err(lost)?;
        let (status, headers) = (answer.status(), answer.headers().clone());
        let date = headers
            .get(DATE)
            .and_then(|it| DateTime::parse_from_rfc2822(it.to_str().ok()?).ok());
        if let Some(date) = date {
            *self
                .server_time
                .lock()
                .unwrap_or_else(PoisonError::into_inner) = Some(date.to_utc());
        }
        Ok(Answer {
            status,
            headers,
            body: answer.bytes().await.map_err(lost)?,
        })
    }

    /// The moment that Discord put on its last answer.
    pub(super) fn server_time(&self) -> Option<DateTime<Utc>> {
        *self
            .server_time
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn authorization(&self) -> Result<HeaderValue, RestError> {
        let token = self.token.expose_secret();
        let token = token.strip_prefix("Bot ").unwrap_or(token);
        let mut value = HeaderValue::try_from(format!("Bot {token}"))
            .map_err(|_| RestError::Invalid("the token has characters that no token has".into()))?;
        value.set_sensitive(true);
        Ok(value)
    }
}

fn body(request: &Request) -> Bytes {
    match (request.form(), request.body()) {
        (Some(form), _) => Bytes::from(form.clone().build()),
        (None, Some(body)) => Bytes::copy_from_slice(body),
        (None, None) => Bytes::new(),
    }
}

/// The certificate authorities come with the program, because small containers have none.
fn tls() -> rustls::ClientConfig {
    let roots = rustls::RootCertStore {
        roots: webpki_roots::TLS_SERVER_ROOTS.to_vec(),
    };
    rustls::ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("ring knows the default versions of TLS")
        .with_root_certificates(roots)
        .with_no_client_auth()
}

fn lost(error: reqwest::Error) -> Lost {
    // The address may hold the token of a webhook or an interaction.
    Lost {
        unsent: error.is_connect() || error.is_builder(),
        source: error.without_url(),
    }
}

fn invalid(error: impl std::error::Error + Send + Sync + 'static) -> RestError {
    RestError::Invalid(Box::new(error))
}
