//! What a setting is before anybody has set it: its name, kind, default, and who may change it.

use chrono_tz::Tz;

use crate::SettingValue;

/// One setting that a guild can have, compiled into the program.
///
/// Every feature declares its own as constants and lists them in a `DEFINITIONS` slice; the [`Registry`](crate::Registry)
/// holds all of them. What a definition says is the only default there is: callers never bring one of their own.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Definition {
    /// The feature it belongs to, such as `reminders`.
    pub scope: &'static str,
    /// Its name within the scope, such as `default_channel_id`.
    pub key: &'static str,
    /// What values it takes.
    pub kind: Kind,
    /// What holds while the guild has not set it.
    pub default: DefaultValue,
    /// Who may change it.
    pub who: Who,
    /// What it does, in one line for admins.
    pub description: &'static str,
}

/// What values a setting takes, with their bounds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    /// Yes or no.
    Bool,
    /// A whole number between two bounds, both included.
    Int {
        /// The smallest value.
        min: i64,
        /// The largest value.
        max: i64,
    },
    /// A number between two bounds, both included.
    Float {
        /// The smallest value.
        min: f64,
        /// The largest value.
        max: f64,
    },
    /// A channel or thread.
    Channel,
    /// A channel category.
    Category,
    /// A role.
    Role,
    /// A message.
    Message,
    /// One of these lower-case words.
    Choice(&'static [&'static str]),
    /// Free text.
    Text {
        /// The most Unicode scalar values it may have.
        max: usize,
    },
    /// The name of a language model.
    Model,
    /// An IANA time zone, such as `Europe/Brussels`.
    TimeZone,
}

/// What holds while a guild has not set a setting.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum DefaultValue {
    /// Nothing: no channel, no role, no text.
    Unset,
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A number.
    Float(f64),
    /// A text, a model's name, or one of the choices.
    Text(&'static str),
    /// A time zone.
    TimeZone(Tz),
}

/// Who may change a setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// The guild's admins.
    Admin,
    /// Only the owners of the bot, because it costs them money.
    Owner,
    /// Nobody directly: the bot keeps it up to date by itself.
    Managed,
}

impl Definition {
    /// A setting that admins may change and that nothing is set for by default.
    pub const fn new(
        scope: &'static str,
        key: &'static str,
        kind: Kind,
        description: &'static str,
    ) -> Self {
        Self {
            scope,
            key,
            kind,
            default: DefaultValue::Unset,
            who: Who::Admin,
            description,
        }
    }

    /// A switch.
    pub const fn switch(
        scope: &'static str,
        key: &'static str,
        default: bool,
        description: &'static str,
    ) -> Self {
        Self::new(scope, key, Kind::Bool, description).or(DefaultValue::Bool(default))
    }

    /// The same with this default.
    #[must_use]
    pub const fn or(self, default: DefaultValue) -> Self {
        Self { default, ..self }
    }

    /// The same for these to change.
    #[must_use]
    pub const fn by(self, who: Who) -> Self {
        Self { who, ..self }
    }

    /// The value that holds while the guild has not set one.
    pub fn default_value(&self) -> Option<SettingValue> {
        self.default.value()
    }

    /// What holds while what the guild has set cannot be read. A feature is off then: nobody knows whether it is wanted.
    pub(crate) fn when_unreadable(&self) -> DefaultValue {
        match self.kind {
            Kind::Bool if self.key == "enabled" => DefaultValue::Bool(false),
            _ => self.default,
        }
    }

    /// Whether both are the same setting.
    pub fn is(&self, other: &Self) -> bool {
        self.scope == other.scope && self.key == other.key
    }
}

impl DefaultValue {
    /// The same as a value; none for nothing.
    pub(crate) fn value(self) -> Option<SettingValue> {
        match self {
            Self::Unset => None,
            Self::Bool(it) => Some(SettingValue::Bool(it)),
            Self::Int(it) => Some(SettingValue::Int(it)),
            Self::Float(it) => Some(SettingValue::Float(it)),
            Self::Text(it) => Some(SettingValue::Text(it.to_owned())),
            Self::TimeZone(it) => Some(SettingValue::TimeZone(it)),
        }
    }
}

impl Kind {
    /// The word that stands for this kind beside a stored value.
    pub fn value_type(&self) -> &'static str {
        match self {
            Self::Bool => "bool",
            Self::Int { .. } => "int",
            Self::Float { .. } => "float",
            Self::Channel => "channel",
            Self::Category => "category",
            Self::Role => "role",
            Self::Message => "message",
            Self::Choice(_) => "enum",
            // The closed list of stored types has no word for zones; their names are text to whoever reads the table.
            Self::Text { .. } | Self::TimeZone => "text",
            Self::Model => "model",
        }
    }
}
