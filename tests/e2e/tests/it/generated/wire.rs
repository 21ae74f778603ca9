//! One connection to the API, on which any bytes can be sent.

use std::net::SocketAddr;

use e2e_tests::PATIENCE;
use serde_json::Value;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// A connection that is kept as long as the server keeps it.
pub(crate) struct Wire {
    api: SocketAddr,
    open: Option<BufReader<TcpStream>>,
}

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Answer {
    /// Its status.
    pub(crate) status: u16,
    /// Its headers, with names in lower case.
    pub(crate) headers: Vec<(String, String)>,
    /// Its body.
    pub(crate) body: String,
}

impl Answer {
    /// The first header of this name.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut named = self.headers.iter().filter(|it| it.0 == name);
        named.next().map(|it| it.1.as_str())
    }

    /// The answer for people.
    pub(crate) fn shown(&self) -> String {
        format!("{} {:?}\n{}", self.status, self.headers, self.body)
    }

    /// The body as JSON; null when it is none.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_default()
    }
}

impl Wire {
    /// A connection that is opened when something is sent.
    pub(crate) fn to(api: SocketAddr) -> Self {
        Self { api, open: None }
    }

    /// Sends a whole request, and reads the answer; one to `HEAD` has no body.
    pub(crate) async fn ask(&mut self, request: &[u8], headless: bool) -> Result<Answer, String> {
        // A connection that was kept may have been closed meanwhile; a new one may not.
        for kept in [self.open.is_some(), false] {
            let asked = timeout(PATIENCE, self.once(request, headless)).await;
            match asked.unwrap_or_else(|_| Err("no answer in time".to_owned())) {
                Err(_) if kept => self.open = None,
                other => return other,
            }
        }
        Err("no answer on a new connection".to_owned())
    }

    async fn once(&mut self, request: &[u8], headless: bool) -> Result<Answer, String> {
        let mut stream = match self.open.take() {
            Some(kept) => kept,
            None => BufReader::new(TcpStream::connect(self.api).await.map_err(said)?),
        };
        // Whoever refuses a body may close before it is read whole; the answer says so.
        let _ = stream.get_mut().write_all(request).await;
        let answer = read(&mut stream, headless).await?;
        if answer.header("connection") != Some("close") {
            self.open = Some(stream);
        }
        Ok(answer)
    }
}

async fn read(stream: &mut BufReader<TcpStream>, headless: bool) -> Result<Answer, String> {
    let mut line = String::new();
    stream.read_line(&mut line).await.map_err(said)?;
    let status = line.split(' ').nth(1).and_then(|it| it.parse().ok());
    let status = status.ok_or_else(|| format!("no status line: {line:?}"))?;
    let mut headers = Vec::new();
    loop {
        line.clear();
        stream.read_line(&mut line).await.map_err(said)?;
        let Some((name, value)) = line.trim_end().split_once(':') else {
            break;
        };
        headers.push((name.to_lowercase(), value.trim().to_owned()));
    }
    let mut answer = Answer {
        status,
        headers,
        body: String::new(),
    };
    if !headless && ![204, 304].contains(&status) {
        let body = if answer.header("transfer-encoding") == Some("chunked") {
            chunks(stream).await?
        } else {
            let length = answer.header("content-length");
            let length = length.and_then(|it| it.parse().ok());
            let length: usize = length.ok_or_else(|| format!("no length: {answer:?}"))?;
            let mut body = vec![0; length];
            stream.read_exact(&mut body).await.map_err(said)?;
            body
        };
        answer.body = String::from_utf8(body).map_err(|_| "no UTF-8".to_owned())?;
    }
    Ok(answer)
}

/// A body that comes in chunks, to its end.
async fn chunks(stream: &mut BufReader<TcpStream>) -> Result<Vec<u8>, String> {
    let mut body = Vec::new();
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).await.map_err(said)?;
        let length = usize::from_str_radix(line.trim_end(), 16).map_err(said)?;
        let start = body.len();
        // A line break follows each chunk, also the empty one at the end.
        body.resize(start + length + 2, 0);
        stream.read_exact(&mut body[start..]).await.map_err(said)?;
        body.truncate(start + length);
        if length == 0 {
            return Ok(body);
        }
    }
}

fn said(error: impl std::fmt::Display) -> String {
    error.to_string()
}
