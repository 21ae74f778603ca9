//! The cases for what staff does through the bot: nothing is said in another server's channels, and nothing deleted there.

use super::Case;
use super::Try::{Submitted, Typed};

/// A try of every command and form, with a channel of the town where it takes one.
pub(super) const CASES: &[Case] = &[
    Case(
        Typed("/sendto channel:<#{channel}> message:Hello"),
        "cannot find",
    ),
    Case(Typed("/embed channel:<#{channel}>"), "Post an embed"),
    Case(
        Submitted(
            "embed_post:{channel}",
            &[
                ("title", "Hello"),
                ("description", ""),
                ("colour", ""),
                ("footer", ""),
            ],
        ),
        "cannot find",
    ),
    Case(Typed("/clean limit:3"), "*Manage Messages*"),
];
