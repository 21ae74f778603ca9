//! Why a ticket is not opened, and who is to hear of it.

use std::error::Error;

use chrono::TimeDelta;
use kernel::{ChannelId, PortFailure, UseCaseError};

use crate::{Permissions, Place, RoomError, RoomKind, Ticket};

/// Why a ticket is not opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OpenRefusal {
    /// Tickets are switched off here.
    Disabled,
    /// They tried just now; so long they wait.
    CoolingDown(TimeDelta),
    /// Nothing was asked.
    NoDescription,
    /// More than [`DESCRIPTION_MAX`](super::DESCRIPTION_MAX) characters were typed.
    TooLong,
    /// No category has been chosen.
    NotSetUp,
    /// The category that was chosen is gone, or is none.
    CategoryGone(ChannelId),
    /// The channel in whose threads tickets are is gone, or has no threads.
    ThreadChannelGone(ChannelId),
    /// They have as many live tickets as they may: these.
    TooMany(Vec<Ticket>),
    /// The bot lacks these in the category.
    Lacking(Permissions),
    /// The category has as many channels as Discord takes.
    CategoryFull,
    /// The guild has as many channels as Discord takes.
    GuildFull,
    /// The guild has as many active threads as Discord takes.
    ThreadsFull,
    /// Discord did not do it, for this reason, which is for whoever runs the bot and for nobody's eyes on Discord.
    Discord(String),
    /// Nobody knows, for this reason, whether Discord did it or what is left of it: the ticket is kept, and
    /// [`Tickets::repair`](crate::Tickets::repair) opens it or takes it back within minutes of knowing.
    Unsettled(String),
    /// Its channel is there, the bot lacks these to furnish it, as far as one knows, and could not take it away again: the
    /// ticket is kept, and [`Tickets::repair`](crate::Tickets::repair) goes on once it may.
    Unfinished(Permissions),
}

impl OpenRefusal {
    /// The place that was chosen is gone.
    pub(super) fn gone(place: Place) -> Self {
        match place {
            Place::Category(category) => Self::CategoryGone(category),
            Place::Threads(channel) => Self::ThreadChannelGone(channel),
        }
    }

    /// Whether there is no room for another channel, or thread, before others are put away.
    pub(super) fn is_full(&self) -> bool {
        matches!(
            self,
            Self::CategoryFull | Self::GuildFull | Self::ThreadsFull
        )
    }

    /// Whether staff can mend it, or should know that people are turned away.
    pub(super) fn concerns_staff(&self) -> bool {
        match self {
            Self::CategoryGone(_)
            | Self::ThreadChannelGone(_)
            | Self::ThreadsFull
            | Self::Lacking(_)
            | Self::CategoryFull
            | Self::GuildFull
            | Self::Discord(_)
            | Self::Unsettled(_)
            | Self::Unfinished(_) => true,
            Self::Disabled
            | Self::CoolingDown(_)
            | Self::NoDescription
            | Self::TooLong
            | Self::NotSetUp
            | Self::TooMany(_) => false,
        }
    }
}

/// Why a channel was not made, or not furnished.
#[derive(Debug)]
pub(in crate::use_cases) enum Unfurnished {
    /// Discord did not do its part.
    Room(RoomError),
    /// What it did could not be noted.
    Store(PortFailure),
    /// For this reason nobody knows what is left of it; what there is, is looked after later.
    Left(RoomError),
}

impl From<RoomError> for Unfurnished {
    fn from(error: RoomError) -> Self {
        Self::Room(error)
    }
}

impl From<Unfurnished> for RoomError {
    fn from(error: Unfurnished) -> Self {
        match error {
            Unfurnished::Room(error) | Unfurnished::Left(error) => error,
            Unfurnished::Store(failure) => Self::Failed(failure),
        }
    }
}

impl Unfurnished {
    /// The same where not all of it could be cleared away.
    pub(in crate::use_cases) fn left(self) -> Self {
        Self::Left(self.into())
    }

    /// Whether the ticket is kept, for [`Tickets::repair`](crate::Tickets::repair) to look after.
    pub(super) fn leaves_the_row(&self) -> bool {
        matches!(self, Self::Left(_))
    }

    /// What the requester hears of it.
    pub(super) fn heard(self, room: RoomKind) -> UseCaseError<OpenRefusal> {
        UseCaseError::Refused(match self {
            Self::Store(failure) => return failure.into(),
            Self::Left(RoomError::Forbidden(lacking)) => OpenRefusal::Unfinished(lacking),
            Self::Left(error) => OpenRefusal::Unsettled(told(&error)),
            Self::Room(RoomError::Forbidden(lacking)) => OpenRefusal::Lacking(lacking),
            Self::Room(RoomError::Full) if room == RoomKind::Thread => OpenRefusal::ThreadsFull,
            Self::Room(RoomError::Full) => OpenRefusal::CategoryFull,
            Self::Room(error) => not_done(&error),
        })
    }
}

/// That Discord did not do it, and why.
pub(super) fn not_done(error: &dyn Error) -> OpenRefusal {
    OpenRefusal::Discord(told(error))
}

/// An error with what is behind it, for whoever runs the bot.
pub(in crate::use_cases) fn told(error: &dyn Error) -> String {
    let mut words = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        words = format!("{words}: {cause}");
        source = cause.source();
    }
    words
}
