//! The settings of reminders and of the watcher.

use chrono::TimeDelta;
use kernel::ChannelId;
use settings_core::{
    Capability, DefaultValue, Definition, Intent, Kind, Need, Since, Snapshot, Who,
};

use crate::Lead;

/// `reminders.enabled`.
pub const ENABLED: Definition = Definition {
    scope: "reminders",
    key: "enabled",
    kind: Kind::Bool,
    default: DefaultValue::Bool(true),
    who: Who::Admin,
    description: "Reminder commands and sends",
};
/// `reminders.default_channel_id`.
pub const DEFAULT_CHANNEL: Definition = Definition {
    scope: "reminders",
    key: "default_channel_id",
    kind: Kind::Channel,
    default: DefaultValue::Unset,
    who: Who::Admin,
    description: "Where reminders go by default",
};
/// `reminders.allow_everyone_mentions`.
pub const ALLOW_EVERYONE: Definition = Definition {
    scope: "reminders",
    key: "allow_everyone_mentions",
    kind: Kind::Bool,
    default: DefaultValue::Bool(false),
    who: Who::Admin,
    description: "Reminders that ask for it ping @everyone",
};
/// `reminders.late_window_minutes`.
pub const LATE_WINDOW: Definition = Definition {
    scope: "reminders",
    key: "late_window_minutes",
    kind: Kind::Int { min: 0, max: 1440 },
    default: DefaultValue::Int(120),
    who: Who::Admin,
    description: "How late is still worth sending",
};
/// `embedwatcher.enabled`.
pub const WATCHER_ENABLED: Definition = Definition {
    scope: "embedwatcher",
    key: "enabled",
    kind: Kind::Bool,
    default: DefaultValue::Bool(true),
    who: Who::Admin,
    description: "Make reminders out of announcements",
};
/// `embedwatcher.announcements_channel_id`.
pub const ANNOUNCEMENTS_CHANNEL: Definition = Definition {
    scope: "embedwatcher",
    key: "announcements_channel_id",
    kind: Kind::Channel,
    default: DefaultValue::Unset,
    who: Who::Admin,
    description: "The channel that is watched",
};
/// `embedwatcher.target_channel_id`.
pub const TARGET_CHANNEL: Definition = Definition {
    scope: "embedwatcher",
    key: "target_channel_id",
    kind: Kind::Channel,
    default: DefaultValue::Unset,
    who: Who::Admin,
    description: "Where automatic reminders go",
};
/// `embedwatcher.reminder_offset_minutes`.
pub const OFFSET: Definition = Definition {
    scope: "embedwatcher",
    key: "reminder_offset_minutes",
    kind: Kind::Int { min: 0, max: 4320 },
    default: DefaultValue::Int(60),
    who: Who::Admin,
    description: "Minutes before the event",
};
/// `embedwatcher.gpt_fallback_enabled`.
pub const FALLBACK: Definition = Definition {
    scope: "embedwatcher",
    key: "gpt_fallback_enabled",
    kind: Kind::Bool,
    default: DefaultValue::Bool(true),
    who: Who::Admin,
    description: "Ask a model too (needs a model)",
};
/// `embedwatcher.failed_parse_log_channel_id`.
pub const FAILED_LOG: Definition = Definition {
    scope: "embedwatcher",
    key: "failed_parse_log_channel_id",
    kind: Kind::Channel,
    default: DefaultValue::Unset,
    who: Who::Admin,
    description: "Log of unread announcements",
};
/// `embedwatcher.non_embed_enabled`.
pub const NON_EMBED: Definition = Definition {
    scope: "embedwatcher",
    key: "non_embed_enabled",
    kind: Kind::Bool,
    default: DefaultValue::Bool(false),
    who: Who::Admin,
    description: "Read plain text messages too",
};
/// `embedwatcher.process_bot_messages`.
pub const PROCESS_BOT: Definition = Definition {
    scope: "embedwatcher",
    key: "process_bot_messages",
    kind: Kind::Bool,
    default: DefaultValue::Bool(false),
    who: Who::Admin,
    description: "Read my own messages too",
};
/// `embedwatcher.allow_all_authors`.
pub const ALL_AUTHORS: Definition = Definition {
    scope: "embedwatcher",
    key: "allow_all_authors",
    kind: Kind::Bool,
    default: DefaultValue::Bool(false),
    who: Who::Admin,
    description: "Read announcements of any member",
};

/// Every setting of this feature, for the registry.
pub const DEFINITIONS: &[Definition] = &[
    ENABLED,
    DEFAULT_CHANNEL,
    ALLOW_EVERYONE,
    LATE_WINDOW,
    WATCHER_ENABLED,
    ANNOUNCEMENTS_CHANNEL,
    TARGET_CHANNEL,
    OFFSET,
    FALLBACK,
    FAILED_LOG,
    NON_EMBED,
    PROCESS_BOT,
    ALL_AUTHORS,
];

/// What reminders and the watcher need.
pub const CAPABILITIES: &[Capability] = &[
    Capability::of(ENABLED.scope, Since::SwitchedOn),
    Capability {
        settings: &[&ANNOUNCEMENTS_CHANNEL],
        intents: &[Need {
            of: Intent::MessageContent,
            to: "read announcements",
        }],
        ..Capability::of(WATCHER_ENABLED.scope, Since::SwitchedOn)
    },
];

/// Scope `reminders`, decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemindersSettings {
    /// Whether commands answer and reminders are sent.
    pub enabled: bool,
    /// Where a reminder goes that names no channel.
    pub default_channel_id: Option<ChannelId>,
    /// Whether reminders that ask for it ping everyone.
    pub allow_everyone_mentions: bool,
    /// How long after its moment a reminder is still worth sending when its event has begun.
    pub late_window: TimeDelta,
}

impl RemindersSettings {
    /// The scope as it stands in `snapshot`.
    pub fn read(snapshot: &Snapshot) -> Self {
        Self {
            enabled: snapshot.bool(&ENABLED),
            default_channel_id: snapshot.channel(&DEFAULT_CHANNEL),
            allow_everyone_mentions: snapshot.bool(&ALLOW_EVERYONE),
            late_window: TimeDelta::minutes(snapshot.int(&LATE_WINDOW)),
        }
    }
}

/// Scope `embedwatcher`, decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a setting that an admin switches by itself"
)]
pub struct EmbedWatcherSettings {
    /// Whether announcements are read.
    pub enabled: bool,
    /// The one channel that is watched.
    pub announcements_channel_id: Option<ChannelId>,
    /// Where automatic reminders go; the announcements' own channel when unset.
    pub target_channel_id: Option<ChannelId>,
    /// How long before its event a reminder goes out; also for those made by hand.
    pub reminder_offset: Lead,
    /// Whether a model may be asked about what the rules cannot read.
    pub gpt_fallback_enabled: bool,
    /// Where announcements are shown that could not be read.
    pub failed_parse_log_channel_id: Option<ChannelId>,
    /// Whether messages without embeds are read.
    pub non_embed_enabled: bool,
    /// Whether the bot's own messages are read.
    pub process_bot_messages: bool,
    /// Whether anybody's announcements are read, not only those of trusted authors.
    pub allow_all_authors: bool,
}

impl EmbedWatcherSettings {
    /// The scope as it stands in `snapshot`.
    pub fn read(snapshot: &Snapshot) -> Self {
        Self {
            enabled: snapshot.bool(&WATCHER_ENABLED),
            announcements_channel_id: snapshot.channel(&ANNOUNCEMENTS_CHANNEL),
            target_channel_id: snapshot.channel(&TARGET_CHANNEL),
            reminder_offset: Lead::minutes(snapshot.int(&OFFSET)).unwrap_or(Lead::NONE),
            gpt_fallback_enabled: snapshot.bool(&FALLBACK),
            failed_parse_log_channel_id: snapshot.channel(&FAILED_LOG),
            non_embed_enabled: snapshot.bool(&NON_EMBED),
            process_bot_messages: snapshot.bool(&PROCESS_BOT),
            allow_all_authors: snapshot.bool(&ALL_AUTHORS),
        }
    }
}
