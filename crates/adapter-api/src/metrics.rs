//! Prometheus' page.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use tokio::time::Instant;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::state::ApiState;

/// Renders what has been measured.
pub trait MetricsPage: Send + Sync {
    /// The page, in Prometheus' text format 0.0.4.
    fn render(&self) -> String;

    /// How many entries each structure in memory holds, by its name on the page.
    fn memory(&self) -> BTreeMap<&'static str, usize>;
}

/// How long a page is given again, so that a flood of requests costs nothing.
const REMEMBERED: Duration = Duration::from_secs(5);

/// A page that is rendered at most once in five seconds.
pub(crate) struct ShortMemory {
    page: Arc<dyn MetricsPage>,
    last: Mutex<Option<(Instant, String)>>,
}

impl ShortMemory {
    /// The same page, less often.
    pub(crate) fn of(page: Arc<dyn MetricsPage>) -> Arc<dyn MetricsPage> {
        Arc::new(Self {
            page,
            last: Mutex::default(),
        })
    }
}

impl MetricsPage for ShortMemory {
    fn render(&self) -> String {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((at, page)) = &*last
            && at.elapsed() < REMEMBERED
        {
            return page.clone();
        }
        let page = self.page.render();
        *last = Some((Instant::now(), page.clone()));
        page
    }

    fn memory(&self) -> BTreeMap<&'static str, usize> {
        self.page.memory()
    }
}

pub(crate) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(get))
}

/// What has been measured, for Prometheus.
#[utoipa::path(
    get,
    path = "/metrics",
    tag = "operations",
    extensions(("x-access" = json!("none"))),
    responses((status = OK, body = String, content_type = "text/plain"))
)]
async fn get(State(state): State<ApiState>) -> impl IntoResponse {
    (
        [(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")],
        state.metrics.render(),
    )
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    struct Counting(AtomicU32);

    impl MetricsPage for Counting {
        fn render(&self) -> String {
            self.0.fetch_add(1, Ordering::Relaxed).to_string()
        }

        fn memory(&self) -> BTreeMap<&'static str, usize> {
            BTreeMap::new()
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_page_is_rendered_once_in_five_seconds() {
        let page = ShortMemory::of(Arc::new(Counting(AtomicU32::new(0))));
        assert_eq!((page.render().as_str(), page.render().as_str()), ("0", "0"));
        tokio::time::advance(Duration::from_secs(5)).await;
        assert_eq!((page.render().as_str(), page.render().as_str()), ("1", "1"));
    }
}
