//! Which Supabase project it is, and what proves that a token is one of its own.

use std::net::IpAddr;

use reqwest::Url;
use secrecy::{ExposeSecret as _, SecretString};

/// The least that an HMAC secret may have, in bytes: as much as the digest it keys.
const LEAST_SECRET: usize = 32;

/// What the operator has set. Everything is optional: with nothing set, no token counts.
#[derive(Debug, Clone)]
pub struct SupabaseOptions {
    /// `SUPABASE_URL`: the project's address.
    pub url: Option<String>,
    /// `SUPABASE_ANON_KEY`: the project's public key, with which tokens can be shown to Supabase itself.
    pub anon_key: Option<SecretString>,
    /// `SUPABASE_SERVICE_ROLE_KEY`: lets us ask which Discord user an account signed in with.
    pub service_role_key: Option<SecretString>,
    /// `SUPABASE_JWT_SECRET`: the shared secret of HS256, at least 32 bytes.
    pub jwt_secret: Option<SecretString>,
    /// `SUPABASE_JWKS_URL`: where the public keys are, if not where every project has them.
    pub jwks_url: Option<String>,
    /// `SUPABASE_JWT_AUDIENCE`: whom tokens must be for.
    pub audience: String,
    /// `SUPABASE_ISSUER`: who must have issued them, if not the project.
    pub issuer: Option<String>,
    /// Which addresses may be asked.
    pub addresses: Addresses,
}

/// Which addresses may be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Addresses {
    /// Only those with a certificate: in production.
    HttpsOnly,
    /// Also plain ones on this machine: in development and tests.
    LoopbackToo,
}

/// What cannot be used, by the variable's name and never its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{variable} {problem}")]
pub struct OptionsError {
    /// The variable.
    pub variable: &'static str,
    /// What is wrong with it, and what would be right.
    pub problem: &'static str,
}

impl Default for SupabaseOptions {
    /// No project; the audience that Supabase gives to everyone who has signed in.
    fn default() -> Self {
        Self {
            url: None,
            anon_key: None,
            service_role_key: None,
            jwt_secret: None,
            jwks_url: None,
            audience: "authenticated".to_owned(),
            issuer: None,
            addresses: Addresses::HttpsOnly,
        }
    }
}

impl SupabaseOptions {
    /// An address below the project's, such as `auth/v1/user`; none without a project.
    pub(crate) fn below(&self, path: &str) -> Result<Option<Url>, OptionsError> {
        let Some(base) = self.base()? else {
            return Ok(None);
        };
        self.address("SUPABASE_URL", &format!("{base}/{path}"))
            .map(Some)
    }

    /// The public keys' address, if the operator names one.
    pub(crate) fn named_keys(&self) -> Result<Option<Url>, OptionsError> {
        let named = self.jwks_url.as_deref();
        named
            .map(|it| self.address("SUPABASE_JWKS_URL", it))
            .transpose()
    }

    /// Who must have issued a token; none when nobody has said.
    pub(crate) fn expected_issuer(&self) -> Result<Option<String>, OptionsError> {
        if let Some(named) = &self.issuer {
            return Ok(Some(named.clone()));
        }
        Ok(self.base()?.map(|it| format!("{it}/auth/v1")))
    }

    /// The secret's bytes.
    pub(crate) fn secret(&self) -> Result<Option<&[u8]>, OptionsError> {
        match &self.jwt_secret {
            Some(it) if it.expose_secret().len() < LEAST_SECRET => Err(OptionsError {
                variable: "SUPABASE_JWT_SECRET",
                problem: "must have at least 32 bytes",
            }),
            it => Ok(it.as_ref().map(|it| it.expose_secret().as_bytes())),
        }
    }

    fn base(&self) -> Result<Option<&str>, OptionsError> {
        let Some(url) = &self.url else {
            return Ok(None);
        };
        self.address("SUPABASE_URL", url)?;
        Ok(Some(url.trim_end_matches('/')))
    }

    fn address(&self, variable: &'static str, text: &str) -> Result<Url, OptionsError> {
        let wrong = |problem| OptionsError { variable, problem };
        let url = Url::parse(text).map_err(|_| wrong("must be an address, such as https://…"))?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(wrong("must not hold a user's name or password"));
        }
        match (url.scheme(), self.addresses) {
            ("https", _) => Ok(url),
            ("http", Addresses::LoopbackToo) if is_loopback(&url) => Ok(url),
            _ => Err(wrong(
                "must begin with https:// (http:// is for 127.0.0.1 outside production)",
            )),
        }
    }
}

fn is_loopback(url: &Url) -> bool {
    let Some(host) = url.host_str() else {
        return false;
    };
    let host = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|it| it.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys_at(url: &str, addresses: Addresses) -> Result<Option<Url>, OptionsError> {
        let options = SupabaseOptions {
            jwks_url: Some(url.to_owned()),
            addresses,
            ..SupabaseOptions::default()
        };
        options.named_keys()
    }

    #[test]
    fn only_addresses_with_a_certificate_are_asked_and_this_machine_outside_production() {
        for url in ["https://keys.example/jwks", "https://127.0.0.1/jwks"] {
            assert!(keys_at(url, Addresses::HttpsOnly).is_ok(), "{url}");
        }
        for url in [
            "http://127.0.0.1:9/jwks",
            "http://localhost:9/jwks",
            "http://[::1]:9/jwks",
        ] {
            assert!(keys_at(url, Addresses::LoopbackToo).is_ok(), "{url}");
            assert!(keys_at(url, Addresses::HttpsOnly).is_err(), "{url}");
        }
        for url in [
            "http://keys.example/jwks",
            "http://localhost.keys.example/jwks",
            "http://10.0.0.1/jwks",
            "ftp://127.0.0.1/jwks",
            "https://me:secret@keys.example/jwks",
            "keys.example",
            "",
        ] {
            assert!(keys_at(url, Addresses::LoopbackToo).is_err(), "{url}");
        }
    }

    #[test]
    fn addresses_and_issuer_follow_from_the_projects_address() {
        let options = SupabaseOptions {
            url: Some("https://project.supabase.co/".to_owned()),
            ..SupabaseOptions::default()
        };
        let user = options.below("auth/v1/user").unwrap().unwrap();
        assert_eq!(user.as_str(), "https://project.supabase.co/auth/v1/user");
        assert_eq!(
            options.expected_issuer().unwrap().as_deref(),
            Some("https://project.supabase.co/auth/v1")
        );
    }

    #[test]
    fn a_short_secret_is_refused_by_name_and_not_by_value() {
        let options = SupabaseOptions {
            jwt_secret: Some("too-short-to-be-one".into()),
            ..SupabaseOptions::default()
        };
        let error = options.secret().unwrap_err().to_string();
        assert!(error.starts_with("SUPABASE_JWT_SECRET"), "{error}");
        assert!(!format!("{options:?}{error}").contains("too-short-to-be-one"));
    }
}
