//! Changes: what is asked of the store, and what it reports back.

use kernel::{GuildId, PortFailure, UserId};

use crate::{Constraint, Definition, HistoryId, SettingValue};

/// Several settings of one guild to be changed together, or not at all.
#[derive(Debug, Clone, PartialEq)]
pub struct ApplyChanges {
    /// Whose settings.
    pub guild: GuildId,
    /// What to change.
    pub changes: Vec<Change>,
    /// Who changes them; `None` for the bot itself.
    pub actor: Option<UserId>,
    /// By which way.
    pub source: ChangeSource,
    /// What the guild's settings must keep to afterwards.
    pub constraints: Vec<&'static Constraint>,
    /// The request that caused it, for whoever reads the history beside a log.
    pub request_id: Option<String>,
}

/// One setting to be changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// Which.
    pub definition: &'static Definition,
    /// To what; `None` clears it, so that the default holds again.
    pub new: Option<SettingValue>,
    /// The entry of the history that this undoes.
    pub rollback_of: Option<HistoryId>,
}

impl Change {
    /// The wish that `definition` becomes `new`.
    pub fn to(definition: &'static Definition, new: Option<SettingValue>) -> Self {
        Self {
            definition,
            new,
            rollback_of: None,
        }
    }
}

/// Why changes are not made.
#[derive(Debug, thiserror::Error)]
pub enum NotApplied {
    /// Together with what the guild has set they would break this.
    #[error("the settings would not go together")]
    Violates(&'static Constraint),
    /// The store failed.
    #[error(transparent)]
    Failed(#[from] PortFailure),
}

/// A setting that has changed: stored, with its history.
#[derive(Debug, Clone, PartialEq)]
pub struct SettingChanged {
    /// Which.
    pub definition: &'static Definition,
    /// What the guild had set before; `None` if nothing.
    pub old: Option<SettingValue>,
    /// What it has set now; `None` if nothing.
    pub new: Option<SettingValue>,
    /// Who changed it; `None` for the bot itself.
    pub actor: Option<UserId>,
    /// By which way.
    pub source: ChangeSource,
}

/// The way by which a change came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeSource {
    /// A command in Discord.
    Command,
    /// The set-up wizard.
    Wizard,
    /// The HTTP API.
    Api,
    /// An imported file.
    Import,
    /// The undoing of an earlier change.
    Rollback,
    /// The bot itself.
    System,
}

/// What a change did to the row, as the history tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeType {
    /// Set for the first time.
    Created,
    /// Set to something else.
    Updated,
    /// Cleared.
    Deleted,
    /// Undone.
    Rollback,
    /// Imported.
    Import,
}

impl ChangeSource {
    /// Every way.
    pub const ALL: [Self; 6] = [
        Self::Command,
        Self::Wizard,
        Self::Api,
        Self::Import,
        Self::Rollback,
        Self::System,
    ];

    /// The way that a word of the history stands for.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == word)
    }

    /// The word that the history stores.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Command => "command",
            Self::Wizard => "wizard",
            Self::Api => "api",
            Self::Import => "import",
            Self::Rollback => "rollback",
            Self::System => "system",
        }
    }
}

impl ChangeType {
    /// Every type.
    pub const ALL: [Self; 5] = [
        Self::Created,
        Self::Updated,
        Self::Deleted,
        Self::Rollback,
        Self::Import,
    ];

    /// The type that a word of the history stands for.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == word)
    }

    /// The word that the history stores.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Updated => "updated",
            Self::Deleted => "deleted",
            Self::Rollback => "rollback",
            Self::Import => "import",
        }
    }
}

impl ChangeType {
    /// What a change from `old` to `new`, made by way of `source`, did to the row.
    pub fn between<T>(source: ChangeSource, old: Option<&T>, new: Option<&T>) -> Self {
        match (source, old, new) {
            (ChangeSource::Rollback, ..) => Self::Rollback,
            (ChangeSource::Import, ..) => Self::Import,
            (_, None, _) => Self::Created,
            (_, Some(_), None) => Self::Deleted,
            (_, Some(_), Some(_)) => Self::Updated,
        }
    }
}

impl SettingChanged {
    /// What the change did, as the history tells it.
    pub fn change_type(&self) -> ChangeType {
        ChangeType::between(self.source, self.old.as_ref(), self.new.as_ref())
    }
}
