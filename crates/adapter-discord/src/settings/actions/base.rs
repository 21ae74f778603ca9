//! What is there already: the system, reminders and the watcher.

use reminders_core::settings as reminders;
use settings_core::system;

use super::uses::{LOGS, POSTS, READS};
use super::{Check, Scope, require, set, toggle};

/// Log, rules and time zone.
pub(super) const SYSTEM: Scope = Scope {
    name: system::SCOPE,
    help: "Log, rules, time zone",
    actions: &[
        set("set_log_channel", "channel", &system::LOG_CHANNEL)
            .help("Where I post what I did")
            .check(Check::Channel(LOGS)),
        set("set_rules_channel", "channel", &system::RULES_CHANNEL)
            .help("Where the panel for newcomers stands")
            .check(Check::Channel(POSTS)),
        set(
            "set_onboarding_channel",
            "channel",
            &system::ONBOARDING_CHANNEL,
        )
        .help("Where it stands without a rules channel")
        .check(Check::Channel(POSTS)),
        set("set_log_level", "level", &system::LOG_LEVEL)
            .help("How much I post to the log channel"),
        set("set_timezone", "zone", &system::TIMEZONE)
            .help("The zone of this server's clocks")
            .note("Weekly reminders keep their clock time, in this zone."),
    ],
};

/// Reminders.
pub(super) const REMINDERS: Scope = Scope {
    name: "reminders",
    help: "Reminder commands and sends",
    actions: &[
        toggle(&reminders::ENABLED)
            .help("Switch reminders on or off")
            .note("While reminders are off they are kept, but not sent."),
        set(
            "set_default_channel",
            "channel",
            &reminders::DEFAULT_CHANNEL,
        )
        .help("Where reminders go by default")
        .check(Check::Channel(POSTS)),
        require("set_everyone", "allow", &reminders::ALLOW_EVERYONE)
            .help("Whether reminders may ping everyone")
            .check(Check::MayPingEveryone),
        set("set_late_window", "minutes", &reminders::LATE_WINDOW)
            .help("How late is still worth sending")
            .note("What would come later than that once its event has begun is left out, and you are told."),
    ],
};

/// Reminders out of announcements.
pub(super) const EMBEDWATCHER: Scope = Scope {
    name: "embedwatcher",
    help: "Reminders out of announcements",
    actions: &[
        toggle(&reminders::WATCHER_ENABLED).help("Switch the watcher on or off"),
        set(
            "set_announcements",
            "channel",
            &reminders::ANNOUNCEMENTS_CHANNEL,
        )
        .help("The channel that I watch")
        .check(Check::Channel(READS)),
        set("set_target", "channel", &reminders::TARGET_CHANNEL)
            .help("Where automatic reminders go")
            .check(Check::Channel(POSTS)),
        set("set_offset", "minutes", &reminders::OFFSET)
            .help("Minutes between reminder and event")
            .note("Reminders that exist already keep their time."),
        set("set_non_embed", "enabled", &reminders::NON_EMBED).help("Read plain text messages too"),
        set(
            "set_process_bot_messages",
            "enabled",
            &reminders::PROCESS_BOT,
        )
        .help("Read my own messages too"),
        set("set_ai_fallback", "enabled", &reminders::FALLBACK)
            .help("Ask a model too (needs a model)"),
        set("set_failed_log", "channel", &reminders::FAILED_LOG)
            .help("Where unread announcements are logged")
            .check(Check::Channel(LOGS)),
        set("set_all_authors", "enabled", &reminders::ALL_AUTHORS)
            .help("Read announcements of any member"),
    ],
};
