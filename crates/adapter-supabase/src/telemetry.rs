//! Snapshots into `telemetry.subsystem_snapshots`: one row, replaced each time.

use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::{PortFailure, Retry};
use operations_core::{SubsystemSnapshot, TelemetrySink};
use reqwest::header::HeaderValue;
use reqwest::{Response, StatusCode, Url};
use secrecy::{ExposeSecret as _, SecretString};
use serde::Serialize;

use crate::OptionsError;
use crate::http::{API_KEY, Http, secret_header};

/// How long handing over one snapshot may take.
const TIME_LIMIT: Duration = Duration::from_secs(10);
/// How much of a refusal is shown in the log.
const SHOWN: usize = 200;

/// [`TelemetrySink`] in a Supabase project.
#[derive(Debug, Clone)]
pub struct SupabaseTelemetry {
    http: Http,
    address: Url,
    key: SecretString,
    header: HeaderValue,
}

/// Why a snapshot was not taken. No variant holds the key.
#[derive(Debug, thiserror::Error)]
enum Untaken {
    #[error("Supabase was not reached")]
    Lost(#[source] reqwest::Error),
    #[error("Supabase answered {0}")]
    Ailing(StatusCode),
    #[error("Supabase refuses telemetry with {status}: {body}")]
    Refused { status: StatusCode, body: String },
}

/// A row as `PostgREST` takes it.
#[derive(Serialize)]
struct Row<'a> {
    subsystem: &'a str,
    label: &'a str,
    status: &'a str,
    uptime_seconds: i32,
    throughput_per_minute: i32,
    error_rate: f64,
    latency_p50: i32,
    latency_p95: i32,
    queue_depth: i32,
    #[serde(skip_serializing_if = "Option::is_none")]
    active_bots: Option<i32>,
    notes: &'a str,
    last_updated: DateTime<Utc>,
    computed_at: DateTime<Utc>,
}

impl SupabaseTelemetry {
    /// The project at `url` (`https://….supabase.co`), with the key of its service role.
    pub fn new(url: &str, key: SecretString) -> Result<Self, OptionsError> {
        let project = url.trim_end_matches('/');
        let table = format!("{project}/rest/v1/subsystem_snapshots?on_conflict=subsystem");
        let address = Url::parse(&table).map_err(|_| OptionsError {
            variable: "SUPABASE_URL",
            problem: "must be an address, like https://project.supabase.co",
        })?;
        let header = secret_header(&key).ok_or(OptionsError {
            variable: "SUPABASE_SERVICE_ROLE_KEY",
            problem: "has characters that no header can carry: copy it again",
        })?;
        Ok(Self {
            http: Http::new(),
            address,
            key,
            header,
        })
    }

    async fn send(&self, snapshot: &SubsystemSnapshot) -> Result<(), Untaken> {
        let request = self
            .http
            .post(self.address.clone())
            .timeout(TIME_LIMIT)
            .header(API_KEY, self.header.clone())
            .bearer_auth(self.key.expose_secret())
            .header("Content-Profile", "telemetry")
            .header("Prefer", "resolution=merge-duplicates,return=minimal")
            .json(&Row::of(snapshot));
        let lost = |error: reqwest::Error| Untaken::Lost(error.without_url());
        let answer = request.send().await.map_err(lost)?;
        let status = answer.status();
        match () {
            () if status.is_success() => Ok(()),
            () if status.is_client_error() => Err(Untaken::Refused {
                status,
                body: self.beginning(answer).await,
            }),
            () => Err(Untaken::Ailing(status)),
        }
    }

    /// How an answer begins, on one line, should the key stand in it without the key.
    async fn beginning(&self, mut answer: Response) -> String {
        /// The widest character, and room for a key that the cut would halve.
        const ENOUGH: usize = 4 * SHOWN + 1024;
        let mut read = Vec::new();
        while let Ok(Some(piece)) = answer.chunk().await {
            read.extend_from_slice(&piece);
            if read.len() >= ENOUGH {
                break;
            }
        }
        let text = String::from_utf8_lossy(&read).replace(self.key.expose_secret(), "…");
        let plain = text
            .chars()
            .map(|it| if it.is_control() { ' ' } else { it });
        plain.take(SHOWN).collect()
    }
}

#[async_trait]
impl TelemetrySink for SupabaseTelemetry {
    async fn put(&self, snapshot: &SubsystemSnapshot) -> Result<(), PortFailure> {
        self.send(snapshot).await.map_err(|untaken| {
            let retry = match untaken {
                Untaken::Refused { .. } => Retry::Useless,
                Untaken::Lost(_) | Untaken::Ailing(_) => Retry::Later,
            };
            PortFailure::new("send telemetry", retry, untaken)
        })
    }
}

impl<'a> Row<'a> {
    fn of(snapshot: &'a SubsystemSnapshot) -> Self {
        Self {
            subsystem: SubsystemSnapshot::SUBSYSTEM,
            label: snapshot.label,
            status: snapshot.status.as_str(),
            uptime_seconds: snapshot.uptime_seconds,
            throughput_per_minute: snapshot.throughput_per_minute,
            error_rate: snapshot.error_rate,
            latency_p50: snapshot.latency_p50,
            latency_p95: snapshot.latency_p95,
            queue_depth: snapshot.queue_depth,
            active_bots: snapshot.active_bots,
            notes: &snapshot.notes,
            last_updated: snapshot.at,
            computed_at: snapshot.at,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::error::Error as _;

    use operations_core::testing::moment;
    use operations_core::{Activity, BotSnapshot, GatewayLatency};
    use serde_json::json;
    use wiremock::matchers::{body_json, header, headers, method, path, query_param};
    use wiremock::{Mock, MockServer, ResponseTemplate};

    use super::*;

    const KEY: &str = "service-role-key-of-the-project";

    fn snapshot(guild_count: usize) -> SubsystemSnapshot {
        let bot = BotSnapshot {
            shards_connected: 1,
            shards_total: 1,
            guild_count,
            latency: GatewayLatency {
                last: Some(40.0),
                p50: 41.0,
                p95: 99.0,
            },
            ..BotSnapshot::default()
        };
        SubsystemSnapshot::of(&bot, Some(3600), &Activity::default(), moment())
    }

    async fn project(answer: ResponseTemplate) -> (MockServer, SupabaseTelemetry) {
        let server = MockServer::start().await;
        Mock::given(method("POST"))
            .respond_with(answer)
            .mount(&server)
            .await;
        let telemetry = telemetry(&server.uri());
        (server, telemetry)
    }

    fn telemetry(url: &str) -> SupabaseTelemetry {
        SupabaseTelemetry::new(url, KEY.into()).unwrap()
    }

    /// What a failure says, with all that is behind it.
    fn words(failure: &PortFailure) -> String {
        format!("{failure}: {}", failure.source().unwrap())
    }

    #[tokio::test]
    async fn a_snapshot_replaces_the_subsystems_row() {
        let server = MockServer::start().await;
        let row = json!({
            "subsystem": "alphapy", "label": "Alphapy", "status": "operational", "uptime_seconds": 3600,
            "throughput_per_minute": 0, "error_rate": 0.0, "latency_p50": 41, "latency_p95": 99, "queue_depth": 0,
            "active_bots": 3, "notes": "shards 1/1, commands a minute 0.0, model errors last hour 0",
            "last_updated": "2024-10-04T00:00:00Z", "computed_at": "2024-10-04T00:00:00Z",
        });
        Mock::given(method("POST"))
            .and(path("/rest/v1/subsystem_snapshots"))
            .and(query_param("on_conflict", "subsystem"))
            .and(header("apikey", KEY))
            .and(header("Authorization", format!("Bearer {KEY}")))
            .and(header("Content-Profile", "telemetry"))
            .and(headers(
                "Prefer",
                vec!["resolution=merge-duplicates", "return=minimal"],
            ))
            .and(body_json(row))
            .respond_with(ResponseTemplate::new(201))
            .expect(1)
            .mount(&server)
            .await;
        // With a slash at its end, as people copy it.
        let telemetry = telemetry(&format!("{}/", server.uri()));
        telemetry.put(&snapshot(3)).await.unwrap();
    }

    #[test]
    fn what_can_be_no_address_or_key_is_named() {
        let named =
            |url, key: &str| SupabaseTelemetry::new(url, key.into()).map_err(|it| it.variable);
        assert_eq!(named("project", KEY).unwrap_err(), "SUPABASE_URL");
        let key = named("https://project.supabase.co", "two\nlines").unwrap_err();
        assert_eq!(key, "SUPABASE_SERVICE_ROLE_KEY");
    }

    #[tokio::test]
    async fn no_guilds_leave_their_column_out() {
        let (server, telemetry) = project(ResponseTemplate::new(204)).await;
        telemetry.put(&snapshot(0)).await.unwrap();
        let requests = server.received_requests().await.unwrap();
        let body: serde_json::Value = requests[0].body_json().unwrap();
        assert!(body.get("active_bots").is_none(), "{body}");
    }

    #[tokio::test]
    async fn an_ailing_project_is_worth_another_try_and_a_refusal_is_not() {
        for (status, retry) in [
            (500, Retry::Later),
            (503, Retry::Later),
            (302, Retry::Later),
            (400, Retry::Useless),
            (401, Retry::Useless),
            (404, Retry::Useless),
        ] {
            let (_server, telemetry) = project(ResponseTemplate::new(status)).await;
            let failure = telemetry.put(&snapshot(3)).await.unwrap_err();
            assert_eq!(failure.retry(), retry, "{status}");
        }
    }

    #[tokio::test]
    async fn a_refusal_shows_how_its_body_begins_and_never_the_key() {
        let body = format!("bad key {KEY}\r\nand {}", "x".repeat(100_000));
        let answer = ResponseTemplate::new(400).set_body_string(body);
        let (_server, telemetry) = project(answer).await;
        let failure = telemetry.put(&snapshot(3)).await.unwrap_err();
        let words = words(&failure);
        assert!(words.contains("400"), "{words}");
        assert!(words.contains("bad key …  and xxx"), "{words}");
        assert!(words.len() < 400, "{} bytes", words.len());
        for text in [words, format!("{failure:?}"), format!("{telemetry:?}")] {
            assert!(!text.contains(KEY), "{text}");
        }
    }

    #[tokio::test]
    async fn a_project_that_cannot_be_reached_is_worth_another_try() {
        let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let telemetry = telemetry(&format!("http://{}", nobody.local_addr().unwrap()));
        drop(nobody);
        let failure = telemetry.put(&snapshot(3)).await.unwrap_err();
        assert_eq!(failure.retry(), Retry::Later);
        assert!(!format!("{failure:?}").contains(KEY));
    }
}
