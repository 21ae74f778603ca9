//! The cases for newcomers: what was answered and counted is the server's own, and sessions belong to a member of a server,
//! so another server's marks are out of date.

use super::Case;
use super::Try::{Asked, Picked, Pressed, Submitted, Typed};

const OUT_OF_DATE: &str = "out of date";

/// What is there at home, and so is said in no other server.
pub(super) const REFUSALS: &[&str] = &["No data", "Nothing is stored", "Nobody has pressed"];

/// A try of every button, menu and form, with the mark of the visitor's own run in the other server.
pub(super) const CASES: &[Case] = &[
    Case(Typed("/export_onboarding"), "No data"),
    Case(Typed("/onboarding stats"), "Nobody has pressed"),
    Case(
        Typed("/onboarding reset_user member:<@{zoe}>"),
        "Nothing is stored",
    ),
    Case(
        Asked(
            "GET /api/dashboard/{guild_id}/onboarding/funnel",
            "GET /api/dashboard/{abroad}/onboarding/funnel",
            "",
        ),
        "\"shown\":0",
    ),
    Case(Pressed("rule:0:abcdefgh12"), OUT_OF_DATE),
    Case(Pressed("final_accept:abcdefgh12"), OUT_OF_DATE),
    Case(Pressed("onboarding_btn:0:0:abcdefgh12"), OUT_OF_DATE),
    Case(
        Picked("onboarding_select:1:abcdefgh12", 3, "learning"),
        OUT_OF_DATE,
    ),
    Case(Pressed("onboarding_confirm:0:abcdefgh12"), OUT_OF_DATE),
    Case(Pressed("onboarding_skip:3:abcdefgh12"), OUT_OF_DATE),
    Case(Pressed("onboarding_type:3:abcdefgh12"), OUT_OF_DATE),
    Case(
        Submitted("onboarding_text:3:abcdefgh12", &[("text", "a@example.com")]),
        OUT_OF_DATE,
    ),
    Case(
        Submitted("onboarding_followup:0:0:abcdefgh12", &[("text", "Ann")]),
        OUT_OF_DATE,
    ),
    Case(
        Pressed("personalization_optin:full:abcdefgh12"),
        OUT_OF_DATE,
    ),
    Case(
        Picked("personalization_language_select:abcdefgh12", 3, "nl"),
        OUT_OF_DATE,
    ),
    Case(
        Submitted("onboarding_lang_other:abcdefgh12", &[("text", "Frysk")]),
        OUT_OF_DATE,
    ),
    Case(Pressed("onboarding_resume:abcdefgh12"), OUT_OF_DATE),
    Case(Picked("onboarding_edit:abcdefgh12", 3, "0"), OUT_OF_DATE),
    Case(Pressed("onboarding_send:abcdefgh12"), OUT_OF_DATE),
    Case(Pressed("onboarding_retry:abcdefgh12"), OUT_OF_DATE),
    Case(
        Pressed("onboarding_close:abcdefgh12"),
        "Nothing was changed",
    ),
    Case(Pressed("start_onboarding"), "Rule 1 of 1"),
    Case(Pressed("onboarding_restart:abcdefgh12"), "begun already"),
];
