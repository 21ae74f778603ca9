//! What the HTTP API is given: its keys, and whom it trusts.

use std::net::IpAddr;

use ipnet::IpNet;
use secrecy::{ExposeSecret as _, SecretString};

use super::links::Links;
use super::reader::{Reader, web_address};

/// Shorter keys can be guessed.
const SHORTEST_KEY: usize = 32;

/// What the HTTP API is given.
#[derive(Debug, Clone, Default)]
pub struct ApiOptions {
    /// The keys of services, each as good as the other, so that one can be replaced while both are in use: `API_KEY`,
    /// then `API_KEY_NEXT`. None: no service gets in.
    pub keys: Vec<SecretString>,
    /// Whether `APP_ENV` is production.
    pub production: bool,
    /// Whether the start was refused when secrets were missing (`STRICT_SECURITY_MODE`).
    pub strict: bool,
    /// The origins whose pages may ask, as browsers send them: `https://host` or `https://host:port`.
    pub allowed_origins: Vec<String>,
    /// The networks whose `X-Forwarded-For` is believed. None: nobody's is.
    pub trusted_proxies: Vec<IpNet>,
}

impl ApiOptions {
    pub(super) fn read(reader: &mut Reader<'_>, production: bool, links: &Links) -> Self {
        Self {
            keys: ["API_KEY", "API_KEY_NEXT"]
                .into_iter()
                .filter_map(|name| key(reader, name, production))
                .collect(),
            production,
            strict: reader.switch("STRICT_SECURITY_MODE", production),
            allowed_origins: origins(reader, production, links),
            trusted_proxies: reader.list(
                "TRUSTED_PROXIES",
                "networks, like 10.0.0.0/8, separated by commas",
                network,
            ),
        }
    }
}

fn key(reader: &mut Reader<'_>, name: &'static str, production: bool) -> Option<SecretString> {
    let key = reader.secret(name)?;
    let letters = key.expose_secret();
    if !letters.bytes().all(|it| it.is_ascii_graphic()) {
        reader.problem(format!(
            "{name} must consist of ASCII letters, digits and signs: anything else cannot be sent in a header"
        ));
    } else if letters.len() < SHORTEST_KEY {
        let words = format!(
            "{name} is shorter than {SHORTEST_KEY} characters: take the output of `openssl rand -hex 32`"
        );
        if production {
            reader.problem(words);
        } else {
            reader.warnings.push(words);
        }
    }
    Some(key)
}

fn origins(reader: &mut Reader<'_>, production: bool, links: &Links) -> Vec<String> {
    let must = if production {
        "origins, like https://app.example.org, separated by commas"
    } else {
        "origins, like https://app.example.org or http://localhost:3000, separated by commas"
    };
    let named = reader.list("ALLOWED_ORIGINS", must, |it| origin(it, production));
    if !named.is_empty() {
        return named;
    }
    let ours = [&links.app, &links.mind, &links.alphapy].map(|it| origin_of(it, production));
    ours.into_iter().flatten().collect()
}

/// An origin as browsers send it; a path has no place in one.
fn origin(text: &str, production: bool) -> Option<String> {
    let uri = web_address(text, production)?;
    (uri.path() == "/")
        .then(|| origin_of(text, production))
        .flatten()
}

/// The origin of an address, without the port that its scheme has anyway.
fn origin_of(address: &str, production: bool) -> Option<String> {
    let uri = web_address(address, production)?;
    let scheme = uri.scheme_str()?;
    let host = uri.host()?.to_lowercase();
    Some(match (scheme, uri.port_u16()) {
        (_, None) | ("https", Some(443)) | ("http", Some(80)) => format!("{scheme}://{host}"),
        (_, Some(port)) => format!("{scheme}://{host}:{port}"),
    })
}

/// A network, or one address.
fn network(text: &str) -> Option<IpNet> {
    let address = text.parse::<IpAddr>().ok().map(IpNet::from);
    text.parse().ok().or(address)
}

#[cfg(test)]
mod tests {
    use crate::config::testing::{config, problems};

    const LONG: &str = "0123456789abcdef0123456789abcdef";

    #[test]
    fn pages_of_our_own_apps_may_ask_unless_others_are_named() {
        let origins = |pairs: &[_]| config(pairs).api.allowed_origins;
        assert_eq!(
            origins(&[]),
            [
                "https://app.innersync.tech",
                "https://mind.innersync.tech",
                "https://alphapy.innersync.tech"
            ]
        );
        assert_eq!(
            origins(&[("APP_BASE_URL", "https://My.example:443/app/")])[0],
            "https://my.example"
        );
        assert_eq!(
            origins(&[(
                "ALLOWED_ORIGINS",
                "https://one.example/, http://localhost:3000"
            )]),
            ["https://one.example", "http://localhost:3000"]
        );
    }

    #[test]
    fn an_origin_that_stands_for_everybody_or_has_a_path_is_refused() {
        for wrong in [
            "*",
            "https://one.example/path",
            "one.example",
            "https://ok.example,*",
            "null",
        ] {
            let said = problems(&[("ALLOWED_ORIGINS", wrong)]);
            assert!(
                said.contains("ALLOWED_ORIGINS must hold origins"),
                "{wrong}: {said}"
            );
        }
    }

    #[test]
    fn proxies_are_networks_or_single_addresses() {
        let proxies = config(&[("TRUSTED_PROXIES", "10.0.0.0/8, 192.0.2.1,2001:db8::/32")]).api;
        let shown: Vec<_> = proxies
            .trusted_proxies
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(shown, ["10.0.0.0/8", "192.0.2.1/32", "2001:db8::/32"]);
        for wrong in ["10.0.0.0/33", "proxy.example", "10.0.0.0/8;192.0.2.1"] {
            assert!(
                problems(&[("TRUSTED_PROXIES", wrong)]).contains("TRUSTED_PROXIES"),
                "{wrong}"
            );
        }
    }

    #[test]
    fn a_short_key_is_warned_of_and_refused_in_production() {
        let short = [("API_KEY", LONG), ("API_KEY_NEXT", "short")];
        let warned = config(&short);
        assert_eq!(warned.api.keys.len(), 2);
        assert_eq!(warned.warnings.len(), 1);
        assert!(warned.warnings[0].starts_with("API_KEY_NEXT is shorter than 32"));
        let refused = problems(&[short[0], short[1], ("APP_ENV", "Prod")]);
        assert!(refused.contains("API_KEY_NEXT is shorter"), "{refused}");
        assert!(config(&[("API_KEY", LONG)]).warnings.is_empty());
    }

    #[test]
    fn a_key_that_no_header_can_hold_is_refused() {
        let said = problems(&[("API_KEY", "a key with blanks 0123456789abcdef")]);
        assert!(
            said.contains("API_KEY must") && !said.contains("blanks"),
            "{said}"
        );
    }

    #[test]
    fn production_is_strict_unless_it_is_told_otherwise() {
        let strict = |pairs: &[_]| config(pairs).api.strict;
        assert!(!strict(&[]));
        assert!(strict(&[("STRICT_SECURITY_MODE", "1")]));
        assert!(strict(&[("APP_ENV", "PRODUCTION")]));
        assert!(!strict(&[
            ("APP_ENV", "production"),
            ("STRICT_SECURITY_MODE", "0")
        ]));
    }
}
