//! How the requests went: for `/api/observability`, and for Prometheus.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use access_core::RateClass;
use axum::extract::Request;
use axum::http::StatusCode;
use metrics::{counter, histogram};
use operations_core::{Traffic, TrafficSummary};
use tokio::time::Instant;

use super::rates;

/// How the requests went, those of webhooks apart. Clones share what they know.
#[derive(Debug, Clone, Default)]
pub struct ApiTraffic {
    api: Arc<Mutex<Traffic>>,
    webhooks: Arc<Mutex<Traffic>>,
}

/// A request under way.
pub(super) struct Measured {
    begun: Instant,
    /// Where it counts; probes count nowhere, because there are so many of them and they all look alike.
    traffic: Option<Arc<Mutex<Traffic>>>,
    class: &'static str,
}

impl ApiTraffic {
    /// Of all requests but those of webhooks and probes.
    pub fn api(&self) -> TrafficSummary {
        lock(&self.api, |it| it.summary())
    }

    /// Of webhooks.
    pub fn webhooks(&self) -> TrafficSummary {
        lock(&self.webhooks, |it| it.summary())
    }

    /// How many latencies are kept at the moment: of the API, and of webhooks. Never more than
    /// [`Traffic::MOST_SAMPLES`] each.
    pub fn samples(&self) -> (usize, usize) {
        (
            lock(&self.api, |it| it.samples()),
            lock(&self.webhooks, |it| it.samples()),
        )
    }

    /// Measures a request from now on.
    pub(super) fn begin(&self, request: &Request) -> Measured {
        let path = request.uri().path();
        let class = rates::class(request.method(), path);
        let traffic = match class {
            _ if rates::is_probe(path) => None,
            Some(RateClass::Webhook) => Some(self.webhooks.clone()),
            _ => Some(self.api.clone()),
        };
        Measured {
            begun: Instant::now(),
            class: match class {
                Some(RateClass::Read) => "read",
                Some(RateClass::Webhook) => "webhook",
                Some(RateClass::Write | RateClass::FailedProof) => "write",
                None if traffic.is_none() => "probe",
                None => "preflight",
            },
            traffic,
        }
    }
}

impl Measured {
    /// It was answered.
    pub(super) fn end(&self, status: StatusCode) {
        let took = self.begun.elapsed();
        counter!(
            "alphapy_http_requests_total",
            "class" => self.class,
            "status" => status.as_str().to_owned()
        )
        .increment(1);
        histogram!("alphapy_http_request_seconds", "class" => self.class)
            .record(took.as_secs_f64());
        if let Some(traffic) = &self.traffic {
            let succeeded = !status.is_server_error();
            lock(traffic, |it| it.record(milliseconds(took), succeeded));
        }
    }
}

fn milliseconds(took: Duration) -> f64 {
    took.as_secs_f64() * 1000.0
}

fn lock<T>(traffic: &Mutex<Traffic>, ask: impl FnOnce(&mut Traffic) -> T) -> T {
    ask(&mut traffic.lock().unwrap_or_else(PoisonError::into_inner))
}
