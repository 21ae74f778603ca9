//! The history of a guild's settings: what was changed, from what to what, by whom and how.

use chrono::{DateTime, Utc};
use kernel::UserId;

use crate::{ChangeSource, ChangeType, RawValue};

/// Names one line of the history; lines written later have higher ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HistoryId(i64);

/// A number that names no line of any history: zero or negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an entry of the history has a number above 0")]
pub struct NoHistoryId;

/// One line of the history.
#[derive(Debug, Clone, PartialEq)]
pub struct HistoryEntry {
    /// Its id.
    pub id: HistoryId,
    /// The scope of the setting, which may not exist any more.
    pub scope: String,
    /// Its key.
    pub key: String,
    /// What was stored before, as it was stored; `None` if nothing.
    pub old: Option<RawValue>,
    /// What has been stored since; `None` if nothing.
    pub new: Option<RawValue>,
    /// Who changed it; `None` for the bot itself.
    pub changed_by: Option<UserId>,
    /// When.
    pub changed_at: DateTime<Utc>,
    /// What it did to the row.
    pub change_type: ChangeType,
    /// By which way it came.
    pub source: ChangeSource,
    /// The entry that it undid.
    pub rollback_of: Option<HistoryId>,
    /// The kind of value that was stored, by [`Kind::value_type`](crate::Kind::value_type) of that time; `None` in lines
    /// that other programs wrote.
    pub value_type: Option<String>,
    /// The request that caused it, as the log names it; `None` when no request did.
    pub request_id: Option<String>,
}

/// Which lines of a guild's history are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HistoryFilter {
    /// Of this scope only.
    pub scope: Option<String>,
    /// Of settings with this key only.
    pub key: Option<String>,
    /// Only those that did this to a row.
    pub change_type: Option<ChangeType>,
    /// Only those before this one.
    pub before: Option<HistoryId>,
    /// At most so many.
    pub limit: u16,
}

impl HistoryId {
    /// The id with this number.
    pub fn new(number: i64) -> Result<Self, NoHistoryId> {
        if number > 0 {
            Ok(Self(number))
        } else {
            Err(NoHistoryId)
        }
    }

    /// The number.
    pub fn get(self) -> i64 {
        self.0
    }
}

impl std::fmt::Display for HistoryId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}
