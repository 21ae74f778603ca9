//! The cases for the FAQ.

use super::Case;
use super::Try::{Completed, Pressed, Submitted, Typed};

/// A try of every command, form and button, with the number of the other server's answer where it takes one. What
/// removes comes last, since it works at home.
pub(super) const CASES: &[Case] = &[
    Case(Typed("/export faq"), "answers"),
    Case(Typed("/faq search query:cellar"), "Nothing found"),
    Case(Typed("/faq search query:faq:{faq}"), "no such answer"),
    Case(Completed("/faq search query:", "cell"), ""),
    Case(Typed("/faq view id:{faq}"), "no such answer"),
    Case(Completed("/faq view id:", "{faq}"), ""),
    Case(Typed("/faq list"), "FAQ"),
    Case(Typed("/faq unanswered"), "without an answer"),
    Case(Typed("/faq add"), "Write an answer"),
    Case(Typed("/faq edit id:{faq}"), "no such answer"),
    Case(Completed("/faq edit id:", "cell"), ""),
    Case(Typed("/faq remove id:{faq}"), "no such answer"),
    Case(Completed("/faq remove id:", "{faq}"), ""),
    Case(Typed("/faq pin id:{faq}"), "no such answer"),
    Case(Completed("/faq pin id:", ""), ""),
    Case(Typed("/faq reload"), "read anew"),
    Case(Pressed("faq_next:2"), "FAQ"),
    Case(Pressed("faq_prev:1"), "FAQ"),
    Case(
        Submitted(
            "faq_edit_modal:{faq}",
            &[("title", "Mine"), ("summary", "Mine"), ("keywords:1", "")],
        ),
        "no such answer",
    ),
    Case(Pressed("faq_remove:{faq}"), "no such answer"),
    Case(
        Submitted(
            "faq_add_modal",
            &[("title", "Mine"), ("summary", "Mine"), ("keywords", "")],
        ),
        "",
    ),
];
