//! A guild with everything that tickets need from outside, all of it in memory.

use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use kernel::{Authority, ChannelId, GuildId, ManualClock, Member, RoleId};
use settings_core::testing::InMemorySettings;
use settings_core::{Definition, SettingValue};

use super::{
    InMemoryLeftRooms, InMemoryMessages, InMemoryRooms, InMemoryShelf, InMemoryTickets, guild,
    instant, user,
};
use crate::faq::testing::{InMemoryFaq, RecordingFaqLog};
use crate::faq::{Faq, FaqPorts};
use crate::settings::ticketbot::{CATEGORY, STAFF_ROLE};
use crate::summary::testing::InMemorySummaries;
use crate::{
    Act, Action, AfterClose, ArchivePorts, Lane, LogEvent, NotYet, OpenTicket, Ticket, TicketId,
    TicketLog, TicketNumber, TicketPorts, TicketRooms, Tickets, Which,
};

/// Guild 1, in which tickets are set up: their category is 300, their staff holds role 77.
pub struct World {
    /// Where tickets are kept.
    pub store: Arc<InMemoryTickets>,
    /// Their channels.
    pub rooms: Arc<InMemoryRooms>,
    /// Those of tickets that were erased.
    pub left_rooms: Arc<InMemoryLeftRooms>,
    /// What the FAQ says.
    pub answers: InMemoryFaq,
    /// What staff keeps of closed tickets.
    pub summaries: InMemorySummaries,
    /// What was said in channels.
    pub messages: Arc<InMemoryMessages>,
    /// The transcripts of it.
    pub shelf: Arc<InMemoryShelf>,
    /// What the guild has set.
    pub settings: InMemorySettings,
    /// What the guild was told.
    pub log: Arc<RecordingLog>,
    /// The time.
    pub clock: ManualClock,
}

impl Default for World {
    fn default() -> Self {
        let messages: Arc<InMemoryMessages> = Arc::default();
        let world = Self {
            store: Arc::default(),
            rooms: Arc::default(),
            left_rooms: Arc::default(),
            answers: InMemoryFaq::default(),
            summaries: InMemorySummaries::default(),
            shelf: Arc::new(InMemoryShelf::among(messages.clone())),
            messages,
            settings: InMemorySettings::default(),
            log: Arc::default(),
            clock: ManualClock::at(instant(0)),
        };
        let category = ChannelId::new(300).unwrap();
        world.set(&CATEGORY, SettingValue::Channel(category));
        world.set(&STAFF_ROLE, SettingValue::Role(Self::staff_role()));
        world
    }
}

impl World {
    /// The guild.
    pub fn home() -> GuildId {
        guild(1)
    }

    /// The role of those who answer.
    pub fn staff_role() -> RoleId {
        RoleId::new(77).unwrap()
    }

    /// Sets a setting of the guild.
    pub fn set(&self, definition: &Definition, value: SettingValue) {
        self.settings.set(Self::home(), definition, value);
    }

    /// The guild's answers; each has a memory of its own, as another process would.
    pub fn faq(&self) -> Faq {
        Faq::new(FaqPorts {
            store: Arc::new(self.answers.clone()),
            searches: Arc::new(self.answers.clone()),
            settings: settings_core::testing::settings(&self.settings),
            log: Arc::new(RecordingFaqLog::default()),
            clock: Arc::new(self.clock.clone()),
        })
    }

    /// What can be done.
    pub fn tickets(&self) -> Tickets {
        self.tickets_in(self.rooms.clone())
    }

    /// The same, where their channels are these.
    pub fn tickets_in(&self, rooms: Arc<dyn TicketRooms>) -> Tickets {
        Tickets::new(TicketPorts {
            store: self.store.clone(),
            work: self.store.clone(),
            closed: self.log.clone(),
            archive: ArchivePorts {
                store: self.store.clone(),
                messages: self.messages.clone(),
                shelf: self.shelf.clone(),
            },
            faq: self.faq(),
            summaries: Arc::new(self.summaries.clone()),
            stats: self.store.clone(),
            rooms,
            left_rooms: self.left_rooms.clone(),
            settings: Arc::new(self.settings.clone()),
            log: self.log.clone(),
            clock: Arc::new(self.clock.clone()),
        })
    }

    /// Does what follows from changes, until nothing is due.
    pub async fn does_its_work(&self) {
        let tickets = self.tickets();
        for lane in [Lane::Quick, Lane::Slow] {
            while tickets.work(lane).await.unwrap().all() > 0 {}
        }
    }

    /// A wish of this person.
    pub fn wish(requester: u64) -> OpenTicket {
        OpenTicket {
            guild: Self::home(),
            requester: user(requester),
            username: "Alice".to_owned(),
            description: "My role is gone since yesterday".to_owned(),
        }
    }

    /// Something that somebody with these roles does with the ticket of this number.
    pub fn act(number: u32, action: Action, by: u64, roles: &[RoleId]) -> Act {
        Act {
            guild: Self::home(),
            which: Which::Number(TicketNumber::new(number).unwrap()),
            action,
            member: Member {
                user: user(by),
                authority: Authority::Member,
            },
            roles: roles.to_vec(),
        }
    }
}

/// A log channel that keeps what it is told.
#[derive(Debug, Default)]
pub struct RecordingLog {
    told: Mutex<Vec<(GuildId, LogEvent)>>,
    closed: Mutex<Vec<TicketId>>,
}

impl RecordingLog {
    /// What it was told, oldest first.
    pub fn told(&self) -> Vec<LogEvent> {
        let told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        told.iter().map(|(_, it)| it.clone()).collect()
    }

    /// The tickets that were looked at after they were closed.
    pub fn closed(&self) -> Vec<TicketId> {
        let closed = self.closed.lock().unwrap_or_else(PoisonError::into_inner);
        closed.clone()
    }
}

#[async_trait]
impl AfterClose for RecordingLog {
    async fn closed(&self, ticket: &Ticket, _: u32) -> Result<(), NotYet> {
        let mut closed = self.closed.lock().unwrap_or_else(PoisonError::into_inner);
        closed.push(ticket.id);
        Ok(())
    }
}

#[async_trait]
impl TicketLog for RecordingLog {
    async fn record(&self, guild: GuildId, event: &LogEvent) {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        told.push((guild, event.clone()));
    }
}
