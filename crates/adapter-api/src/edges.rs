//! What the layers around the handlers work with.

use std::sync::Arc;

use access_core::Idempotency;
use ipnet::IpNet;
use tokio_util::task::TaskTracker;

use crate::layers::{ApiTraffic, Limits};

/// What the layers around the handlers work with. Cheap to clone; clones share what they count.
#[derive(Clone)]
pub struct Edges {
    /// The networks whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Arc<[IpNet]>,
    /// The origins whose pages may ask, as browsers send them.
    pub allowed_origins: Arc<[String]>,
    /// How often clients have asked lately.
    pub limits: Limits,
    /// How the requests went.
    pub traffic: ApiTraffic,
    /// What is done once however often it is asked.
    pub idempotency: Idempotency,
    /// Requests that go on although their clients may have left; whoever stops the server waits for them.
    pub unfinished: TaskTracker,
}

impl Edges {
    /// Edges that believe no proxy and let no page in.
    pub fn new(idempotency: Idempotency) -> Self {
        Self {
            trusted_proxies: Arc::default(),
            allowed_origins: Arc::default(),
            limits: Limits::default(),
            traffic: ApiTraffic::default(),
            idempotency,
            unfinished: TaskTracker::new(),
        }
    }
}
