//! The cases for what ends tickets, counts them and takes them out.

use super::Case;
use super::Try::{Pressed, Typed};

/// A try of every command and button, with the number of the other server's ticket where it takes one.
pub(super) const CASES: &[Case] = &[
    Case(Pressed("ticket_archive_btn"), "not linked to a ticket"),
    Case(Pressed("ticket_delete_btn"), "not linked to a ticket"),
    Case(Pressed("ticket_archive_force:{ticket}"), "no such ticket"),
    Case(Typed("/ticket_stats"), "All tickets"),
    Case(Pressed("stats_7d"), "last 7 days"),
    Case(Pressed("stats_30d"), "last 30 days"),
    Case(Pressed("stats_all"), "All tickets"),
    Case(Pressed("stats_refresh:all"), "All tickets"),
    // Whoever has just exported the FAQ waits; that tables hold one server alone is tested with the store.
    Case(Typed("/export tickets"), "No ticket was opened"),
];
