//! How many get how far: counts by day, and nothing of who they were.

mod figures;

pub use figures::{Figures, Reached};

use chrono::TimeDelta;

use crate::Phase;

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FunnelEvent {
    /// Somebody pressed the start button and was offered a way in.
    Shown,
    /// A session began.
    Started,
    /// A step was taken: a rule accepted, a question answered or skipped. Only the first time in a session, so that whoever
    /// changes an answer is not counted twice.
    Passed(Phase, u16),
    /// The onboarding was completed, so long after its session had begun.
    Completed(TimeDelta),
}

impl FunnelEvent {
    /// The word that it is counted by.
    pub fn word(self) -> &'static str {
        match self {
            Self::Shown => "shown",
            Self::Started => "started",
            Self::Passed(Phase::Rules, _) => "rule",
            Self::Passed(Phase::Questions, _) => "question",
            Self::Passed(Phase::Personalisation, _) => "personalization",
            Self::Passed(Phase::Confirming, _) => "confirmed",
            Self::Completed(_) => "completed",
        }
    }

    /// Which step of its kind, from 0.
    pub fn step(self) -> u16 {
        match self {
            Self::Passed(_, step) => step,
            Self::Shown | Self::Started | Self::Completed(_) => 0,
        }
    }

    /// How long it took, in whole seconds; 0 for all but completions.
    pub fn seconds(self) -> i64 {
        match self {
            Self::Completed(took) => took.num_seconds().max(0),
            Self::Shown | Self::Started | Self::Passed(..) => 0,
        }
    }
}
