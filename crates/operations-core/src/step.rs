//! The steps of the schema, as people see them.

use std::fmt;
use std::time::Duration;

use chrono::{DateTime, Utc};

/// How moments are written: to the second, since nobody migrates twice within one.
const MOMENT: &str = "%Y-%m-%d %H:%M:%S UTC";

/// One step of the schema and where it stands. Written as a line of a list, like
/// `0002 settings    pending`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Its number; steps are taken in the order of their numbers.
    pub version: i64,
    /// What it does, out of its file name.
    pub description: String,
    /// Where it stands.
    pub state: StepState,
    /// Whether this program knows how to take it back.
    pub reversible: bool,
}

/// Where a step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepState {
    /// Applied, and the file is still the same.
    Applied {
        /// When.
        at: DateTime<Utc>,
    },
    /// Not applied yet.
    Pending,
    /// Recorded as begun and never as finished, by whatever applied it.
    HalfApplied,
    /// Applied, but the file was edited since.
    Changed {
        /// When it was applied.
        at: DateTime<Utc>,
    },
    /// Applied, but by a program that knows steps this one does not.
    Unknown {
        /// When it was applied.
        at: DateTime<Utc>,
    },
}

/// One step that was applied and not taken back. Written as a line of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppliedStep {
    /// Its number.
    pub version: i64,
    /// What it does, out of its file name.
    pub description: String,
    /// When it was applied.
    pub at: DateTime<Utc>,
    /// How long it took; nothing when the process died before it could note that.
    pub took: Option<Duration>,
}

/// One step that was just applied or taken back. Written as a line of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DoneStep {
    /// Its number.
    pub version: i64,
    /// What it does, out of its file name.
    pub description: String,
    /// How long it took.
    pub took: Duration,
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:04} {:<32} {}",
            self.version, self.description, self.state
        )
    }
}

impl fmt::Display for StepState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Applied { at } => write!(f, "applied {}", at.format(MOMENT)),
            Self::Pending => f.write_str("pending"),
            Self::HalfApplied => f.write_str("begun and never finished"),
            Self::Changed { .. } => f.write_str("applied, but its file has changed since"),
            Self::Unknown { .. } => f.write_str("applied by a newer version of Alphapy"),
        }
    }
}

impl fmt::Display for AppliedStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = self.at.format(MOMENT);
        write!(f, "{at} {:04} {}", self.version, self.description)?;
        match self.took {
            Some(took) => write!(f, " in {} ms", took.as_millis()),
            None => Ok(()),
        }
    }
}

impl fmt::Display for DoneStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let milliseconds = self.took.as_millis();
        write!(
            f,
            "{:04} {} in {milliseconds} ms",
            self.version, self.description
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_is_a_line_that_says_where_it_stands() {
        let mut step = Step {
            version: 2,
            description: "settings".to_owned(),
            state: StepState::Pending,
            reversible: true,
        };
        let name = format!("0002 settings{:25}", "");
        assert_eq!(step.to_string(), format!("{name}pending"));
        let at = DateTime::UNIX_EPOCH;
        step.state = StepState::Applied { at };
        let applied = format!("{name}applied 1970-01-01 00:00:00 UTC");
        assert_eq!(step.to_string(), applied);
    }

    #[test]
    fn what_was_done_is_a_line_that_says_how_long_it_took() {
        let mut applied = AppliedStep {
            version: 3,
            description: "reminders".to_owned(),
            at: DateTime::UNIX_EPOCH,
            took: Some(Duration::from_millis(12)),
        };
        let line = "1970-01-01 00:00:00 UTC 0003 reminders";
        assert_eq!(applied.to_string(), format!("{line} in 12 ms"));
        applied.took = None;
        assert_eq!(applied.to_string(), line);
        let done = DoneStep {
            version: 3,
            description: "reminders".to_owned(),
            took: Duration::from_millis(7),
        };
        assert_eq!(done.to_string(), "0003 reminders in 7 ms");
    }
}
