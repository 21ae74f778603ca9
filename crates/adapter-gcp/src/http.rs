//! One question to Google, with its time-out and the most that is read of an answer.

use std::time::Duration;

use reqwest::{RequestBuilder, StatusCode};

/// How long a question may take, from connecting to the last byte of the answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// The most that is read of an answer. A secret has at most 64 KiB, in base64.
const LARGEST: usize = 128 * 1024;

/// Why there is no answer. Addresses are left out: they hold names, and are told apart by what was attempted.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Lost {
    #[error("no answer")]
    Broken(#[source] reqwest::Error),
    #[error("an answer of more than 128 KiB")]
    TooLarge,
}

/// A client that trusts the authorities of webpki-roots, follows no redirects and reads no proxy from the environment.
pub(crate) fn client() -> reqwest::Client {
    let roots = rustls::RootCertStore {
        roots: webpki_roots::TLS_SERVER_ROOTS.to_vec(),
    };
    let tls = rustls::ClientConfig::builder()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let building = reqwest::Client::builder().tls_backend_preconfigured(tls);
    let building = building.redirect(reqwest::redirect::Policy::none());
    let client = building.timeout(PATIENCE).no_proxy().build();
    client.expect("TLS is configured and nothing else can fail")
}

/// Sends a request once, and reads its answer.
pub(crate) async fn ask(request: RequestBuilder) -> Result<(StatusCode, Vec<u8>), Lost> {
    let lost = |error: reqwest::Error| Lost::Broken(error.without_url());
    let mut answer = request.send().await.map_err(lost)?;
    let mut body = Vec::new();
    while let Some(piece) = answer.chunk().await.map_err(lost)? {
        if body.len() + piece.len() > LARGEST {
            return Err(Lost::TooLarge);
        }
        body.extend_from_slice(&piece);
    }
    Ok((answer.status(), body))
}
