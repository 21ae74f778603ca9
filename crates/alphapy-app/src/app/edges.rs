//! What stands around the API: whom it believes, and what it remembers of its clients.

use std::sync::Arc;

use access_core::Idempotency;
use adapter_api::Edges;
use adapter_postgres::{Database, PgIdempotency};

use super::AppOptions;

/// The edges of the API, which remember answers in `database`.
pub(super) fn edges(database: &Database, options: &AppOptions) -> Edges {
    let keys = Arc::new(PgIdempotency::new(database.pool().clone()));
    Edges {
        trusted_proxies: options.api.trusted_proxies.clone().into(),
        allowed_origins: options.api.allowed_origins.clone().into(),
        ..Edges::new(Idempotency::new(keys, options.clock.clone()))
    }
}
