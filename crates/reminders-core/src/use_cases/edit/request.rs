//! What a member asks to have changed, and what comes of it.

use chrono_tz::Tz;
use kernel::{ChannelId, GuildId, Member, RoleId};

use crate::use_cases::ping::PingOutlook;
use crate::use_cases::when::{ExactChange, WhenRefusal};
use crate::{
    Announce, ClockMove, InvalidReminder, Picture, PictureOutcome, PictureRefusal, Reminder,
    ReminderId, TargetRefusal,
};

/// A wish to change a reminder.
#[derive(Debug, Clone)]
pub struct EditReminder {
    /// The guild where it is asked for.
    pub guild: GuildId,
    /// Who asks.
    pub member: Member,
    /// Their roles in the guild.
    pub roles: Vec<RoleId>,
    /// Which reminder.
    pub id: ReminderId,
    /// What is to change.
    pub patch: ReminderPatch,
}

/// What is to change about a reminder, as a member typed it; what is none stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReminderPatch {
    /// What it is called.
    pub name: Option<String>,
    /// The clock at which its event starts.
    pub time: Option<String>,
    /// The dates of its event, in the words of what it is: days of one that comes again, the date of one that comes
    /// once. Words of the other kind are refused.
    pub dates: Option<String>,
    /// Days, which make a one-off come again.
    pub days: Option<String>,
    /// A date, which makes one that comes again come once.
    pub date: Option<String>,
    /// The first date of what comes again.
    pub starts_on: Option<Change>,
    /// The last date of what comes again.
    pub ends_on: Option<Change>,
    /// What it says.
    pub message: Option<String>,
    /// Where its event is.
    pub location: Option<Change>,
    /// Where it is posted.
    pub channel: Option<ChannelId>,
    /// Its picture.
    pub picture: Option<PictureChange>,
    /// Its moments, from where no words were typed: these are not looked at then.
    pub exactly: Option<ExactChange>,
    /// Which moments are announced.
    pub announce: Option<Announce>,
    /// Whether it pings everyone.
    pub mention_everyone: Option<bool>,
}

/// What becomes of a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PictureChange {
    /// This one takes its place.
    To(Picture),
    /// It is taken away.
    Clear,
}

/// A new value for what need not have one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// This, as it was typed.
    To(String),
    /// None.
    Clear,
}

/// A reminder that was changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edited {
    /// The reminder as it was.
    pub before: Reminder,
    /// The reminder as it is.
    pub reminder: Reminder,
    /// The guild's zone.
    pub zone: Tz,
    /// The days in the coming year on which a clock change moves it, when its moments have changed.
    pub moves: Vec<ClockMove>,
    /// Whether it will ping everyone, when that or its channel has changed.
    pub ping: PingOutlook,
    /// What became of a file that was attached.
    pub picture: PictureOutcome,
}

/// Why a reminder was not changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EditRefusal {
    /// Reminders are switched off in this guild.
    Disabled,
    /// There is none with this number that the member may change: missing, another guild's and another member's look
    /// the same.
    NotFound(ReminderId),
    /// It is a live session, which has a command of its own.
    LiveSession(ReminderId),
    /// Its last event is over.
    Finished(ReminderId),
    /// It is what was asked for already.
    Unchanged(ReminderId),
    /// Only what comes once can be marked as done.
    Recurring(ReminderId),
    /// It was done, and its maker has as many active reminders as their tier allows.
    QuotaReached(u32),
    /// Others kept changing it at the same time.
    Busy(ReminderId),
    /// What was typed is no moment.
    When(WhenRefusal),
    /// Days were typed as the date of a reminder that comes once.
    DaysForOneOff(ReminderId),
    /// It cannot be posted there.
    Target(TargetRefusal),
    /// The member may not ping everyone in this channel, and so neither may their reminder.
    MayNotPing(ChannelId),
    /// The picture cannot be had.
    Picture(PictureRefusal),
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
