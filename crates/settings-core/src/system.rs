//! The scope `system`: where the bot logs, how much, and which zone the guild lives in.

use chrono_tz::Tz;
use kernel::ChannelId;

use crate::{Capability, DefaultValue, Definition, Kind, Since, Snapshot, Who};

/// The scope's name.
pub const SCOPE: &str = "system";

/// Where all log and audit embeds go.
pub const LOG_CHANNEL: Definition = channel("log_channel_id", "Where the bot posts what it did");

/// Where the rules and the onboarding panel are.
pub const RULES_CHANNEL: Definition = channel(
    "rules_channel_id",
    "Where the rules and the onboarding panel are",
);

/// Where members are onboarded.
pub const ONBOARDING_CHANNEL: Definition = channel(
    "onboarding_channel_id",
    "Where members are onboarded; without it, the rules channel",
);

/// How much is posted to the log channel.
pub const LOG_LEVEL: Definition = Definition {
    scope: SCOPE,
    key: "log_level",
    kind: Kind::Choice(&["verbose", "normal", "critical"]),
    default: DefaultValue::Text("verbose"),
    who: Who::Admin,
    description: "How much the bot posts to the log channel",
};

/// The zone that clocks and dates of this guild are in.
pub const TIMEZONE: Definition = Definition {
    scope: SCOPE,
    key: "timezone",
    kind: Kind::TimeZone,
    default: DefaultValue::TimeZone(Tz::Europe__Brussels),
    who: Who::Admin,
    description: "The time zone of this server's clocks and dates",
};

/// Every setting of this scope.
pub const DEFINITIONS: &[Definition] = &[
    LOG_CHANNEL,
    RULES_CHANNEL,
    ONBOARDING_CHANNEL,
    LOG_LEVEL,
    TIMEZONE,
];

/// What it needs: an admin who is told nothing learns of trouble too late.
pub const CAPABILITIES: &[Capability] = &[Capability {
    settings: &[&LOG_CHANNEL],
    ..Capability::of(SCOPE, Since::SwitchedOn)
}];

/// The settings of the scope `system`, decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SystemSettings {
    /// Where all log and audit embeds go; nowhere when unset.
    pub log_channel_id: Option<ChannelId>,
    /// Where the rules are.
    pub rules_channel_id: Option<ChannelId>,
    /// Where members are onboarded, if set; see [`SystemSettings::onboarding_channel`].
    pub onboarding_channel_id: Option<ChannelId>,
    /// How much is posted to the log channel.
    pub log_level: LogLevel,
    /// The guild's time zone.
    pub timezone: Tz,
}

/// How much is posted to the log channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogLevel {
    /// Everything.
    Verbose,
    /// Everything but details for finding faults.
    Normal,
    /// What went wrong, and changes of the configuration.
    Critical,
}

/// What an entry in the log channel is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// A detail for finding faults.
    Debug,
    /// Something happened.
    Info,
    /// Something worked.
    Success,
    /// Something needs attention.
    Warning,
    /// Something failed.
    Error,
    /// Something failed that others depend on.
    Critical,
    /// Somebody changed the configuration: always shown.
    ConfigurationAudit,
}

impl SystemSettings {
    /// The scope's settings in `snapshot`.
    pub fn read(snapshot: &Snapshot) -> Self {
        Self {
            log_channel_id: snapshot.channel(&LOG_CHANNEL),
            rules_channel_id: snapshot.channel(&RULES_CHANNEL),
            onboarding_channel_id: snapshot.channel(&ONBOARDING_CHANNEL),
            log_level: LogLevel::from_choice(snapshot.choice(&LOG_LEVEL)),
            timezone: snapshot.zone(&TIMEZONE),
        }
    }

    /// Where members are onboarded: the channel for it, or else the rules channel.
    pub fn onboarding_channel(&self) -> Option<ChannelId> {
        self.onboarding_channel_id.or(self.rules_channel_id)
    }
}

impl Default for SystemSettings {
    fn default() -> Self {
        Self::read(&Snapshot::default())
    }
}

impl LogLevel {
    /// Whether an entry of this severity is posted.
    pub fn shows(self, severity: Severity) -> bool {
        match self {
            Self::Verbose => true,
            Self::Normal => severity != Severity::Debug,
            Self::Critical => matches!(
                severity,
                Severity::Error | Severity::Critical | Severity::ConfigurationAudit
            ),
        }
    }

    fn from_choice(word: &str) -> Self {
        match word {
            "critical" => Self::Critical,
            "normal" => Self::Normal,
            _ => Self::Verbose,
        }
    }
}

/// Where a change of settings is reported: the log channel as it is after the change; the one before it when the change
/// cleared it, so that the last thing seen there is why nothing follows.
pub fn audit_channel(before: &Snapshot, after: &Snapshot) -> Option<ChannelId> {
    after
        .channel(&LOG_CHANNEL)
        .or_else(|| before.channel(&LOG_CHANNEL))
}

const fn channel(key: &'static str, description: &'static str) -> Definition {
    Definition {
        scope: SCOPE,
        key,
        kind: Kind::Channel,
        default: DefaultValue::Unset,
        who: Who::Admin,
        description,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{SettingValue, testing};

    const SEVERITIES: [Severity; 7] = [
        Severity::Debug,
        Severity::Info,
        Severity::Success,
        Severity::Warning,
        Severity::Error,
        Severity::Critical,
        Severity::ConfigurationAudit,
    ];

    fn set_to(definition: &Definition, id: u64) -> Snapshot {
        let channel = SettingValue::Channel(ChannelId::new(id).unwrap());
        Snapshot::default().with(definition, channel)
    }

    #[test]
    fn the_definitions_are_sound() {
        testing::assert_sound(DEFINITIONS);
    }

    #[test]
    fn a_guild_that_has_set_nothing_logs_everything_nowhere_in_brussels() {
        let settings = SystemSettings::default();
        assert_eq!(settings.log_channel_id, None);
        assert_eq!(settings.log_level, LogLevel::Verbose);
        assert_eq!(settings.timezone, Tz::Europe__Brussels);
    }

    #[test]
    fn reads_what_the_guild_has_set() {
        let snapshot = set_to(&RULES_CHANNEL, 7)
            .with(&LOG_LEVEL, SettingValue::Text("critical".to_owned()))
            .with(&TIMEZONE, SettingValue::TimeZone(Tz::America__New_York));
        let settings = SystemSettings::read(&snapshot);
        assert_eq!(settings.log_level, LogLevel::Critical);
        assert_eq!(settings.timezone, Tz::America__New_York);
        assert_eq!(settings.onboarding_channel(), settings.rules_channel_id);
        assert_eq!(settings.onboarding_channel(), ChannelId::new(7).ok());
    }

    #[test]
    fn each_level_hides_what_it_should_and_never_a_configuration_change() {
        let shown = |level: LogLevel| SEVERITIES.map(|it| level.shows(it));
        assert_eq!(shown(LogLevel::Verbose), [true; 7]);
        assert_eq!(
            shown(LogLevel::Normal),
            [false, true, true, true, true, true, true]
        );
        assert_eq!(
            shown(LogLevel::Critical),
            [false, false, false, false, true, true, true]
        );
    }

    #[test]
    fn a_change_of_the_log_channel_is_reported_in_the_new_one_and_its_removal_in_the_old_one() {
        let (none, old, new) = (
            Snapshot::default(),
            set_to(&LOG_CHANNEL, 1),
            set_to(&LOG_CHANNEL, 2),
        );
        assert_eq!(audit_channel(&old, &new), ChannelId::new(2).ok());
        assert_eq!(audit_channel(&old, &none), ChannelId::new(1).ok());
        assert_eq!(audit_channel(&none, &none), None);
    }
}
