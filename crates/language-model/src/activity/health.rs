//! How the model is, in a word.

use std::fmt;

use crate::FailureClass;

/// How the model is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Health {
    /// It does not answer before somebody mends this.
    Offline(FailureClass),
    /// It is left alone for a while, or three in ten of the last questions failed.
    Degraded,
    /// Well.
    Operational,
    /// Nobody has asked for two hours.
    Idle,
    /// Nobody has asked since the program began.
    NoActivity,
}

impl fmt::Display for Health {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Offline(class) => write!(f, "Offline ({class})"),
            Self::Degraded => f.write_str("Degraded"),
            Self::Operational => f.write_str("Operational"),
            Self::Idle => f.write_str("Idle"),
            Self::NoActivity => f.write_str("No activity yet"),
        }
    }
}
