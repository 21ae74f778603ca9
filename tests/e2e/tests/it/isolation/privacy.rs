//! The cases for what is stored of people: everybody asks for themselves alone, and buttons for somebody else do nothing.

use super::Case;
use super::Try::{Asked, Pressed, Typed};

/// A try of every command, button and address.
pub(super) const CASES: &[Case] = &[
    Case(Typed("/gdpr show"), "\"value\":\"0\""),
    Case(Typed("/gdpr post"), "No channel is set"),
    Case(Typed("/delete_my_data"), "erased?"),
    Case(
        Pressed("gdpr_delete_confirm:{zoe}:4000000000"),
        "not for you",
    ),
    Case(
        Pressed("gdpr_delete_cancel:{zoe}:4000000000"),
        "not for you",
    ),
    Case(
        Asked(
            "GET /api/dashboard/{guild_id}/gdpr",
            "GET /api/dashboard/{abroad}/gdpr",
            "",
        ),
        "\"acceptance_count\":0",
    ),
    // Last, since what is noted is noted in the visitor's own server.
    Case(Typed("/export_my_data"), "everything that I keep"),
    Case(Pressed("gdpr_agree"), "noted"),
];
