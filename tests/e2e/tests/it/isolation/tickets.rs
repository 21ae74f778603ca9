//! The cases for tickets.

use super::Case;
use super::Try::{Completed, Pressed, Submitted, Typed};

/// A try of every command and button, with the number of the other server's ticket where it takes one.
pub(super) const CASES: &[Case] = &[
    Case(Typed("/ticket description:Help"), "not set up"),
    Case(
        Typed("/ticket_panel_post channel:<#{channel}>"),
        "cannot find that channel",
    ),
    Case(Completed("/ticket_claim id:", "{ticket}"), ""),
    Case(Typed("/ticket_claim id:{ticket}"), "no such ticket"),
    Case(Completed("/ticket_close id:", "Whis"), ""),
    Case(Typed("/ticket_close id:{ticket}"), "no such ticket"),
    Case(Pressed("ticket_open_btn"), "Open a ticket"),
    Case(
        Submitted("ticket_open_modal", &[("description", "Let me in please")]),
        "not set up",
    ),
    Case(Pressed("ticket_claim_btn"), "not linked to a ticket"),
    Case(Pressed("ticket_wait_btn"), "not linked to a ticket"),
    Case(Pressed("ticket_escalate_btn"), "not linked to a ticket"),
    Case(Pressed("ticket_close_btn"), "not linked to a ticket"),
];
