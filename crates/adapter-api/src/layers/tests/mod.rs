//! The layers around handlers that do what the tests need.

mod answers;
mod clients;
mod repeated;

use std::future::pending;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::body::Bytes;
use axum::http::StatusCode;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};
use tokio::sync::Semaphore;

use super::{around, once};
use crate::error::{self, ApiError};
use crate::layers::Limits;
use crate::testing::{Answer, Asked, Scene};

/// Handlers that fail, hang or count, and the scene around them.
#[derive(Clone)]
pub(crate) struct Stage {
    pub(crate) scene: Scene,
    /// How many requests have reached `/api/gate` or `/api/count`.
    pub(crate) reached: Arc<AtomicUsize>,
    /// Lets as many through the gate as it has permits.
    pub(crate) gate: Arc<Semaphore>,
}

impl Default for Stage {
    fn default() -> Self {
        Self {
            scene: Scene {
                limits: Some(Limits::default()),
                ..Scene::default()
            },
            reached: Arc::default(),
            gate: Arc::new(Semaphore::new(0)),
        }
    }
}

impl Stage {
    /// The handlers with every layer around them.
    pub(crate) fn router(&self) -> Router {
        let state = self.scene.state();
        let (reached, gate) = (self.reached.clone(), self.gate.clone());
        let count = {
            let reached = reached.clone();
            async move |body: Bytes| {
                let turn = reached.fetch_add(1, Ordering::SeqCst) + 1;
                match &body[..] {
                    b"fail" => Err(ApiError::of_status(StatusCode::INTERNAL_SERVER_ERROR)),
                    b"refuse" => Err(ApiError::of_status(StatusCode::CONFLICT)),
                    b"forbid" => Err(ApiError::of_status(StatusCode::FORBIDDEN)),
                    b"panic" => panic!("on purpose"),
                    _ => Ok((StatusCode::CREATED, axum::Json(turn))),
                }
            }
        };
        let pass = async move || {
            reached.fetch_add(1, Ordering::SeqCst);
            gate.acquire().await.unwrap().forget();
            axum::Json("through")
        };
        let router = Router::new()
            .route(
                "/api/count",
                post(count.clone()).put(count.clone()).delete(count),
            )
            .route("/api/gate", get(pass.clone()).post(pass))
            .route("/api/echo", post(async |body: Bytes| body))
            .route("/api/long", get(async || "long ".repeat(1000)))
            .route("/api/panic", get(panics))
            .route("/api/stuck", get(pending::<()>))
            .route_layer(from_fn_with_state(state.clone(), once))
            .fallback(error::not_found)
            .method_not_allowed_fallback(error::method_not_allowed)
            .with_state(state.clone());
        around(router, &state)
    }

    pub(crate) async fn send(&self, asked: Asked) -> Answer {
        asked.send_to(self.router()).await
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(self.scene.get(path)).await
    }

    /// How many requests have reached a handler that counts.
    pub(crate) fn reached(&self) -> usize {
        self.reached.load(Ordering::SeqCst)
    }

    /// Waits until so many have.
    pub(crate) async fn until_reached(&self, wanted: usize) {
        while self.reached() < wanted {
            tokio::task::yield_now().await;
        }
    }
}

async fn panics() {
    panic!("on purpose");
}
