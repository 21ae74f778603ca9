//! Support tickets and the FAQ: who may do what with them when, and what follows.
#![doc = include_str!("../README.md")]

mod after_close;
mod control;
mod conversation;
pub mod drafts;
pub mod export;
pub mod faq;
mod machine;
mod overwrites;
mod ports;
pub mod settings;
pub mod stats;
pub mod summary;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod ticket;
pub mod topics;
pub mod transcript;
mod unarchived;
mod use_cases;
mod words;
mod written;

pub use after_close::{ClosedTickets, ClosingFigures};
pub use control::{Button, ControlButton, buttons};
pub use machine::{Action, Actor, Event, Line, Next, Outcome, Refusal, Transition, Work, decide};
pub use overwrites::{Overwrite, Permissions, Subject, locked, of_new_channel};
pub use ports::{
    AfterClose, ApplyOutcome, CategoryLook, ClaimedWork, Heard, IdleSince, Lane, LeftRoom,
    LeftRooms, LogEvent, NewRoom, NewTicket, NotYet, Numbers, OpenOutcome, OpeningLimits, PAGE_MAX,
    Page, Ping, Place, Recorded, RoomEmbed, RoomError, RoomFile, RoomMessage, RoomMessages,
    StaffRoster, Statuses, TicketLog, TicketPage, TicketQuery, TicketRooms, TicketSearch,
    TicketStore, WorkId, WorkStore,
};
pub use ports::{
    ArchiveMark, ArchiveStart, ArchiveStore, Delivered, Earlier, Interrupted, Posted,
    TRANSCRIPT_COUNT, TranscriptFile, TranscriptShelf,
};
pub use ticket::{
    Claim, Closing, Escalation, InvalidTicketId, RoomKind, Standing, Target, Ticket, TicketId,
    TicketNumber, TicketStatus,
};
pub use unarchived::Unarchived;
pub use use_cases::{
    Act, ActRefusal, Acted, DESCRIPTION_MAX, ListTickets, ListedTickets, OpenRefusal, OpenTicket,
    Repaired, RoomsTaken, SetStatus, ShowTicket, ShownTicket, StatusRefusal, Swept, TicketPorts,
    Tickets, Wanted, Which, Worked, channel_name, settable,
};
pub use use_cases::{ArchivePorts, ArchiveRefusal, ArchiveTicket, Archived, Resumed, Undelivered};
