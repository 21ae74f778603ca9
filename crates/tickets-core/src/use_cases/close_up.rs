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
        match self.ports.closed.closed(&ticket, piece.attempt).await {
            Ok(()) => End::Done,
            Err(NotYet::After { wait, why }) => End::Again {
                after: Some(wait),
                error: why,
            },
            Err(NotYet::Failed(failure)) => again(&failure),
        }
    }
}
