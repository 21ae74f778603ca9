//! Values: the typed ones that a setting holds, and the raw ones that come in from outside.

use std::fmt;

use chrono_tz::Tz;
use kernel::{ChannelId, MessageId, RoleId};

/// A value that a setting can hold. Only [`Kind::coerce`](crate::Kind::coerce) and
/// [`Kind::decode_stored`](crate::Kind::decode_stored) make one from raw input.
#[derive(Debug, Clone, PartialEq)]
pub enum SettingValue {
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A finite number.
    Float(f64),
    /// A channel or thread.
    Channel(ChannelId),
    /// A channel category.
    Category(ChannelId),
    /// A role.
    Role(RoleId),
    /// A message.
    Message(MessageId),
    /// A text, a choice, or a model's name.
    Text(String),
    /// A time zone.
    TimeZone(Tz),
}

/// A value as it arrives: from JSON, from a Discord option, from a stored row. Adapters translate into it.
#[derive(Debug, Clone, PartialEq)]
pub enum RawValue {
    /// Nothing.
    Null,
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// Any other number, including whole ones that do not fit an `i64`.
    Float(f64),
    /// A text.
    Text(String),
    /// An array, an object: nothing that a setting could be.
    Other,
}

impl From<&SettingValue> for RawValue {
    /// The form in which a value is stored and shown to other programs: ids are strings of digits, because JSON numbers
    /// lose precision above 2⁵³.
    fn from(value: &SettingValue) -> Self {
        match value {
            SettingValue::Bool(it) => Self::Bool(*it),
            SettingValue::Int(it) => Self::Int(*it),
            SettingValue::Float(it) => Self::Float(*it),
            SettingValue::Channel(_)
            | SettingValue::Category(_)
            | SettingValue::Role(_)
            | SettingValue::Message(_)
            | SettingValue::Text(_)
            | SettingValue::TimeZone(_) => Self::Text(value.to_string()),
        }
    }
}

impl fmt::Display for SettingValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bool(it) => it.fmt(f),
            Self::Int(it) => it.fmt(f),
            Self::Float(it) => it.fmt(f),
            Self::Channel(it) | Self::Category(it) => it.fmt(f),
            Self::Role(it) => it.fmt(f),
            Self::Message(it) => it.fmt(f),
            Self::Text(it) => it.fmt(f),
            Self::TimeZone(it) => it.name().fmt(f),
        }
    }
}
