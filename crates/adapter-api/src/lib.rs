//! The HTTP API.
#![doc = include_str!("../README.md")]

mod analytics;
mod announce;
mod auth;
mod dashboard;
mod describe;
mod discord_meta;
mod edges;
mod error;
mod extract;
mod faq;
mod fresh;
mod guild_reminders;
mod health;
mod health_history;
mod layers;
mod liveness;
mod logs;
#[cfg(test)]
mod matrix;
mod metrics;
mod observability;
mod onboarding;
mod operations;
mod pages;
mod privacy;
mod proposals;
mod refusals;
mod reminders;
mod routes;
mod server;
mod settings;
mod state;
mod table;
#[cfg(test)]
mod testing;
mod tickets;

pub use auth::{ApiKeys, Authenticator};
pub use dashboard::Dashboards;
pub use describe::{Endpoint, endpoints};
pub use edges::Edges;
pub use health::{CachedHealth, Check, Health, HealthProbe};
pub use layers::{ApiTraffic, Limits};
pub use metrics::MetricsPage;
pub use operations::Operations;
pub use routes::{openapi, router};
pub use server::serve;
pub use state::{ApiFeatures, ApiParts, ApiState};
