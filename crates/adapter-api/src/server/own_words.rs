//! A connection on which nobody but us refuses: what the HTTP library says by itself to requests that it cannot read is
//! kept back, so that they get the same answer as every other refusal.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::http::StatusCode;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use crate::layers::REQUEST_ID;

/// What the library answers by itself: no HTTP at all, too long an address, too much of a head.
const BARE: [StatusCode; 3] = [
    StatusCode::BAD_REQUEST,
    StatusCode::URI_TOO_LONG,
    StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
];

/// A stream that keeps back refusals without a name. Ours all have one, and the library ends the connection after its own.
#[derive(Debug)]
pub(super) struct OwnWords<S> {
    stream: S,
    kept_back: Option<StatusCode>,
}

impl<S> OwnWords<S> {
    pub(super) fn new(stream: S) -> Self {
        Self {
            stream,
            kept_back: None,
        }
    }

    /// The stream, and what has to be said on it in our own words.
    pub(super) fn into_parts(self) -> (S, Option<StatusCode>) {
        (self.stream, self.kept_back)
    }

    /// How much of `written` need not be sent, because it is such a refusal.
    fn keep_back(&mut self, written: &[u8]) -> Option<usize> {
        self.kept_back = Some(bare(written)?);
        Some(written.len())
    }
}

/// The status of an answer that the library has made by itself.
fn bare(written: &[u8]) -> Option<StatusCode> {
    let line = written.strip_prefix(b"HTTP/1.")?;
    // The minor version and a blank stand before it.
    let status = StatusCode::from_bytes(line.get(2..5)?).ok()?;
    let has_a_name = || {
        let name = REQUEST_ID;
        let name = name.as_str().as_bytes();
        written.windows(name.len()).any(|it| it == name)
    };
    (BARE.contains(&status) && !has_a_name()).then_some(status)
}

impl<S: AsyncRead + Unpin> AsyncRead for OwnWords<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buffer)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for OwnWords<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        match self.keep_back(bytes) {
            Some(all) => Poll::Ready(Ok(all)),
            None => Pin::new(&mut self.stream).poll_write(cx, bytes),
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        // Such a refusal has no body, so that it comes in one piece.
        if let [head] = slices
            && let Some(all) = self.keep_back(head)
        {
            return Poll::Ready(Ok(all));
        }
        Pin::new(&mut self.stream).poll_write_vectored(cx, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_refusals_without_a_name_are_kept_back() {
        for (written, expected) in [
            ("HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n", 400),
            ("HTTP/1.0 414 URI Too Long\r\n\r\n", 414),
            ("HTTP/1.1 431 Request Header Fields Too Large\r\n\r\n", 431),
        ] {
            let status = bare(written.as_bytes()).map(|it| it.as_u16());
            assert_eq!(status, Some(expected), "{written}");
        }
        for written in [
            "HTTP/1.1 400 Bad Request\r\nx-request-id: req-1\r\n\r\n",
            "HTTP/1.1 404 Not Found\r\n\r\n",
            "HTTP/1.1 100 Continue\r\n\r\n",
            "HTTP/1.1 200 OK\r\n\r\n",
            "HTTP/1.1 40",
            "{\"detail\": \"HTTP/1.1 400 \"}",
            "",
        ] {
            assert_eq!(bare(written.as_bytes()), None, "{written}");
        }
    }
}
