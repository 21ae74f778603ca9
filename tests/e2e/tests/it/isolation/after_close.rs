//! The cases for what follows a close, and for drafts.

use super::Case;
use super::Try::{Pressed, Submitted};

/// A try of every button and form, with the numbers of the other server's proposal and draft. What decides comes last,
/// since it works at home.
pub(super) const CASES: &[Case] = &[
    Case(Pressed("ticket_suggest_btn"), "not linked to a ticket"),
    Case(Pressed("ticket_suggest_edit:{draft}"), "no such draft"),
    Case(Pressed("ticket_suggest_post:{draft}"), "no such draft"),
    Case(Pressed("ticket_suggest_discard:{draft}"), "no such draft"),
    Case(
        Submitted("ticket_suggest_modal:{draft}", &[("reply", "Mine")]),
        "no such draft",
    ),
    Case(Pressed("faq_propose_add:{proposal}"), "no such answer"),
    Case(
        Submitted(
            "faq_propose_modal:{proposal}",
            &[("title", "Mine too"), ("summary", "Mine"), ("keywords", "")],
        ),
        "no such answer",
    ),
    Case(Pressed("faq_propose_dismiss:{proposal}"), "no such answer"),
];
