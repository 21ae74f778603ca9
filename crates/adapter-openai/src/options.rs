//! Where the service is, and how long it may take.

use std::net::IpAddr;
use std::time::Duration;

use reqwest::Url;
use secrecy::SecretString;

use crate::openai::Key;

/// OpenAI's own service.
const OPENAI: &str = "https://api.openai.com/v1";

/// What the operator has set.
#[derive(Debug, Clone)]
pub struct OpenAiOptions {
    /// `OPENAI_API_KEY`; without one nothing is asked.
    pub key: Option<SecretString>,
    /// `OPENAI_BASE_URL`: the service's address up to `/chat/completions`; OpenAI's own if none.
    pub base_url: Option<String>,
    /// How long connecting may take.
    pub connect_time_limit: Duration,
    /// How long an answer may take, from the connection to its last byte.
    pub time_limit: Duration,
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

impl Default for OpenAiOptions {
    /// OpenAI without a key; 5 seconds to connect and 60 in all.
    fn default() -> Self {
        Self {
            key: None,
            base_url: None,
            connect_time_limit: Duration::from_secs(5),
            time_limit: Duration::from_mins(1),
        }
    }
}

impl OpenAiOptions {
    /// Whether it can be used; the error names the variable, and holds no value.
    pub fn check(&self) -> Result<(), OptionsError> {
        Key::among(self)?;
        self.address().map(drop)
    }

    /// Where questions go.
    pub(crate) fn address(&self) -> Result<Url, OptionsError> {
        let wrong = |problem| OptionsError {
            variable: "OPENAI_BASE_URL",
            problem,
        };
        let base = self.base_url.as_deref().unwrap_or(OPENAI);
        let base = base.trim().trim_end_matches('/');
        let url = Url::parse(&format!("{base}/chat/completions"))
            .map_err(|_| wrong("must be an address, such as https://api.openai.com/v1"))?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(wrong("must not hold a user's name or password"));
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(wrong("must end before any ? or #"));
        }
        match url.scheme() {
            "https" => Ok(url),
            "http" if is_nearby(&url) => Ok(url),
            _ => Err(wrong(
                "must begin with https:// (http:// is for this machine and its own network)",
            )),
        }
    }
}

/// Whether it is on this machine or its own network, where keys may travel without a certificate: a loopback or private
/// address, or a name without a dot, such as that of a container.
fn is_nearby(url: &Url) -> bool {
    let Some(host) = url.host_str() else {
        return false;
    };
    match host.trim_start_matches('[').trim_end_matches(']').parse() {
        Ok(IpAddr::V4(it)) => it.is_loopback() || it.is_private(),
        Ok(IpAddr::V6(it)) => it.is_loopback() || it.is_unique_local(),
        Err(_) => !host.contains('.'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(base_url: &str) -> Result<String, OptionsError> {
        let options = OpenAiOptions {
            base_url: Some(base_url.to_owned()),
            ..OpenAiOptions::default()
        };
        options.address().map(String::from)
    }

    #[test]
    fn questions_go_below_the_base_however_it_ends() {
        let expected = Ok("https://llm.example/v1/chat/completions".to_owned());
        assert_eq!(address("https://llm.example/v1"), expected);
        assert_eq!(address(" https://llm.example/v1/ "), expected);
        let openai = OpenAiOptions::default().address().unwrap();
        assert_eq!(
            openai.as_str(),
            "https://api.openai.com/v1/chat/completions"
        );
    }

    #[test]
    fn only_the_own_network_is_asked_without_a_certificate() {
        for url in [
            "http://localhost:11434/v1",
            "http://127.0.0.1:1/v1",
            "http://[::1]:1/v1",
            "http://192.168.1.7/v1",
            "http://[fd00::7]/v1",
            "http://ollama:11434/v1",
        ] {
            assert!(address(url).is_ok(), "{url}");
        }
        for url in [
            "http://llm.example/v1",
            "http://8.8.8.8/v1",
            "http://localhost.llm.example/v1",
            "ftp://localhost/v1",
            "https://me:secret@llm.example/v1",
            "https://llm.example/v1?key=secret",
            "https://llm.example/v1#x",
            "llm.example",
            "",
        ] {
            let error = address(url).unwrap_err();
            assert_eq!(error.variable, "OPENAI_BASE_URL", "{url}");
            assert!(!error.to_string().contains("secret"), "{error}");
        }
    }
}
