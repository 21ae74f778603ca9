//! Who asks a server: a process of its own on a processor of its own, so that what it costs is not taken from the server.
//!
//! It reads orders from standard input, a line of JSON each, and answers each with a line. It writes requests that were
//! put together before and reads no more of an answer than its status and its length.

use std::io::{self, BufRead as _, Write as _};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use crate::processes;

/// Stands in a request for an address that no other request has.
pub(crate) const FRESH_ADDRESS: &str = "{fresh address}";

/// What is to be asked.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Order {
    /// Where, on this machine.
    pub(crate) port: u16,
    /// Over so many connections at once, which stay open.
    pub(crate) connections: usize,
    /// So many requests, over all connections.
    pub(crate) count: usize,
    /// The requests, one after the other and from the first again; with [`FRESH_ADDRESS`] or without.
    pub(crate) requests: Vec<String>,
    /// The number of the first fresh address.
    pub(crate) first_address: u32,
    /// The status that every answer must have.
    pub(crate) status: u16,
}

/// How it went.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Outcome {
    /// From the first request to the last answer, in seconds.
    pub(crate) seconds: f64,
    /// For how long this process had its processor meanwhile, in seconds.
    pub(crate) busy: f64,
    /// How long each answer took, in microseconds.
    pub(crate) waits: Vec<u32>,
    /// The length of an answer with its head, in bytes.
    pub(crate) length: usize,
}

/// Carries out orders until there are no more. The arguments are the processors to run on.
pub(crate) fn run(processors: impl Iterator<Item = String>) -> anyhow::Result<ExitCode> {
    let processors: Result<Vec<usize>, _> = processors.map(|it| it.parse()).collect();
    processes::keep_to(std::process::id(), &processors?)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    for line in io::stdin().lock().lines() {
        let order: Order = serde_json::from_str(&line?)?;
        let outcome = runtime.block_on(carry_out(order))?;
        let mut out = io::stdout().lock();
        serde_json::to_writer(&mut out, &outcome)?;
        writeln!(out)?;
    }
    Ok(ExitCode::SUCCESS)
}

async fn carry_out(order: Order) -> anyhow::Result<Outcome> {
    let order = Arc::new(order);
    let mut connections = Vec::new();
    for number in 0..order.connections {
        let stream = TcpStream::connect(("127.0.0.1", order.port)).await?;
        stream.set_nodelay(true)?;
        connections.push(Connection {
            stream,
            order: order.clone(),
            number,
            read: Vec::with_capacity(64 * 1024),
        });
    }
    let (busy, begun) = (processes::busy(std::process::id())?, Instant::now());
    let mut all = JoinSet::new();
    for connection in connections {
        all.spawn(connection.ask_all());
    }
    let (mut waits, mut length) = (Vec::with_capacity(order.count), 0);
    while let Some(ended) = all.join_next().await {
        let (waited, last) = ended??;
        waits.extend(waited);
        length = last;
    }
    Ok(Outcome {
        seconds: begun.elapsed().as_secs_f64(),
        busy: processes::busy(std::process::id())? - busy,
        waits,
        length,
    })
}

struct Connection {
    stream: TcpStream,
    order: Arc<Order>,
    number: usize,
    read: Vec<u8>,
}

impl Connection {
    /// How long every answer took, and how long the last one was.
    async fn ask_all(mut self) -> anyhow::Result<(Vec<u32>, usize)> {
        let order = self.order.clone();
        let (mut waits, mut length) = (Vec::new(), 0);
        for at in (self.number..order.count).step_by(order.connections) {
            let request = &order.requests[at % order.requests.len()];
            let address = order.first_address.wrapping_add(u32::try_from(at)?);
            let request = request.replacen(FRESH_ADDRESS, &text(address), 1);
            let begun = Instant::now();
            self.stream.write_all(request.as_bytes()).await?;
            length = self.answer().await?;
            waits.push(micros(begun.elapsed()));
        }
        Ok((waits, length))
    }

    /// Reads one answer; returns its length.
    async fn answer(&mut self) -> anyhow::Result<usize> {
        self.read.clear();
        loop {
            let more = self.stream.read_buf(&mut self.read).await?;
            anyhow::ensure!(more > 0, "the server closed a connection");
            if let Some(length) = whole(&self.read)?
                && self.read.len() >= length
            {
                let status = status(&self.read);
                anyhow::ensure!(
                    status == Some(self.order.status),
                    "an answer is not as expected: {}",
                    String::from_utf8_lossy(&self.read)
                );
                return Ok(length);
            }
        }
    }
}

/// How long an answer is as a whole, once all of its head is there.
fn whole(answer: &[u8]) -> anyhow::Result<Option<usize>> {
    const END: &[u8] = b"\r\n\r\n";
    let Some(end) = answer.windows(END.len()).position(|it| it == END) else {
        return Ok(None);
    };
    let head = std::str::from_utf8(&answer[..end])?;
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(": ")?;
        name.eq_ignore_ascii_case("content-length").then_some(value)
    });
    let length: usize = length.context("an answer has no length")?.parse()?;
    Ok(Some(end + END.len() + length))
}

fn status(answer: &[u8]) -> Option<u16> {
    std::str::from_utf8(answer.get(9..12)?).ok()?.parse().ok()
}

/// An address of the network that is nobody's own.
fn text(number: u32) -> String {
    let [_, a, b, c] = number.to_be_bytes();
    format!("10.{a}.{b}.{c}")
}

fn micros(span: Duration) -> u32 {
    u32::try_from(span.as_micros()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_ends_where_its_length_says() {
        let answer = b"HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\n{}HTTP";
        assert_eq!(whole(answer).unwrap(), Some(answer.len() - 4));
        assert_eq!(whole(&answer[..30]).unwrap(), None);
        assert_eq!(status(answer), Some(201));
    }
}
