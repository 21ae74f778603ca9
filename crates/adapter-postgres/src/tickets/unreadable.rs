//! Rows that no ticket can be, so that one of them stops nobody else's tickets.
//!
//! Only a row that a later release or a foreign hand wrote can be unreadable.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use tickets_core::Ticket;

use super::row::TicketRow;

/// So many rows are remembered as named in the log.
const MOST_NAMED: usize = 10_000;

/// Which unreadable rows this process has named in its log: those that are looked for every few minutes would fill it.
#[derive(Debug, Clone, Default)]
pub(super) struct UnreadableRows {
    named: Arc<Mutex<HashSet<i64>>>,
}

impl UnreadableRows {
    /// The tickets in these rows. A row that no ticket can be is passed over and named in the log, once.
    pub(super) fn pass_over(&self, rows: Vec<TicketRow>) -> Vec<Ticket> {
        let read = rows.into_iter().map(|row| {
            let (guild, id) = (row.guild_id, row.id);
            Ticket::try_from(row).inspect_err(|error| {
                if self.is_news(id) {
                    tracing::error!(
                        guild.id = guild,
                        ticket.id = id,
                        error = error as &dyn std::error::Error,
                        "a ticket cannot be read and is passed over"
                    );
                }
            })
        });
        read.flatten().collect()
    }

    fn is_news(&self, id: i64) -> bool {
        let mut named = self.named.lock().unwrap_or_else(PoisonError::into_inner);
        if named.len() >= MOST_NAMED {
            named.clear();
        }
        named.insert(id)
    }
}
