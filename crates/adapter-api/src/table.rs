//! Tables of an export on their way to whoever asked: read and sent piece by piece, never held whole.

use std::future::Future;

use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderName, StatusCode};
use axum::response::{IntoResponse, Response};
use chrono::TimeDelta;
use futures_util::stream;
use kernel::PortFailure;
use tickets_core::export::{FaqExport, TicketExport};

use crate::error::ApiError;

/// Rows are put together until they are about so many bytes.
const CHUNK: usize = 16 * 1024;

/// A table that is read as it is sent. What becomes of it is said by exactly one of `delivered` and `failed`, unless it
/// could not be read.
pub(crate) trait Table: Send + 'static {
    /// The next piece; none at the end.
    fn next(&mut self) -> impl Future<Output = Result<Option<String>, PortFailure>> + Send;

    /// It was sent whole.
    fn delivered(self) -> impl Future<Output = ()> + Send;

    /// Whoever asked went away.
    fn failed(self);
}

/// The FAQ, of which as many pieces are sent as the first number says.
pub(crate) struct FaqTable {
    export: FaqExport,
    sent: usize,
}

/// A table, and how far it was sent.
struct Sending<T: Table> {
    /// Nothing once it is said what became of it.
    table: Option<T>,
    /// What was read and not sent.
    read: String,
    is_over: bool,
}

/// The table as a file of this name. What cannot be read at all is refused, as long as there is a status to do so with.
pub(crate) async fn attached<T: Table>(name: &str, table: T) -> Result<Response, ApiError> {
    let mut sending = Sending {
        table: Some(table),
        read: String::new(),
        is_over: false,
    };
    sending.read_on().await?;
    let pieces = stream::unfold(sending, |mut sending| async move {
        let piece = sending.next().await?;
        Some((piece, sending))
    });
    let headers: [(HeaderName, String); 3] = [
        (CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (
            CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        ),
        (CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, Body::from_stream(pieces)).into_response())
}

/// Who has just exported something waits.
pub(crate) fn too_soon(wait: TimeDelta) -> ApiError {
    let refusal = ApiError::new(
        StatusCode::TOO_MANY_REQUESTS,
        "export_rate_limited",
        "You have just exported something, here or in Discord. Wait as long as Retry-After says.",
    );
    refusal.retry_after(wait.num_seconds().unsigned_abs() + 1)
}

impl<T: Table> Sending<T> {
    /// Reads until there is enough to be sent at once.
    async fn read_on(&mut self) -> Result<(), PortFailure> {
        while !self.is_over && self.read.len() < CHUNK {
            let Some(table) = &mut self.table else {
                return Ok(());
            };
            match table.next().await {
                Ok(Some(piece)) => self.read.push_str(&piece),
                Ok(None) => self.is_over = true,
                Err(failure) => {
                    self.table = None;
                    return Err(failure);
                }
            }
        }
        Ok(())
    }

    /// What is sent next; none at the end, by when all before is on its way.
    async fn next(&mut self) -> Option<Result<String, PortFailure>> {
        if self.read.is_empty()
            && let Err(failure) = self.read_on().await
        {
            tracing::warn!(
                error = &failure as &dyn std::error::Error,
                "an export broke off"
            );
            return Some(Err(failure));
        }
        if self.read.is_empty() {
            self.table.take()?.delivered().await;
            return None;
        }
        Some(Ok(std::mem::take(&mut self.read)))
    }
}

impl<T: Table> Drop for Sending<T> {
    fn drop(&mut self) {
        if let Some(table) = self.table.take() {
            table.failed();
        }
    }
}

impl Table for TicketExport {
    fn next(&mut self) -> impl Future<Output = Result<Option<String>, PortFailure>> + Send {
        Self::next(self)
    }

    fn delivered(self) -> impl Future<Output = ()> + Send {
        Self::delivered(self)
    }

    fn failed(self) {
        Self::failed(self);
    }
}

impl From<FaqExport> for FaqTable {
    fn from(export: FaqExport) -> Self {
        Self { export, sent: 0 }
    }
}

impl Table for FaqTable {
    async fn next(&mut self) -> Result<Option<String>, PortFailure> {
        let piece = self.export.piece(self.sent);
        self.sent += 1;
        Ok(piece)
    }

    fn delivered(self) -> impl Future<Output = ()> + Send {
        self.export.delivered()
    }

    fn failed(self) {
        self.export.failed();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use futures_util::StreamExt as _;
    use kernel::Retry;

    use super::*;

    type Fates = Arc<Mutex<Vec<&'static str>>>;

    /// A table of these pieces, last one first, which breaks off where there is none.
    struct Pieces(Vec<Option<String>>, Fates);

    impl Table for Pieces {
        async fn next(&mut self) -> Result<Option<String>, PortFailure> {
            let broken = || PortFailure::new("read rows", Retry::Later, "told to fail");
            let piece = self.0.pop();
            piece.map(|it| it.ok_or_else(broken)).transpose()
        }

        async fn delivered(self) {
            self.1.lock().unwrap().push("delivered");
        }

        fn failed(self) {
            self.1.lock().unwrap().push("failed");
        }
    }

    /// The lengths of what is sent of pieces that are half a chunk long, and what became of the table.
    async fn sent(
        pieces: &[bool],
        most: usize,
    ) -> Result<(Vec<Option<usize>>, Vec<&'static str>), ApiError> {
        let fates = Fates::default();
        let piece = |it: &bool| it.then(|| "x".repeat(CHUNK / 2));
        let table = Pieces(pieces.iter().rev().map(piece).collect(), fates.clone());
        let answer = attached("t.csv", table).await?;
        let chunks = answer.into_body().into_data_stream().take(most);
        let lengths = chunks.map(|it| it.ok().map(|it| it.len()));
        let lengths = lengths.collect().await;
        let fates = fates.lock().unwrap().clone();
        Ok((lengths, fates))
    }

    #[tokio::test]
    async fn rows_are_sent_in_chunks_and_delivered_at_their_end() {
        let (lengths, fates) = sent(&[true; 5], 9).await.unwrap();
        assert_eq!(lengths, [Some(CHUNK), Some(CHUNK), Some(CHUNK / 2)]);
        assert_eq!(fates, ["delivered"]);
    }

    #[tokio::test]
    async fn whoever_goes_away_in_between_may_ask_again() {
        let (lengths, fates) = sent(&[true; 5], 2).await.unwrap();
        assert_eq!((lengths.len(), fates), (2, vec!["failed"]));
    }

    #[tokio::test]
    async fn what_cannot_be_read_is_refused_before_anything_is_sent_and_breaks_off_after() {
        let refused = sent(&[true, false], 9).await.unwrap_err();
        assert_eq!(
            refused,
            ApiError::unavailable("Something that I need is away. Try again.")
        );
        let (lengths, fates) = sent(&[true, true, true, false], 9).await.unwrap();
        assert_eq!(lengths.first(), Some(&Some(CHUNK)));
        assert!(lengths.contains(&None), "{lengths:?}");
        assert!(
            fates.is_empty(),
            "the table knows by itself that it cannot be read"
        );
    }
}
