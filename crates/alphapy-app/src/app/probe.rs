//! How the app is doing, for `/health`.

use std::sync::Arc;

use adapter_api::{Check, Health, HealthProbe};
use adapter_discord::{GatewayStatus, Rejection};
use adapter_postgres::Database;
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::Clock;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

/// Looks at the parts.
pub(super) struct Probe {
    pub(super) service: String,
    pub(super) started: DateTime<Utc>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) database: Database,
    pub(super) gateway: watch::Receiver<GatewayStatus>,
    pub(super) stopping: CancellationToken,
}

#[async_trait]
impl HealthProbe for Probe {
    async fn health(&self) -> Health {
        Health {
            service: self.service.clone(),
            version: env!("CARGO_PKG_VERSION"),
            uptime_seconds: (self.clock.now() - self.started).num_seconds(),
            database: if self.stopping.is_cancelled() {
                Check::Down {
                    detail: "Alphapy is stopping",
                }
            } else if self.database.answers().await {
                Check::Ok
            } else {
                Check::Down {
                    detail: "Postgres does not answer: see the log, and `alphapy doctor`",
                }
            },
            gateway: gateway_check(*self.gateway.borrow()),
        }
    }
}

fn gateway_check(status: GatewayStatus) -> Check {
    match status {
        GatewayStatus {
            rejected: Some(Rejection::WrongToken),
            ..
        } => Check::Down {
            detail: "Discord refuses the token: set BOT_TOKEN to the one on the application's Bot page",
        },
        GatewayStatus {
            rejected: Some(Rejection::Other),
            ..
        } => Check::Down {
            detail: "Discord has closed the gateway for good: the log has its code",
        },
        GatewayStatus { connected: 0, .. } => Check::Degraded {
            detail: "connecting to Discord",
        },
        GatewayStatus {
            content_hidden: true,
            ..
        } => Check::Degraded {
            detail: "announcements are hidden: switch on Message Content Intent on the application's Bot page",
        },
        GatewayStatus { .. } => Check::Ok,
    }
}
