//! What follows a close, with tries and pauses of its own.

use super::Tickets;
use super::work::{End, again};
use crate::{ClaimedWork, NotYet};

impl Tickets {
    /// Has a closed ticket summed up, unless it was opened again meanwhile.
    pub(super) async fn close_up(&self, piece: &ClaimedWork) -> End {
        let found = match self.ports.store.find(piece.guild, piece.ticket).await {
            Ok(found) => found.filter(|it| !it.status.is_live()),
            Err(failure) => return again(&failure),
        };
        let Some(ticket) = found else {
            return End::Done;
        };
        let closed = self.ports.closed.closed(&ticket, piece.attempt).await;
        // Also while the summary is still to come, which is added to what is kept.
        let kept = self.keep_figures_of_close(&ticket).await;
        match closed {
            Ok(()) => kept.map_or_else(|it| again(&it), |()| End::Done),
            Err(NotYet::After { wait, why }) => End::Again {
                after: Some(wait),
                error: why,
            },
            Err(NotYet::Failed(failure)) => again(&failure),
        }
    }
}
