//! A member's first hour.

use invites_core::settings as invites;
use onboarding_core::settings::{fyi, onboarding, rules, verification};
use privacy_core::settings::gdpr;

use super::uses::{HOLDS_CHANNELS, PINS, POSTS};
use super::{Check, Scope, require, set, toggle};

/// A member's first steps.
pub(super) const ONBOARDING: Scope = Scope {
    name: onboarding::SCOPE,
    help: "A member's first steps",
    actions: &[
        toggle(&onboarding::ENABLED).help("Switch the onboarding on or off"),
        set("set_mode", "mode", &onboarding::MODE).help("Rules, questions, both or none"),
        set("set_role", "role", &onboarding::COMPLETION_ROLE)
            .help("The role after the last step")
            .check(Check::GivenRole),
        set("set_join_role", "role", &onboarding::JOIN_ROLE)
            .help("The role until the last step")
            .check(Check::GivenRole),
        require("toggle_rules", "enabled", &rules::ENABLED).help("Show the rules or not"),
        require(
            "toggle_personalization",
            "enabled",
            &onboarding::PERSONALIZATION,
        )
        .help("Ask for language and interests or not"),
        require("toggle_restore", "enabled", &onboarding::RESTORE_ON_REJOIN)
            .help("Who comes back need not start again"),
    ],
};

/// Consent to what is stored.
pub(super) const GDPR: Scope = Scope {
    name: gdpr::SCOPE,
    help: "The agreement on what is stored",
    actions: &[
        toggle(&gdpr::ENABLED).help("Switch the agreement on or off"),
        set("set_channel", "channel", &gdpr::CHANNEL)
            .help("Where the agreement is posted")
            .check(Check::Channel(PINS)),
        set("set_acceptance_role", "role", &gdpr::ACCEPTANCE_ROLE)
            .help("The role of those who accepted")
            .check(Check::GivenRole),
    ],
};

/// Who invited whom.
pub(super) const INVITES: Scope = Scope {
    name: invites::SCOPE,
    help: "Who invited whom",
    actions: &[
        toggle(&invites::ENABLED).help("Switch counting invites on or off"),
        set("set_channel", "channel", &invites::ANNOUNCEMENT_CHANNEL)
            .help("Where newcomers are announced")
            .check(Check::Channel(POSTS)),
        set("set_message", "template", &invites::WITH_INVITER)
            .help("What is said of an invited newcomer"),
        set("set_plain_message", "template", &invites::NO_INVITER)
            .help("What is said of any other"),
    ],
};

/// Proof of membership.
pub(super) const VERIFICATION: Scope = Scope {
    name: verification::SCOPE,
    help: "Proof of membership (not there yet)",
    actions: &[
        toggle(&verification::ENABLED).help("Switch verification on or off"),
        set("set_verified_role", "role", &verification::VERIFIED_ROLE)
            .help("The role of those who proved it")
            .check(Check::GivenRole),
        set("set_reviewer_role", "role", &verification::REVIEWER_ROLE)
            .help("Who decides by hand")
            .check(Check::NamedRole),
        set("set_category", "category", &verification::CATEGORY)
            .help("Where its channels are made")
            .check(Check::Channel(HOLDS_CHANNELS)),
        set("set_channel", "channel", &verification::CHANNEL)
            .help("Where the panel stands")
            .check(Check::Channel(POSTS)),
        set("set_vision_model", "model", &verification::VISION_MODEL)
            .help("The model that looks at pictures"),
        set(
            "set_ai_prompt_context",
            "context",
            &verification::PROMPT_CONTEXT,
        )
        .help("What the model should know"),
        set(
            "set_max_payment_age",
            "days",
            &verification::MAX_PAYMENT_AGE,
        )
        .help("How old a payment may be, in days"),
    ],
};

/// Tips at first events.
pub(super) const FYI: Scope = Scope {
    name: fyi::SCOPE,
    help: "Tips at first events (not there yet)",
    actions: &[toggle(&fyi::ENABLED).help("Switch tips on or off")],
};
