//! The cases for lists of tickets and their states.

use super::Case;
use super::Try::{Completed, Pressed, Typed};

/// A try of every command and button, with the number of the other server's ticket where it takes one.
pub(super) const CASES: &[Case] = &[
    Case(
        Typed("/config ticketbot set_thread_channel channel:<#{channel}>"),
        "cannot find",
    ),
    Case(Typed("/ticket_list status:all"), "There are none"),
    Case(Pressed("ticket_list_next:all:2"), "There are none"),
    Case(
        Pressed("ticket_list_prev:mine-all:1"),
        "have opened no ticket",
    ),
    // Nobody but the requester has these buttons, at home neither.
    Case(Pressed("idle_keep:{ticket}:{guild}"), "know no such"),
    Case(Pressed("idle_close:{ticket}:{guild}"), "know no such"),
    Case(Completed("/ticket_status id:", "Whis"), ""),
    Case(
        Typed("/ticket_status id:{ticket} status:claimed"),
        "no such ticket",
    ),
    Case(
        Typed("/ticket_status id:{ticket} status:escalated escalate_to:<@&{role}>"),
        "no such ticket",
    ),
];
