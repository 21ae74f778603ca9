//! What tickets need from outside, in their own words.

mod archive;
mod left_rooms;
mod log;
mod messages;
mod rooms;
mod roster;
mod store;
mod work;

pub use archive::{
    ArchiveMark, ArchiveStart, ArchiveStore, Delivered, Earlier, Interrupted, Posted,
    TRANSCRIPT_COUNT, TranscriptFile, TranscriptShelf,
};
pub use left_rooms::{LeftRoom, LeftRooms};
pub use log::{LogEvent, TicketLog};
pub use messages::{PAGE_MAX, Page, RoomEmbed, RoomFile, RoomMessage, RoomMessages};
pub use rooms::{CategoryLook, NewRoom, Ping, Place, RoomError, TicketRooms};
pub use roster::StaffRoster;
pub use store::{
    ApplyOutcome, Heard, IdleSince, NewTicket, Numbers, OpenOutcome, OpeningLimits, Recorded,
    Statuses, TicketPage, TicketQuery, TicketSearch, TicketStore,
};
pub use work::{AfterClose, ClaimedWork, Lane, NotYet, WorkId, WorkStore};
