//! The cases for `/config` and the settings of what is there.

use super::Case;
use super::Try::{Completed, Pressed, Typed};

/// A try of every action, with another server's ids where it takes any.
pub(super) const CASES: &[Case] = &[
    Case(Typed("/config scopes"), "system"),
    Case(Typed("/config show scope:system"), "system"),
    Case(Completed("/config show scope:", ""), "system"),
    Case(Typed("/config doctor"), "set_log_channel"),
    Case(Typed("/config history"), "reminders.default_channel_id"),
    Case(
        Typed("/config history scope:system key:log_channel_id limit:25"),
        "No such setting has been changed",
    ),
    Case(Completed("/config history scope:", ""), "system"),
    Case(
        Completed("/config history key:", "log_channel"),
        "log_channel_id",
    ),
    Case(Completed("/config rollback history_id:", "log_channel"), ""),
    Case(
        Typed("/config rollback history_id:{history}"),
        "has no such change",
    ),
    Case(
        Typed("/config rollback history_id:{history} everything_since:true"),
        "has no such change",
    ),
    Case(Pressed("config_pick:{sara}"), "could not read that. Please"),
    Case(Typed("/config export"), "that this server has set"),
    Case(
        Typed("/config import file:settings.json"),
        "This server has no channel",
    ),
    // A forged message brings no file along.
    Case(
        Pressed("config_import:0:{sara}:{soon}"),
        "could not get that file",
    ),
    Case(Typed("/config system show"), "system"),
    Case(
        Typed("/config system set_log_channel channel:<#{channel}>"),
        "cannot find",
    ),
    Case(
        Typed("/config system set_rules_channel channel:<#{channel}>"),
        "cannot find",
    ),
    Case(
        Typed("/config system set_onboarding_channel channel:<#{channel}>"),
        "cannot find",
    ),
    Case(Typed("/config system set_log_level level:verbose"), "✅"),
    Case(
        Typed("/config system set_timezone zone:Europe/Lisbon"),
        "✅",
    ),
    Case(
        Completed("/config system set_timezone zone:", "{guild}"),
        "",
    ),
    Case(Typed("/config reminders show"), "reminders"),
    Case(Typed("/config reminders toggle enabled:false"), "✅"),
    Case(
        Typed("/config reminders set_default_channel channel:<#{channel}>"),
        "cannot find",
    ),
    Case(Typed("/config reminders set_everyone allow:true"), "✅"),
    Case(Typed("/config reminders set_late_window minutes:30"), "✅"),
    Case(Typed("/config embedwatcher show"), "embedwatcher"),
    Case(Typed("/config embedwatcher toggle enabled:false"), "✅"),
    Case(
        Typed("/config embedwatcher set_announcements channel:<#{announcements}>"),
        "cannot find",
    ),
    Case(
        Typed("/config embedwatcher set_target channel:<#{channel}>"),
        "cannot find",
    ),
    Case(Typed("/config embedwatcher set_offset minutes:30"), "✅"),
    Case(
        Typed("/config embedwatcher set_non_embed enabled:true"),
        "✅",
    ),
    Case(
        Typed("/config embedwatcher set_process_bot_messages enabled:true"),
        "✅",
    ),
    Case(
        Typed("/config embedwatcher set_ai_fallback enabled:true"),
        "✅",
    ),
    Case(
        Typed("/config embedwatcher set_failed_log channel:<#{channel}>"),
        "cannot find",
    ),
    Case(
        Typed("/config embedwatcher set_all_authors enabled:true"),
        "✅",
    ),
    // Near the end, since at home it takes the log channel away.
    Case(
        Pressed("config_undo:{history}:0:{sara}:{soon}"),
        "has no such change",
    ),
    Case(
        Pressed("config_undo:{history}:1:{sara}:{soon}"),
        "has no such change",
    ),
];
