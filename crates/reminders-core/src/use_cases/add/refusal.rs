//! Why a reminder is not added.

use chrono::TimeDelta;
use kernel::{ChannelId, UseCaseError};
use parsers::Reason;

use crate::use_cases::when::WhenRefusal;
use crate::{InvalidReminder, PictureRefusal, ReminderId, TargetRefusal};

/// Why a reminder was not added. Nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AddRefusal {
    /// Reminders are switched off in this guild.
    Disabled,
    /// The member has added several just now; how long to wait.
    CoolingDown(TimeDelta),
    /// The member has as many active reminders as their tier allows.
    QuotaReached(u32),
    /// The picture cannot be had.
    Picture(PictureRefusal),
    /// This link is not one to a message.
    LinkInvalid(String),
    /// The linked message cannot be read: it does not exist, or the member or the bot may not see it.
    LinkUnreadable,
    /// The linked message has no embed.
    NoEmbed,
    /// The linked embed's date or time could not be read.
    NotUnderstood(Reason),
    /// The watcher made a reminder of the linked message already.
    AlreadyTracked(ReminderId),
    /// Neither a time nor a link was given.
    TimeMissing,
    /// The reminder cannot be posted there.
    Target(TargetRefusal),
    /// What was typed is no moment.
    When(WhenRefusal),
    /// The member may not ping everyone in this channel, and so neither may their reminder.
    MayNotPing(ChannelId),
    /// A text is empty or too long.
    Invalid(InvalidReminder),
    /// An option holds more characters than it may.
    TooLong {
        /// The option's name.
        option: &'static str,
        /// How many characters it may have.
        max: usize,
    },
}

/// How adding ends when nothing is added.
pub(super) type Refused = UseCaseError<AddRefusal>;

pub(super) fn refused(refusal: AddRefusal) -> Refused {
    UseCaseError::Refused(refusal)
}

pub(super) fn invalid(error: InvalidReminder) -> Refused {
    refused(AddRefusal::Invalid(error))
}

pub(super) fn when(refusal: WhenRefusal) -> Refused {
    refused(AddRefusal::When(refusal))
}
