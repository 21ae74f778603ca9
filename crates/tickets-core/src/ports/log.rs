//! The guild's log channel, as far as it concerns tickets.

use async_trait::async_trait;
use kernel::{ChannelId, GuildId, RoleId, UserId};
use settings_core::Severity;

use crate::drafts::Decision;
use crate::export::ExportScope;
use crate::{Event, OpenRefusal, Permissions, Recorded, Ticket, TicketNumber, Unarchived, Work};

/// Something that the guild's log channel is told.
#[derive(Debug, Clone)]
pub enum LogEvent {
    /// Something happened to a ticket.
    Changed {
        /// The ticket as it is.
        ticket: Box<Ticket>,
        /// What happened.
        what: Recorded,
        /// How many messages its transcript has, where it was archived with one.
        saved: Option<u32>,
    },
    /// A ticket could not be opened, for a reason that staff can mend.
    NotOpened {
        /// Why.
        refusal: OpenRefusal,
        /// Where there is no room: how many tickets are closed and could be archived, if that is known.
        archivable: Option<u32>,
    },
    /// The category of tickets fills up.
    FillingUp {
        /// How many of the 50 channels that it may have it has.
        channels: u32,
        /// How many tickets are closed and could be archived, if that is known.
        archivable: Option<u32>,
    },
    /// The bot may not do a piece of work that decides who reads and writes in a ticket; it is tried again.
    Forbidden {
        /// The ticket.
        ticket: TicketNumber,
        /// What was not done.
        work: Work,
        /// What the bot lacks, as far as one knows.
        lacking: Permissions,
    },
    /// A piece of work was given up after many tries.
    GivenUp {
        /// The ticket.
        ticket: TicketNumber,
        /// What was not done.
        work: Work,
    },
    /// A ticket was to be passed on to a role that is gone, or everybody's; it was passed on to nobody in particular.
    TargetGone {
        /// The ticket.
        ticket: TicketNumber,
        /// The role.
        role: RoleId,
        /// Who passed it on.
        by: UserId,
    },
    /// An admin posted a message with the button that opens tickets.
    PanelPosted {
        /// Where.
        channel: ChannelId,
        /// The admin.
        by: UserId,
    },
    /// An admin looked at the figures of tickets.
    StatsViewed {
        /// Of which time.
        scope: ExportScope,
        /// The admin.
        by: UserId,
    },
    /// An admin took tickets out of the bot.
    Exported {
        /// Of which time, as the file is named.
        range: String,
        /// How many.
        tickets: u64,
        /// The admin.
        by: UserId,
    },
    /// An admin archived a ticket although what was said in it is lost.
    WithoutTranscript {
        /// The ticket.
        ticket: TicketNumber,
        /// The admin.
        by: UserId,
    },
    /// A ticket stays closed that somebody was archiving when the bot was interrupted: going on with it did not work.
    NotArchived {
        /// The ticket.
        ticket: TicketNumber,
        /// Who wants it archived.
        by: UserId,
        /// Why.
        why: Unarchived,
    },
    /// A closed ticket was summed up, or will not be because the model did not answer for too long.
    Summed {
        /// The ticket.
        ticket: TicketNumber,
        /// Whether there is a summary.
        is_stored: bool,
    },
    /// The requester of a live ticket has left the guild.
    Left(Box<Ticket>),
    /// Staff had a reply drafted, or did something with it.
    Draft {
        /// The ticket.
        ticket: TicketNumber,
        /// Who.
        by: UserId,
        /// What they did with it; none when it was drafted.
        decision: Option<Decision>,
    },
    /// The bot cannot lock or let into channels: it lacks these in the category.
    Lacking(Permissions),
}

impl LogEvent {
    /// How much it matters to staff.
    pub fn severity(&self) -> Severity {
        match self {
            Self::Changed { what, .. } => match what.event {
                Event::Created => Severity::Success,
                Event::Closed if what.by.is_some() => Severity::Success,
                Event::Closed | Event::Deleted => Severity::Warning,
                Event::Answered => Severity::Debug,
                _ => Severity::Info,
            },
            Self::StatsViewed { .. } => Severity::Debug,
            Self::Exported { .. }
            | Self::Left(_)
            | Self::PanelPosted { .. }
            | Self::Summed {
                is_stored: true, ..
            }
            | Self::Draft { .. } => Severity::Info,
            Self::Summed { .. }
            | Self::FillingUp { .. }
            | Self::Lacking(_)
            | Self::TargetGone { .. }
            | Self::WithoutTranscript { .. }
            | Self::NotArchived { .. }
            | Self::NotOpened {
                refusal: OpenRefusal::CategoryGone(_) | OpenRefusal::ThreadChannelGone(_),
                ..
            } => Severity::Warning,
            Self::GivenUp { work, .. } if !work.is_of_access() => Severity::Warning,
            Self::NotOpened { .. } | Self::Forbidden { .. } | Self::GivenUp { .. } => {
                Severity::Error
            }
        }
    }
}

/// The guild's log channel.
#[async_trait]
pub trait TicketLog: Send + Sync {
    /// Tells the guild, if it wants to be told. Best effort: a failure is logged by the adapter and nothing else.
    async fn record(&self, guild: GuildId, event: &LogEvent);
}
