//! The server below the router: connections, and what keeps slow or greedy clients from others.
//!
//! `axum::serve` has no bound on connections and no time-out for the head of a request; this is the same loop with both.

mod connection;
mod own_words;
mod patience;
#[cfg(test)]
mod tests;

use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::routes::router;
use crate::state::ApiState;

/// How many connections are open at once; further ones wait in the system's queue until one closes.
const MOST_CONNECTIONS: usize = 1024;
/// How long requests under way may take once the server stops.
const DRAIN: Duration = Duration::from_secs(5);
/// The wait after the system could not open another connection.
const PAUSE: Duration = Duration::from_millis(100);

/// Serves the API on `listener` until `stop`, then lets requests under way finish for five seconds.
pub async fn serve(
    listener: TcpListener,
    state: ApiState,
    stop: CancellationToken,
) -> io::Result<()> {
    serve_router(listener, router(&state), state, stop).await
}

async fn serve_router(
    listener: TcpListener,
    router: Router,
    state: ApiState,
    stop: CancellationToken,
) -> io::Result<()> {
    let room = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    let mut open = JoinSet::new();
    while let Some((stream, peer, place)) = next(&listener, &room, &stop).await {
        while open.try_join_next().is_some() {}
        let connection = connection::Connection {
            router: router.clone(),
            names: state.next_request_id.clone(),
            peer: peer.ip(),
            stop: stop.clone(),
        };
        open.spawn(async move {
            connection.run(stream).await;
            drop(place);
        });
    }
    drop(listener);
    let drained = async {
        while open.join_next().await.is_some() {}
        state.edges.unfinished.close();
        state.edges.unfinished.wait().await;
    };
    if tokio::time::timeout(DRAIN, drained).await.is_err() {
        tracing::warn!(connections = open.len(), "requests were cut off");
    }
    Ok(())
}

type Accepted = (
    TcpStream,
    std::net::SocketAddr,
    tokio::sync::OwnedSemaphorePermit,
);

/// The next connection, once there is room for it; none when the server stops.
async fn next(
    listener: &TcpListener,
    room: &Arc<Semaphore>,
    stop: &CancellationToken,
) -> Option<Accepted> {
    let place = stop
        .run_until_cancelled(room.clone().acquire_owned())
        .await?;
    let place = place.expect("the room is never closed");
    loop {
        match stop.run_until_cancelled(listener.accept()).await? {
            Ok((stream, peer)) => {
                // A small answer goes out at once instead of waiting for more.
                let _ = stream.set_nodelay(true);
                return Some((stream, peer, place));
            }
            Err(error) if is_of_the_client(&error) => {}
            Err(error) => {
                tracing::warn!(
                    error = &error as &dyn std::error::Error,
                    "no connection could be accepted; trying again"
                );
                stop.run_until_cancelled(tokio::time::sleep(PAUSE)).await?;
            }
        }
    }
}

/// Whether only the client that wanted to connect has a problem.
fn is_of_the_client(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(
        error.kind(),
        ConnectionAborted | ConnectionRefused | ConnectionReset
    )
}
