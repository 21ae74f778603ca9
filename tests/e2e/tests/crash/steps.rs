//! The steps of a delivery at which a process is killed.

use discord_simulator::HoldPoint::{self, BeforeAnswer, BeforeCommit};

use crate::stalls::{Fate, Place};

/// Where a process is when it is killed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// A statement or a COMMIT that Postgres has not answered.
    Database(Place, Fate),
    /// The message's request, not carried out, or carried out and not answered.
    Request(HoldPoint),
    /// The same for the request that takes the advance notice down.
    TakeDown(HoldPoint),
    /// The same for the line in the log channel, after the send has been recorded.
    Log(HoldPoint),
    /// The same for what the maker of a reminder is told.
    Direct(HoldPoint),
    /// Everything is done.
    Done,
}

/// The steps that every send has.
pub(crate) const EVERY_SEND: [Step; 11] = [
    Step::Database(Place::Claim, Fate::GoesOn),
    Step::Database(Place::ClaimCommit, Fate::Lost),
    Step::Database(Place::ClaimCommit, Fate::GoesOn),
    Step::Request(BeforeCommit),
    Step::Request(BeforeAnswer),
    Step::Database(Place::Finish, Fate::GoesOn),
    Step::Database(Place::FinishCommit, Fate::Lost),
    Step::Database(Place::FinishCommit, Fate::GoesOn),
    Step::Log(BeforeCommit),
    Step::Log(BeforeAnswer),
    Step::Done,
];

/// The steps that only the start of an event has, after its message and before its end is recorded.
pub(crate) const TAKING_DOWN: [Step; 2] =
    [Step::TakeDown(BeforeCommit), Step::TakeDown(BeforeAnswer)];

/// The steps of a second try, after a kill at the request.
pub(crate) const SECOND_TRY: [Step; 3] = [
    Step::Database(Place::Again, Fate::GoesOn),
    Step::Database(Place::AgainCommit, Fate::Lost),
    Step::Database(Place::AgainCommit, Fate::GoesOn),
];

/// The steps of a reminder that somebody snoozed: it waits as a claim from the start, and is only taken on.
pub(crate) const SNOOZED: [Step; 9] = [
    Step::Database(Place::Again, Fate::GoesOn),
    Step::Database(Place::AgainCommit, Fate::Lost),
    Step::Database(Place::AgainCommit, Fate::GoesOn),
    Step::Request(BeforeCommit),
    Step::Request(BeforeAnswer),
    Step::Database(Place::Finish, Fate::GoesOn),
    Step::Database(Place::FinishCommit, Fate::Lost),
    Step::Database(Place::FinishCommit, Fate::GoesOn),
    Step::Done,
];

/// The steps whose trap outlives a restart of the database.
pub(crate) const OUTSIDE_THE_DATABASE: [Step; 4] = [
    Step::Request(BeforeCommit),
    Step::Request(BeforeAnswer),
    Step::Log(BeforeCommit),
    Step::Done,
];

impl Step {
    /// What the summary calls it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Database(place, fate) => place.name(fate),
            Self::Request(BeforeCommit) => "request sent, not carried out",
            Self::Request(BeforeAnswer) => "request carried out, not answered",
            Self::TakeDown(BeforeCommit) => "notice about to be taken down",
            Self::TakeDown(BeforeAnswer) => "notice taken down, not answered",
            Self::Log(BeforeCommit) => "recorded, log line not posted",
            Self::Log(BeforeAnswer) => "recorded, log line posted, not answered",
            Self::Direct(BeforeCommit) => "direct message about to be sent",
            Self::Direct(BeforeAnswer) => "direct message sent, not answered",
            Self::Done => "after everything",
        }
    }
}
