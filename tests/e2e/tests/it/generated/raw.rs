//! A request as text, in which anything can be changed.

use super::callers::Caller;

/// A request before it is sent.
#[derive(Debug, Clone)]
pub(crate) struct Raw {
    /// Its method.
    pub(crate) method: String,
    /// Its path, encoded.
    pub(crate) path: String,
    /// Its query, by name.
    pub(crate) query: Vec<(String, String)>,
    /// What stands behind its query, as it is.
    pub(crate) tail: String,
    /// Its headers.
    pub(crate) headers: Vec<(String, Vec<u8>)>,
    /// Its body.
    pub(crate) body: Option<Vec<u8>>,
    /// Whether the body comes in pieces, without its length being said.
    pub(crate) in_pieces: bool,
}

impl Raw {
    /// A request with nothing but this.
    pub(crate) fn new(method: &str, path: &str) -> Self {
        Self {
            method: method.to_owned(),
            path: path.to_owned(),
            query: Vec::new(),
            tail: String::new(),
            headers: Vec::new(),
            body: None,
            in_pieces: false,
        }
    }

    /// Adds a header.
    pub(crate) fn add(&mut self, name: &str, value: &[u8]) {
        self.headers.push((name.to_owned(), value.to_vec()));
    }

    /// Takes headers of this name away.
    pub(crate) fn without(&mut self, name: &str) {
        self.headers.retain(|it| !it.0.eq_ignore_ascii_case(name));
    }

    /// Says who asks, where nothing odd is said about it already.
    pub(crate) fn identify(&mut self, caller: &Caller) {
        for (name, value) in caller.headers() {
            self.add(&name, value.as_bytes());
        }
    }

    /// The request as it is sent.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut query: Vec<String> = self
            .query
            .iter()
            .map(|(name, value)| format!("{}={}", encoded(name), encoded(value)))
            .collect();
        query.extend((!self.tail.is_empty()).then(|| self.tail.clone()));
        let mark = if query.is_empty() { "" } else { "?" };
        let target = format!("{}{mark}{}", self.path, query.join("&"));
        let mut bytes = format!("{} {target} HTTP/1.1\r\nHost: api\r\n", self.method).into_bytes();
        for (name, value) in &self.headers {
            bytes.extend_from_slice(format!("{name}: ").as_bytes());
            bytes.extend_from_slice(value);
            bytes.extend_from_slice(b"\r\n");
        }
        let body = self.body.as_deref();
        match body {
            Some(body) if self.in_pieces => {
                bytes.extend_from_slice(b"Transfer-Encoding: chunked\r\n\r\n");
                for piece in body.chunks(1000) {
                    bytes.extend_from_slice(format!("{:x}\r\n", piece.len()).as_bytes());
                    bytes.extend_from_slice(piece);
                    bytes.extend_from_slice(b"\r\n");
                }
                bytes.extend_from_slice(b"0\r\n\r\n");
            }
            Some(body) => {
                let length = format!("Content-Length: {}\r\n\r\n", body.len());
                bytes.extend_from_slice(length.as_bytes());
                bytes.extend_from_slice(body);
            }
            None => bytes.extend_from_slice(b"\r\n"),
        }
        bytes
    }

    /// The request for people: its start, since a body may be long.
    pub(crate) fn shown(&self) -> String {
        let whole = String::from_utf8_lossy(&self.bytes()).into_owned();
        match whole.char_indices().nth(2500) {
            Some((end, _)) => format!("{}…", &whole[..end]),
            None => whole,
        }
    }
}

/// A text as it stands in an address: all but letters and digits encoded.
pub(crate) fn encoded(text: &str) -> String {
    let byte = |it: u8| match it {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' => char::from(it).to_string(),
        _ => format!("%{it:02X}"),
    };
    text.bytes().map(byte).collect()
}
