//! The cases for the language model, and for what members ask of it for themselves.

use super::Case;
use super::Try::{Picked, Pressed, Submitted, Typed};

/// A try of every command, button, menu and form, with the number of somebody's check-in elsewhere where it takes one. No
/// service has a model here.
pub(super) const CASES: &[Case] = &[
    Case(Typed("/gptstatus"), "The assistant"),
    Case(Typed("/learn_topic topic:Whispering"), "not available"),
    Case(
        Typed("/create_caption topic:Whispering style:formal"),
        "not available",
    ),
    Case(Typed("/leaderhelp"), "What is hard"),
    Case(Picked("leader_challenge", 3, "burnout"), "not available"),
    Case(Pressed("leader_ask"), "Ask about leading"),
    Case(
        Submitted("leader_modal", &[("question", "How do I begin?")]),
        "not available",
    ),
    Case(Typed("/growthcheckin"), "Growth Check-in"),
    Case(
        Submitted(
            "growth_modal",
            &[("goal", "Run"), ("obstacle", "Rain"), ("feeling", "Fine")],
        ),
        "not available",
    ),
    Case(Pressed("growth_share_anon:{checkin}"), "do not have that"),
    Case(Pressed("growth_share_named:{checkin}"), "do not have that"),
    Case(Pressed("growth_keep:{checkin}"), "do not have that"),
    Case(Typed("/growthhistory"), "no check-ins yet"),
    Case(Pressed("gh_page:0"), "no check-ins yet"),
    Case(Pressed("gh_back:7"), "no check-ins yet"),
    Case(Picked("gh_open", 3, "{checkin}"), "gone already"),
    Case(Pressed("gh_del:{checkin}"), "gone already"),
    Case(Pressed("gh_del_yes:{checkin}"), "gone already"),
    Case(Pressed("gh_del_no:{checkin}"), "gone already"),
];
