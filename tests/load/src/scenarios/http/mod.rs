//! How many requests a second the API answers and how long each waits, against axum and sqlx with nothing around them, and
//! how much memory the program takes meanwhile.
//!
//! Both are processes of their own over databases of their own with the same rows, in the same server, and take turns.
//! They and the database share all processors but one; that one is for who asks, so that what asking costs changes
//! nothing, as long as it has time to spare: its share is among the figures.

mod requests;
mod town;

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::process::{Child, ChildStdin, ChildStdout, Stdio};
use std::time::Duration;

use anyhow::Context as _;
use async_trait::async_trait;

use self::requests::{Kind, SECRET};
use self::town::Town;
use crate::bots::{self, Bot};
use crate::client::{Order, Outcome};
use crate::ground::{Ground, GroundDatabase};
use crate::measure::{median, number, percentile};
use crate::processes;
use crate::scenario::{Findings, Scenario};

/// Connections that stay open.
const CONNECTIONS: usize = 32;
/// Rounds in which both take turns; the first one only warms up.
const ROUNDS: usize = 15;
/// How long a server may take to be ready.
const PATIENCE: Duration = Duration::from_secs(30);

/// See the module.
pub(crate) struct Http;

#[async_trait]
impl Scenario for Http {
    fn name(&self) -> &'static str {
        "http"
    }

    fn about(&self) -> &'static str {
        "requests a second over 32 connections and the memory meanwhile, against a bare axum and sqlx"
    }

    async fn run(&self, ground: &Ground) -> anyhow::Result<Findings> {
        let (servers, of_client) = processes::shares();
        ground.keep_to(&servers)?;
        let town = Town::build().await?;
        let client = Client::start(&of_client)?;
        let ours = Side::ours(ground, &town).await?;
        let bare = Side::bare(ground, &town).await?;
        for side in [&ours, &bare] {
            side.ready().await?;
            side.server.keep_to(&servers)?;
        }
        let resting = ours.server.resident()?;
        let (client, findings) = (client, Findings::default());
        let mut race = Race {
            client,
            ours,
            bare,
            findings,
        };
        for kind in Kind::all(&town) {
            race.run(&kind).await?;
        }
        let Race {
            ours,
            bare,
            mut findings,
            ..
        } = race;
        let peak = ours.server.peak()? / 1e6;
        findings.figure("resident_mb_before", resting / 1e6);
        findings.figure("resident_mb_after", ours.server.resident()? / 1e6);
        findings.figure("resident_mb_peak", peak);
        findings.figure("resident_mb_peak_bare", bare.server.peak()? / 1e6);
        findings.at_most("MB resident at most, under all of this", peak, 60.0);
        ours.server.stop().await?;
        bare.server.stop().await?;
        let (all, _) = processes::shares();
        ground.keep_to(&[all, of_client].concat())?;
        Ok(findings)
    }
}

/// A server and its database.
struct Side {
    server: Bot,
    database: GroundDatabase,
    port: u16,
}

impl Side {
    async fn ours(ground: &Ground, town: &Town) -> anyhow::Result<Self> {
        let (database, port) = (town.database(ground).await?, free_port()?);
        let server = Bot::alphapy_with(
            &town.simulator,
            &database.url,
            &[
                ("PORT", &port.to_string()),
                ("TRUSTED_PROXIES", "127.0.0.1"),
                ("SUPABASE_JWT_SECRET", SECRET),
            ],
        )?;
        anyhow::ensure!(
            town.simulator.wait_for_sessions(1).await,
            "the bot is not ready"
        );
        Ok(Self {
            server,
            database,
            port,
        })
    }

    async fn bare(ground: &Ground, town: &Town) -> anyhow::Result<Self> {
        let (database, port) = (town.database(ground).await?, free_port()?);
        Ok(Self {
            server: Bot::bare_http(&database.url, port)?,
            database,
            port,
        })
    }

    /// Waits until it answers and, where it is a bot, knows its guild.
    async fn ready(&self) -> anyhow::Result<()> {
        let knows = async {
            while !self.knows_its_guild().await {
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        };
        tokio::time::timeout(PATIENCE, knows)
            .await
            .context("a server is not ready")
    }

    async fn knows_its_guild(&self) -> bool {
        use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
        let asked = async {
            let mut stream = tokio::net::TcpStream::connect(("127.0.0.1", self.port)).await?;
            stream
                .write_all(b"GET /health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                .await?;
            let mut answer = String::new();
            stream.read_to_string(&mut answer).await?;
            std::io::Result::Ok(answer)
        };
        asked.await.is_ok_and(|it| it.contains("\"guild_count\":1"))
    }
}

/// A port that nobody else has at the moment.
fn free_port() -> anyhow::Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

/// Who asks.
struct Client {
    process: Child,
    orders: ChildStdin,
    outcomes: BufReader<ChildStdout>,
    next_address: u32,
}

impl Client {
    fn start(processors: &[usize]) -> anyhow::Result<Self> {
        let mut command = bots::this_program("client")?.into_std();
        command
            .args(processors.iter().map(usize::to_string))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped());
        let mut process = command.spawn()?;
        let orders = process.stdin.take().context("it has an input")?;
        let outcomes = process.stdout.take().context("it has an output")?;
        Ok(Self {
            process,
            orders,
            outcomes: BufReader::new(outcomes),
            next_address: 1,
        })
    }

    fn asks(&mut self, port: u16, requests: &[String], kind: &Kind) -> anyhow::Result<Outcome> {
        let order = Order {
            port,
            connections: CONNECTIONS,
            count: kind.count,
            requests: requests.to_vec(),
            first_address: self.next_address,
            status: kind.status,
        };
        self.next_address += u32::try_from(kind.count)?;
        writeln!(self.orders, "{}", serde_json::to_string(&order)?)?;
        let mut line = String::new();
        self.outcomes.read_line(&mut line)?;
        serde_json::from_str(&line).context("the client gave up: see above")
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

struct Race {
    client: Client,
    ours: Side,
    bare: Side,
    findings: Findings,
}

/// What was seen of one side.
#[derive(Default)]
struct Seen {
    rates: Vec<f64>,
    /// Milliseconds.
    waits: Vec<f64>,
    /// Processor time, in seconds.
    busy: f64,
    /// The client's share of its processor.
    client: Vec<f64>,
    length: usize,
}

impl Race {
    async fn run(&mut self, kind: &Kind) -> anyhow::Result<()> {
        let (mut ours, mut bare) = (Seen::default(), Seen::default());
        for round in 0..=ROUNDS {
            for (side, requests, seen) in [
                (&self.ours, &kind.ours, &mut ours),
                (&self.bare, &kind.bare, &mut bare),
            ] {
                let busy = side.server.busy()?;
                let outcome = self.client.asks(side.port, requests, kind)?;
                if round > 0 {
                    seen.note(&outcome, side.server.busy()? - busy);
                }
                if kind.writes() {
                    town::tidy(&side.database).await?;
                }
            }
        }
        self.judge(kind.name, &ours, &bare);
        Ok(())
    }

    fn judge(&mut self, name: &'static str, ours: &Seen, bare: &Seen) {
        for (side, seen) in [("", ours), ("_bare", bare)] {
            let mut figure = |what: &str, value| {
                let name = format!("{name}{side}_{what}");
                self.findings.figure(name, value);
            };
            figure("per_s", median(&seen.rates));
            figure("p50_ms", median(&seen.waits));
            figure("p99_ms", percentile(&seen.waits, 0.99));
            figure("cpu_us", seen.cost());
            figure("client_share", median(&seen.client));
            figure("bytes", number(seen.length));
        }
        let ratio = median(&ours.rates) / median(&bare.rates);
        let cost = bare.cost() / ours.cost();
        self.findings.ratio(format!("{name}_rate_to_bare"), ratio);
        self.findings.ratio(format!("{name}_cpu_of_bare"), cost);
        if let Some(aim) = aim(name) {
            self.findings.at_least(aim, ratio, 0.7);
        }
    }
}

impl Seen {
    /// Processor time of a request, in microseconds.
    fn cost(&self) -> f64 {
        self.busy / number(self.waits.len()) * 1e6
    }

    fn note(&mut self, outcome: &Outcome, busy: f64) {
        let count = number(outcome.waits.len());
        self.rates.push(count / outcome.seconds);
        let waits = outcome.waits.iter();
        self.waits.extend(waits.map(|it| f64::from(*it) / 1000.0));
        self.busy += busy;
        self.client.push(outcome.busy / outcome.seconds);
        self.length = outcome.length;
    }
}

/// What is aimed at: as much as the same query takes. Health out of memory is nobody's query, and is only shown.
fn aim(name: &str) -> Option<&'static str> {
    Some(match name {
        "health" => "health a second, to SELECT 1 and the same body",
        "list" => "lists by token a second, to the same query",
        "list_by_key" => "lists by key a second, to the same query",
        "create" => "new reminders a second, to the same statements",
        "top_commands" => "top commands a second, to the same query",
        _ => return None,
    })
}
