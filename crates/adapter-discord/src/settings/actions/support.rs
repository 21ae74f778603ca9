//! Tickets, the FAQ and the language model.

use growth_core::settings::{gpt, growth};
use tickets_core::settings::{faq, ticketbot};

use super::uses::{HOLDS_CHANNELS, HOLDS_THREADS, POSTS};
use super::{Check, Scope, require, set, toggle};

/// Support tickets.
pub(super) const TICKETBOT: Scope = Scope {
    name: ticketbot::SCOPE,
    help: "Support tickets",
    actions: &[
        toggle(&ticketbot::ENABLED).help("Switch tickets on or off"),
        set("set_category", "category", &ticketbot::CATEGORY)
            .help("Where ticket channels are made")
            .check(Check::Channel(HOLDS_CHANNELS)),
        set("set_thread_channel", "channel", &ticketbot::THREAD_CHANNEL)
            .help("The channel whose threads tickets are")
            .check(Check::Channel(HOLDS_THREADS)),
        set("set_staff_role", "role", &ticketbot::STAFF_ROLE)
            .help("Who answers tickets")
            .check(Check::NamedRole),
        set("set_escalation_role", "role", &ticketbot::ESCALATION_ROLE)
            .help("Who gets escalated tickets")
            .check(Check::NamedRole),
        set("set_idle_days", "days", &ticketbot::IDLE_DAYS)
            .help("Days until a silent ticket is nudged"),
        set("set_auto_close_days", "days", &ticketbot::AUTO_CLOSE_DAYS)
            .help("Days until a silent ticket is closed"),
        set("set_max_open", "count", &ticketbot::MAX_OPEN)
            .help("Open tickets that a member may have"),
        require("toggle_notify", "enabled", &ticketbot::NOTIFY_ON_STATUS)
            .help("Ping people when it is their turn"),
    ],
};

/// Answers that everyone can find.
pub(super) const FAQ: Scope = Scope {
    name: faq::SCOPE,
    help: "Answers for all",
    actions: &[toggle(&faq::ENABLED).help("Switch the FAQ on or off")],
};

/// The language model.
pub(super) const GPT: Scope = Scope {
    name: gpt::SCOPE,
    help: "The language model",
    actions: &[
        toggle(&gpt::ENABLED).help("Switch commands with a model on or off"),
        set("set_model", "model", &gpt::MODEL).help("Which model (owners of the bot)"),
        set("set_temperature", "temperature", &gpt::TEMPERATURE)
            .help("How freely the model answers"),
    ],
};

/// Check-ins.
pub(super) const GROWTH: Scope = Scope {
    name: growth::SCOPE,
    help: "Check-ins",
    actions: &[
        toggle(&growth::ENABLED).help("Switch check-ins on or off"),
        set("set_channel", "channel", &growth::LOG_CHANNEL)
            .help("Where members may share a check-in")
            .check(Check::Channel(POSTS)),
        set("set_help_text", "text", &growth::HELP_TEXT)
            .help("Where help is, for members in distress"),
    ],
};
