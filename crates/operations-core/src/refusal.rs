//! Why the schema is not shown, or not changed.

use crate::NoConsent;

/// Why the rules say no.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SchemaRefusal {
    /// Only owners of the bot, and admins of its home server while they are there, may see it.
    NotForYou,
    /// Only owners of the bot may change it.
    OwnersOnly,
    /// The confirmation does not count.
    NoConsent(NoConsent),
    /// Every step is applied.
    NothingPending,
    /// No step is applied.
    NothingApplied,
    /// Another number was typed than that of the step.
    OtherVersionTyped {
        /// The step's.
        version: i64,
    },
    /// The steps themselves do not allow it.
    Steps(StepRefusal),
}

/// Why the steps cannot be taken, or went wrong. Nothing was changed, except by the steps before the one that failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepRefusal {
    /// Another process is migrating.
    Busy,
    /// It took longer than ten minutes and was broken off.
    TookTooLong,
    /// A step is recorded as begun and not finished.
    HalfApplied {
        /// The step.
        version: i64,
    },
    /// The file of an applied step was edited.
    Changed {
        /// The step.
        version: i64,
    },
    /// The database is ahead of this program.
    DatabaseNewer {
        /// The newest step of the database.
        version: i64,
        /// The newest that this program knows; zero when there is none.
        known: i64,
    },
    /// The database has a step between ours that we do not have.
    Missing {
        /// The step.
        version: i64,
    },
    /// No step has this number.
    NoSuchVersion {
        /// The number.
        version: i64,
    },
    /// Only the last applied step can be taken back.
    NotTheLast {
        /// The step that was named.
        version: i64,
        /// The one that could be taken back.
        last: Option<i64>,
    },
    /// The step has no way back.
    NotReversible {
        /// The step.
        version: i64,
    },
    /// A step failed and was rolled back; the log has the reason.
    Failed {
        /// The step.
        version: i64,
    },
}

impl From<NoConsent> for SchemaRefusal {
    fn from(why: NoConsent) -> Self {
        Self::NoConsent(why)
    }
}
