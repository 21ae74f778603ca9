//! The way to a service: time limits, no proxies, no redirects, no more of an answer than is read.

use std::sync::Arc;

use kernel::Clock;
use language_model::{FailureClass, ModelError, retry_after};
use reqwest::header::{HeaderMap, HeaderValue, RETRY_AFTER};
use reqwest::{RequestBuilder, StatusCode};
use secrecy::{ExposeSecret as _, SecretString};

use crate::OpenAiOptions;

/// The longest answer, in bytes: a hundred times what members ever get to read.
pub(crate) const MOST_BYTES: usize = 1024 * 1024;

/// An answer, whatever its status.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    /// How long the service wants to be left alone.
    pub(crate) retry_after: Option<chrono::TimeDelta>,
    pub(crate) body: Vec<u8>,
}

/// A way that no proxy variable and no redirect changes.
pub(crate) fn client(options: &OpenAiOptions) -> reqwest::Client {
    reqwest::Client::builder()
        .tls_backend_preconfigured(tls())
        // The environment is read in one place, and this is not it.
        .no_proxy()
        .connect_timeout(options.connect_time_limit)
        .timeout(options.time_limit)
        // The key and what members wrote go where the operator said, and nowhere else.
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .expect("TLS is configured and nothing else can fail")
}

/// The key as a header's value, which no debug output shows; none when it has characters that no header has.
pub(crate) fn bearer(key: &SecretString) -> Option<HeaderValue> {
    let text = SecretString::from(format!("Bearer {}", key.expose_secret().trim()));
    let mut value = HeaderValue::from_str(text.expose_secret()).ok()?;
    value.set_sensitive(true);
    Some(value)
}

/// Sends a request and reads its answer.
pub(crate) async fn send(request: RequestBuilder, clock: &dyn Clock) -> Result<Answer, ModelError> {
    let mut answer = request.send().await.map_err(|it| lost(&it))?;
    let status = answer.status();
    let retry_after = wish(answer.headers(), clock);
    let mut body = Vec::new();
    while let Some(piece) = answer.chunk().await.map_err(|it| lost(&it))? {
        if body.len() + piece.len() > MOST_BYTES {
            let detail = format!("the answer is longer than {MOST_BYTES} bytes");
            return Err(ModelError::new(FailureClass::Malformed, &detail));
        }
        body.extend_from_slice(&piece);
    }
    Ok(Answer {
        status,
        retry_after,
        body,
    })
}

fn wish(headers: &HeaderMap, clock: &dyn Clock) -> Option<chrono::TimeDelta> {
    let value = headers.get(RETRY_AFTER)?.to_str().ok()?;
    retry_after(value, clock.now())
}

fn lost(error: &reqwest::Error) -> ModelError {
    let class = if error.is_timeout() {
        FailureClass::Timeout
    } else {
        FailureClass::Network
    };
    let detail = match () {
        () if error.is_connect() && error.is_timeout() => "connecting took too long",
        () if error.is_connect() => "the service could not be reached",
        () if error.is_timeout() => "the answer took too long",
        () => "the connection was lost",
    };
    ModelError::new(class, detail)
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
