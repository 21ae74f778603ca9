//! Why something is no recurrence.

/// Why something is no [`Recurrence`](crate::Recurrence).
#[derive(Debug, Clone, PartialEq, Eq, Hash, thiserror::Error)]
pub enum InvalidRecurrence {
    /// A weekly one without a weekday.
    #[error("no weekday")]
    NoDays,
    /// A day of the month outside 1 to 31.
    #[error("no month has such a day")]
    NoSuchDay,
    /// An interval of zero, or above [`Recurrence::MAX_INTERVAL`](crate::Recurrence::MAX_INTERVAL).
    #[error("an interval outside 1 to 99")]
    Interval,
    /// A count of zero, or above [`Recurrence::MAX_COUNT`](crate::Recurrence::MAX_COUNT).
    #[error("a count outside 1 to 999")]
    Count,
    /// An interval or a count, but nothing to count from.
    #[error("no first date to count from")]
    NeedsStart,
    /// The last date is before the first.
    #[error("the last date is before the first")]
    EndsBeforeStart,
    /// A last date and a count: only one of them can be.
    #[error("both a last date and a count")]
    EndAndCount,
    /// No date fits, ever: the 31st of every twelfth month from a February on.
    #[error("it never happens")]
    Never,
    /// The first or last date is outside the years 0 to 9999.
    #[error("a date outside the years 0 to 9999")]
    BeyondCalendar,
    /// A rule's text lacks this part.
    #[error("the rule has no {0}")]
    MissingPart(&'static str),
    /// A rule's text has this part twice.
    #[error("the rule has {0} twice")]
    RepeatedPart(String),
    /// This part of a rule's text, or this value of it, exists but is not supported.
    #[error("the rule's {0} is not supported")]
    UnsupportedPart(String),
    /// The value of this part of a rule's text cannot be read.
    #[error("the rule's {0} cannot be read")]
    InvalidPart(String),
}
