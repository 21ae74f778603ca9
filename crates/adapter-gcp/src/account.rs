//! Who asks: a service account by its key, or the machine that this runs on.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use ring::rand::SystemRandom;
use ring::signature::{RSA_PKCS1_SHA256, RsaKeyPair};
use rustls::pki_types::PrivatePkcs8KeyDer;
use rustls::pki_types::pem::PemObject as _;
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;
use serde_json::json;

/// Where machines of Google Cloud learn who they are.
const METADATA: &str = "http://metadata.google.internal";
const TOKEN_URI: &str = "https://oauth2.googleapis.com/token";
const SCOPE: &str = "https://www.googleapis.com/auth/cloud-platform";
/// Google takes no longer one.
const ASSERTION_SECONDS: i64 = 3600;

/// Credentials that cannot be used. Their text is not repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidCredentials {
    /// The text is not the JSON of a service account's key.
    #[error("it is not the JSON of a service account's key")]
    NotAKey,
    /// Its private key is not RSA in PKCS #8.
    #[error("its private key is not RSA in PKCS #8")]
    NotRsa,
    /// It would send what it signs to an open line.
    #[error("its token_uri must begin with https://")]
    OpenLine,
}

/// Who asks.
#[derive(Debug)]
pub struct Account(pub(crate) Kind);

#[derive(Debug)]
pub(crate) enum Kind {
    Service(Box<ServiceAccount>),
    Machine { metadata: String },
}

/// A service account, by its key.
pub(crate) struct ServiceAccount {
    email: String,
    key_id: Option<String>,
    key: RsaKeyPair,
    pub(crate) token_uri: String,
}

/// The file that Google gives with a key.
#[derive(Deserialize)]
struct KeyFile {
    client_email: String,
    private_key: String,
    private_key_id: Option<String>,
    token_uri: Option<String>,
}

impl Account {
    /// The service account whose key this JSON holds.
    pub fn of_service(json: &SecretString) -> Result<Self, InvalidCredentials> {
        let file: KeyFile =
            serde_json::from_str(json.expose_secret()).map_err(|_| InvalidCredentials::NotAKey)?;
        // The text leaves with this function, overwritten.
        let pem = SecretString::from(file.private_key);
        let der = PrivatePkcs8KeyDer::from_pem_slice(pem.expose_secret().as_bytes())
            .map_err(|_| InvalidCredentials::NotRsa)?;
        let key = RsaKeyPair::from_pkcs8(der.secret_pkcs8_der())
            .map_err(|_| InvalidCredentials::NotRsa)?;
        let token_uri = file.token_uri.unwrap_or_else(|| TOKEN_URI.to_owned());
        if !token_uri.starts_with("https://") && !token_uri.starts_with("http://127.0.0.1:") {
            return Err(InvalidCredentials::OpenLine);
        }
        Ok(Self(Kind::Service(Box::new(ServiceAccount {
            email: file.client_email,
            key_id: file.private_key_id,
            key,
            token_uri,
        }))))
    }

    /// The account of the machine of Google Cloud that this runs on.
    pub fn of_machine() -> Self {
        Self::of_machine_at(METADATA)
    }

    /// The same, with another server of metadata.
    pub fn of_machine_at(metadata: impl Into<String>) -> Self {
        let metadata = metadata.into();
        Self(Kind::Machine { metadata })
    }
}

impl ServiceAccount {
    /// What the account says of itself, signed: it wants a token.
    pub(crate) fn assertion(&self, now: DateTime<Utc>) -> Result<String, ring::error::Unspecified> {
        let issued = now.timestamp();
        let mut header = json!({ "alg": "RS256", "typ": "JWT" });
        if let Some(id) = &self.key_id {
            header["kid"] = json!(id);
        }
        let claims = json!({
            "iss": self.email, "scope": SCOPE, "aud": self.token_uri,
            "iat": issued, "exp": issued + ASSERTION_SECONDS,
        });
        let encoded = [header, claims].map(|it| URL_SAFE_NO_PAD.encode(it.to_string()));
        let signed = encoded.join(".");
        let mut signature = vec![0; self.key.public().modulus_len()];
        self.key.sign(
            &RSA_PKCS1_SHA256,
            &SystemRandom::new(),
            signed.as_bytes(),
            &mut signature,
        )?;
        Ok(format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature)))
    }
}

impl std::fmt::Debug for ServiceAccount {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ServiceAccount").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    const KEY: &str = include_str!("../tests/data/key_for_tests.pem");

    fn file(token_uri: &str) -> SecretString {
        let file = json!({
            "type": "service_account", "client_email": "bot@project.example", "private_key": KEY,
            "private_key_id": "key-1", "token_uri": token_uri,
        });
        file.to_string().into()
    }

    #[test]
    fn an_assertion_says_who_wants_what_for_an_hour_and_is_signed() {
        let account = Account::of_service(&file("https://tokens.example/token")).unwrap();
        let Kind::Service(account) = account.0 else {
            panic!("a service account")
        };
        let now = DateTime::from_timestamp(1_700_000_000, 0).unwrap();
        let assertion = account.assertion(now).unwrap();
        let parts: Vec<_> = assertion.split('.').collect();
        let read = |at: usize| URL_SAFE_NO_PAD.decode(parts[at]).unwrap();
        let header: Value = serde_json::from_slice(&read(0)).unwrap();
        assert_eq!(
            header,
            json!({ "alg": "RS256", "typ": "JWT", "kid": "key-1" })
        );
        let claims: Value = serde_json::from_slice(&read(1)).unwrap();
        assert_eq!(
            claims,
            json!({
                "iss": "bot@project.example", "aud": "https://tokens.example/token",
                "scope": "https://www.googleapis.com/auth/cloud-platform",
                "iat": 1_700_000_000, "exp": 1_700_003_600,
            })
        );
        let public = ring::signature::UnparsedPublicKey::new(
            &ring::signature::RSA_PKCS1_2048_8192_SHA256,
            account.key.public().as_ref(),
        );
        let signed = format!("{}.{}", parts[0], parts[1]);
        public.verify(signed.as_bytes(), &read(2)).unwrap();
    }

    #[test]
    fn credentials_that_cannot_be_used_are_refused_without_being_repeated() {
        let refused = |text: &str| Account::of_service(&text.into()).unwrap_err();
        assert_eq!(refused("hush"), InvalidCredentials::NotAKey);
        let no_key = json!({ "client_email": "a@b.example", "private_key": "hush" }).to_string();
        assert_eq!(refused(&no_key), InvalidCredentials::NotRsa);
        let open = Account::of_service(&file("http://tokens.example/token")).unwrap_err();
        assert_eq!(open, InvalidCredentials::OpenLine);
    }

    #[test]
    fn an_account_never_shows_its_key() {
        let account = Account::of_service(&file("https://tokens.example/token")).unwrap();
        assert_eq!(
            format!("{account:?}"),
            "Account(Service(ServiceAccount { .. }))"
        );
    }
}
