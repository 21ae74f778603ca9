//! Who says which account a token is of: a project at Supabase.

use secrecy::{ExposeSecret as _, SecretString};

use super::reader::Reader;

/// Shorter secrets can be guessed from a single token.
const SHORTEST_JWT_SECRET: usize = 32;

/// The project at Supabase whose accounts may ask the API, and where telemetry is sent.
///
/// How a token is verified follows from what is set:
///
/// | set | `HS256` | `RS256`, `ES256` | asked remotely |
/// | --- | --- | --- | --- |
/// | nothing | no | no | no |
/// | `jwt_secret` | yes | when `jwks_url` is there as well | no |
/// | `jwks_url` (from `SUPABASE_JWKS_URL`, or by default from `SUPABASE_URL`) | no | yes | no |
/// | `SUPABASE_URL` and `SUPABASE_ANON_KEY`, and neither `SUPABASE_JWT_SECRET` nor `SUPABASE_JWKS_URL` | no | no | yes |
#[derive(Debug, Clone, Default)]
pub struct SupabaseOptions {
    /// The project's address, without a slash at its end.
    pub url: Option<String>,
    /// The project's public key, sent with remote questions. It is itself a token, and no user's.
    pub anon_key: Option<SecretString>,
    /// The project's key that may do everything: for the look-up of identities, and telemetry.
    pub service_role_key: Option<SecretString>,
    /// The shared secret of `HS256`, at least 32 bytes.
    pub jwt_secret: Option<SecretString>,
    /// Where the public keys of `RS256` and `ES256` are. None: no such token is taken. Never set where tokens are asked
    /// about remotely.
    pub jwks_url: Option<String>,
    /// The audience that a token must name; `authenticated` unless it is set.
    pub audience: String,
    /// The issuer that a token must name; none when neither it nor the project's address is set.
    pub issuer: Option<String>,
}

impl SupabaseOptions {
    pub(super) fn read(reader: &mut Reader<'_>, production: bool) -> Self {
        let url = reader.web_address("SUPABASE_URL", production);
        let anon_key = reader.secret("SUPABASE_ANON_KEY");
        let jwt_secret = jwt_secret(reader);
        let named = reader.web_address("SUPABASE_JWKS_URL", production);
        let remotely = anon_key.is_some() && jwt_secret.is_none() && named.is_none();
        let below = |path: &str| url.as_ref().map(|it| format!("{it}{path}"));
        Self {
            jwks_url: named
                .or_else(|| below("/auth/v1/.well-known/jwks.json").filter(|_| !remotely)),
            audience: reader
                .text("SUPABASE_JWT_AUDIENCE")
                .unwrap_or_else(|| "authenticated".to_owned()),
            issuer: reader.text("SUPABASE_ISSUER").or_else(|| below("/auth/v1")),
            service_role_key: reader.secret("SUPABASE_SERVICE_ROLE_KEY"),
            url,
            anon_key,
            jwt_secret,
        }
    }

    /// Whether Supabase is asked about each token, because nothing is here to verify one with.
    pub fn asks_remotely(&self) -> bool {
        self.url.is_some()
            && self.anon_key.is_some()
            && self.jwt_secret.is_none()
            && self.jwks_url.is_none()
    }

    /// Whether a token can be verified at all.
    pub fn verifies_tokens(&self) -> bool {
        self.jwt_secret.is_some() || self.jwks_url.is_some() || self.asks_remotely()
    }
}

fn jwt_secret(reader: &mut Reader<'_>) -> Option<SecretString> {
    let secret = reader.secret("SUPABASE_JWT_SECRET")?;
    if secret.expose_secret().len() < SHORTEST_JWT_SECRET {
        reader.problem(format!(
            "SUPABASE_JWT_SECRET must have at least {SHORTEST_JWT_SECRET} bytes"
        ));
    }
    Some(secret)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::testing::{config, problems};

    const URL: (&str, &str) = ("SUPABASE_URL", "https://project.supabase.co/");
    const ANON: (&str, &str) = ("SUPABASE_ANON_KEY", "anon");
    const SECRET: (&str, &str) = ("SUPABASE_JWT_SECRET", "0123456789abcdef0123456789abcdef");
    const JWKS: (&str, &str) = ("SUPABASE_JWKS_URL", "https://keys.example/jwks.json");

    fn read(pairs: &[(&str, &str)]) -> SupabaseOptions {
        config(pairs).supabase
    }

    #[test]
    fn addresses_follow_from_the_projects_own() {
        let options = read(&[URL]);
        assert_eq!(options.url.as_deref(), Some("https://project.supabase.co"));
        assert_eq!(
            options.jwks_url.as_deref(),
            Some("https://project.supabase.co/auth/v1/.well-known/jwks.json")
        );
        assert_eq!(
            options.issuer.as_deref(),
            Some("https://project.supabase.co/auth/v1")
        );
        assert_eq!(options.audience, "authenticated");
    }

    #[test]
    fn tokens_are_asked_about_remotely_only_where_nothing_verifies_them() {
        let remotely = read(&[URL, ANON]);
        assert!(remotely.asks_remotely() && remotely.jwks_url.is_none());
        for more in [SECRET, JWKS] {
            let options = read(&[URL, ANON, more]);
            assert!(!options.asks_remotely(), "{}", more.0);
            assert!(options.jwks_url.is_some(), "{}", more.0);
        }
        let secret = read(&[SECRET]);
        assert!(secret.verifies_tokens() && secret.jwks_url.is_none() && secret.issuer.is_none());
    }

    #[test]
    fn nothing_verifies_tokens_when_only_the_keys_of_a_project_are_set() {
        assert!(!read(&[]).verifies_tokens());
        assert!(!read(&[ANON, ("SUPABASE_SERVICE_ROLE_KEY", "role")]).verifies_tokens());
    }

    #[test]
    fn a_short_secret_and_an_open_line_are_refused() {
        let said = problems(&[
            ("SUPABASE_JWT_SECRET", "0123456789abcdef0123456789abcde"),
            ("SUPABASE_URL", "http://project.example"),
            ("SUPABASE_JWKS_URL", "http://keys.example/jwks.json"),
        ]);
        for name in [
            "SUPABASE_JWT_SECRET must have at least 32 bytes",
            "SUPABASE_URL",
            "SUPABASE_JWKS_URL",
        ] {
            assert!(said.contains(name), "{name} in {said}");
        }
        let here = [("SUPABASE_URL", "http://127.0.0.1:54321")];
        assert!(read(&here).url.is_some());
        let production = problems(&[here[0], ("APP_ENV", "production")]);
        assert!(production.contains("SUPABASE_URL"), "{production}");
    }
}
