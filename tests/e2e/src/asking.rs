//! Asking the API, and reading what it answers.

use std::fmt::Display;
use std::net::SocketAddr;

use serde_json::Value;

use crate::{API_KEY, Town, web};

/// A request that is still to be sent.
#[derive(Debug, Clone)]
pub struct Asking {
    api: SocketAddr,
    request: String,
    headers: String,
    body: String,
}

/// What the API answers.
#[derive(Debug)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The status line and the headers.
    pub head: String,
    /// The body; null when it is no JSON.
    pub body: Value,
    /// The same as text.
    pub text: String,
}

impl Asking {
    /// `METHOD /path`, without anything that says who asks.
    pub fn new(api: SocketAddr, request: &str) -> Self {
        Self {
            api,
            request: request.to_owned(),
            headers: String::new(),
            body: String::new(),
        }
    }

    /// With one header more.
    #[must_use]
    pub fn header(mut self, name: &str, value: impl Display) -> Self {
        self.headers
            .extend([name, ": ", &value.to_string(), "\r\n"]);
        self
    }

    /// By the service that has the town's key, for a Discord user.
    #[must_use]
    pub fn by_service_for(self, user: u64) -> Self {
        self.header("X-API-Key", API_KEY).header("X-User-Id", user)
    }

    /// By whoever holds this token.
    #[must_use]
    pub fn bearer(self, token: &str) -> Self {
        self.header("Authorization", format!("Bearer {token}"))
    }

    /// With a body, unless it is null.
    #[must_use]
    pub fn json(mut self, body: &Value) -> Self {
        if body.is_null() {
            return self;
        }
        self.body = body.to_string();
        let length = self.body.len();
        self.header("Content-Type", "application/json")
            .header("Content-Length", length)
    }

    /// The request as it goes over the wire, on a connection that is closed behind it.
    pub fn text(&self) -> String {
        let Self {
            api,
            request,
            headers,
            body,
        } = self;
        format!("{request} HTTP/1.1\r\nHost: {api}\r\nConnection: close\r\n{headers}\r\n{body}")
    }

    /// Sends it, and waits for the answer.
    pub async fn send(self) -> Answer {
        Answer::read(&web::ask(&self.api.to_string(), &self.text()).await)
    }
}

impl Answer {
    /// The answer that came over the wire.
    pub fn read(text: &str) -> Self {
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((text, ""));
        let status = head.split(' ').nth(1).and_then(|it| it.parse().ok());
        let mut answer = Self {
            status: status.unwrap_or_else(|| panic!("no answer: {text}")),
            head: head.to_owned(),
            body: Value::Null,
            text: body.to_owned(),
        };
        if answer.header("Transfer-Encoding") == Some("chunked") {
            answer.text = whole(body);
        }
        answer.body = serde_json::from_str(&answer.text).unwrap_or_default();
        answer
    }

    /// A header's value.
    pub fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().skip(1);
        let mut pairs = lines.filter_map(|it| it.split_once(": "));
        let found = pairs.find(|(it, _)| it.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value)
    }

    /// Asserts that it is this refusal, in the envelope that every refusal has.
    pub fn assert_refused(&self, status: u16, code: &str) {
        assert_eq!(
            (self.status, &self.body["code"]),
            (status, &code.into()),
            "{self:?}"
        );
        assert!(self.body["detail"].is_string(), "{self:?}");
        let name = self.header("X-Request-ID").unwrap_or_default();
        assert!(
            !name.is_empty() && self.body["request_id"] == name,
            "{self:?}"
        );
    }

    /// Asserts that it asks whoever asked to come back later, and when.
    pub fn assert_unavailable(&self) {
        self.assert_refused(503, "unavailable");
        let seconds = self
            .header("Retry-After")
            .and_then(|it| it.parse::<u64>().ok());
        assert!(seconds.is_some_and(|it| it > 0), "{self:?}");
    }
}

/// What came in chunks, put together.
fn whole(mut chunks: &str) -> String {
    let mut whole = String::new();
    loop {
        let (length, rest) = chunks.split_once("\r\n").expect("a chunk");
        let length = usize::from_str_radix(length, 16).expect("its length");
        let (chunk, rest) = rest.split_at(length);
        if chunk.is_empty() {
            return whole;
        }
        whole.push_str(chunk);
        chunks = rest.strip_prefix("\r\n").expect("its end");
    }
}

impl Town {
    /// `METHOD /path` at the town's API, by a service for a member.
    pub fn asking(&self, name: &str, request: &str) -> Asking {
        Asking::new(self.api(), request).by_service_for(self.member(name).id())
    }
}
