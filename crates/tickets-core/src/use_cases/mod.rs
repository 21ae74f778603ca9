//! What can be done with tickets, a file each.

mod access;
mod act;
mod archive;
mod close_up;
mod find;
mod hear;
mod idle;
mod left_rooms;
mod list;
mod offer;
mod open;
mod ping;
mod quiet;
mod repair;
mod room;
mod set_status;
mod show;
mod work;

use std::sync::Arc;

use chrono::TimeDelta;
use kernel::{Clock, Cooldown, GuildId, MOST_RECENT, PortFailure, UserId};
use settings_core::SettingsReader;

use self::archive::Desks;
use self::quiet::QuietChannels;
use crate::faq::Faq;
use crate::settings::ticketbot::TicketbotSettings;
use crate::stats::StatsStore;
use crate::summary::SummaryStore;
use crate::{
    AfterClose, ArchiveStore, LeftRooms, RoomMessages, TicketLog, TicketRooms, TicketStore,
    TranscriptShelf, WorkStore,
};

pub use act::{Act, ActRefusal, Acted, Which};
pub use archive::{ArchiveRefusal, ArchiveTicket, Archived, Resumed, Undelivered};
pub use find::Wanted;
pub use idle::Swept;
pub use left_rooms::RoomsTaken;
pub use list::{ListTickets, ListedTickets};
pub use open::{DESCRIPTION_MAX, OpenRefusal, OpenTicket};
pub use repair::Repaired;
pub use room::channel_name;
pub use set_status::{SetStatus, StatusRefusal, settable};
pub use show::{ShowTicket, ShownTicket};
pub use work::Worked;

/// What tickets need from outside.
#[derive(Clone)]
pub struct TicketPorts {
    /// Where they are kept.
    pub store: Arc<dyn TicketStore>,
    /// Where the work that follows from changes waits.
    pub work: Arc<dyn WorkStore>,
    /// What is done with a ticket that was closed.
    pub closed: Arc<dyn AfterClose>,
    /// What putting them away needs.
    pub archive: ArchivePorts,
    /// The answers that may help at once.
    pub faq: Faq,
    /// What staff keeps of those that were closed.
    pub summaries: Arc<dyn SummaryStore>,
    /// Where figures of them come from.
    pub stats: Arc<dyn StatsStore>,
    /// Their channels.
    pub rooms: Arc<dyn TicketRooms>,
    /// Those of tickets that were erased.
    pub left_rooms: Arc<dyn LeftRooms>,
    /// What the guild has set.
    pub settings: Arc<dyn SettingsReader>,
    /// The guild's log channel.
    pub log: Arc<dyn TicketLog>,
    /// The time.
    pub clock: Arc<dyn Clock>,
}

/// What putting tickets away needs from outside.
#[derive(Clone)]
pub struct ArchivePorts {
    /// Who is at it.
    pub store: Arc<dyn ArchiveStore>,
    /// What was said in channels.
    pub messages: Arc<dyn RoomMessages>,
    /// Where transcripts are kept.
    pub shelf: Arc<dyn TranscriptShelf>,
}

/// The use cases of tickets.
#[derive(Clone)]
pub struct Tickets {
    pub(crate) ports: TicketPorts,
    openings: Arc<Cooldown<UserId>>,
    quiet: Arc<QuietChannels>,
    desks: Arc<Desks>,
}

impl Tickets {
    /// A member opens one ticket in this time.
    pub const OPENING_WINDOW: TimeDelta = TimeDelta::seconds(30);

    /// The use cases over these ports.
    pub fn new(ports: TicketPorts) -> Self {
        Self {
            ports,
            openings: Arc::new(Cooldown::new(1, Self::OPENING_WINDOW)),
            quiet: Arc::default(),
            desks: Arc::default(),
        }
    }

    /// What is remembered, by the name of what it is for: how many, and how many at most.
    pub fn remembered(&self) -> [(&'static str, usize, usize); 2] {
        let quiet = self.quiet.remembered();
        [
            ("ticket_cooldowns", self.openings.remembered(), MOST_RECENT),
            ("quiet_channels", quiet, QuietChannels::MOST),
        ]
    }

    /// What the guild has set. Where it has chosen no role of staff, there may be one that stands in for it: its holders are
    /// admins, so that it only decides whom a ticket's channel lets in and pings.
    async fn settings(&self, guild: GuildId) -> Result<TicketbotSettings, PortFailure> {
        let snapshot = self.ports.settings.snapshot(guild).await?;
        let settings = TicketbotSettings::read(&snapshot);
        let staff = settings.staff_role_id;
        Ok(TicketbotSettings {
            staff_role_id: staff.or_else(|| self.ports.rooms.stand_in(guild)),
            ..settings
        })
    }
}
