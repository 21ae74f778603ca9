//! Requests to Supabase: five seconds, no redirects, no more of an answer than is asked for.

use std::sync::Arc;
use std::time::Duration;

use kernel::{PortFailure, Retry};
use reqwest::header::{HeaderName, HeaderValue};
use reqwest::{RequestBuilder, StatusCode, Url};
use secrecy::{ExposeSecret as _, SecretString};

/// How long an answer may take, from the connection to its last byte.
const TIMEOUT: Duration = Duration::from_secs(5);
/// The header in which Supabase's gateway wants a key.
pub(crate) const API_KEY: HeaderName = HeaderName::from_static("apikey");

/// The way to Supabase. Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Http(reqwest::Client);

/// An answer, whatever its status.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) body: Vec<u8>,
}

/// An answer that nobody waits for to the end.
#[derive(Debug, thiserror::Error)]
#[error("the answer is longer than {0} bytes")]
struct TooLong(usize);

impl Http {
    /// A way that no proxy variable and no redirect changes.
    pub(crate) fn new() -> Self {
        let client = reqwest::Client::builder()
            .tls_backend_preconfigured(tls())
            // The environment is read in one place, and this is not it.
            .no_proxy()
            .connect_timeout(TIMEOUT)
            .timeout(TIMEOUT)
            // Keys and identities count only if they come from where they were asked for.
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .expect("TLS is configured and nothing else can fail");
        Self(client)
    }

    /// A request that is still to be sent.
    pub(crate) fn get(&self, address: &Url) -> RequestBuilder {
        self.0.get(address.clone())
    }

    /// The same with a body.
    pub(crate) fn post(&self, address: Url) -> RequestBuilder {
        self.0.post(address)
    }
}

/// Sends a request and reads up to `most` bytes of its answer. `attempted` words the failure.
pub(crate) async fn answer(
    request: RequestBuilder,
    most: usize,
    attempted: &'static str,
) -> Result<Answer, PortFailure> {
    // The address names an account in some requests, and is no matter for a log in any.
    let lost = |error: reqwest::Error| later(attempted, error.without_url());
    let mut answer = request.send().await.map_err(lost)?;
    let status = answer.status();
    let mut body = Vec::new();
    while let Some(piece) = answer.chunk().await.map_err(lost)? {
        if body.len() + piece.len() > most {
            return Err(later(attempted, TooLong(most)));
        }
        body.extend_from_slice(&piece);
    }
    Ok(Answer { status, body })
}

/// A failure that may pass by itself.
pub(crate) fn later(
    attempted: &'static str,
    cause: impl Into<Box<dyn std::error::Error + Send + Sync>>,
) -> PortFailure {
    PortFailure::new(attempted, Retry::Later, cause)
}

/// A secret as a header's value, which no debug output shows; none when it has characters that no header has.
pub(crate) fn secret_header(secret: &SecretString) -> Option<HeaderValue> {
    let mut value = HeaderValue::from_str(secret.expose_secret()).ok()?;
    value.set_sensitive(true);
    Some(value)
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
