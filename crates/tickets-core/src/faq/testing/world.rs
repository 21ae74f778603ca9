//! A guild with everything that the FAQ needs from outside, all of it in memory.

use std::sync::Arc;

use chrono::{DateTime, NaiveDateTime, Utc};
use kernel::{Authority, ManualClock, Member};
use settings_core::testing::InMemorySettings;
use settings_core::{Definition, SettingValue};

use super::{InMemoryFaq, RecordingFaqLog, guild, user};
use crate::TicketId;
use crate::faq::{AddFaq, Faq, FaqDraft, FaqEntry, FaqPorts};
use crate::topics::{ProposalPorts, Proposals};

/// Guild 1 on 4 February 2026 at 09:00 in Greenwich. The fakes share their state with the [`Faq`]s and [`Proposals`] that
/// were made from them.
#[derive(Clone)]
pub struct FaqWorld {
    /// The answers, searches and proposals.
    pub store: InMemoryFaq,
    /// What the guild's log channel was told.
    pub log: RecordingFaqLog,
    /// The settings.
    pub settings: InMemorySettings,
    /// The time.
    pub clock: ManualClock,
}

impl Default for FaqWorld {
    fn default() -> Self {
        Self {
            store: InMemoryFaq::default(),
            log: RecordingFaqLog::default(),
            settings: InMemorySettings::default(),
            clock: ManualClock::at(instant("2026-02-04 09:00")),
        }
    }
}

impl FaqWorld {
    /// The FAQ of this world; each has a memory of its own, as another process would.
    pub fn faq(&self) -> Faq {
        Faq::new(FaqPorts {
            store: Arc::new(self.store.clone()),
            searches: Arc::new(self.store.clone()),
            settings: settings_core::testing::settings(&self.settings),
            log: Arc::new(self.log.clone()),
            clock: Arc::new(self.clock.clone()),
        })
    }

    /// The proposals of this world, which add to `faq`.
    pub fn proposals(&self, faq: &Faq) -> Proposals {
        let ports = ProposalPorts {
            store: Arc::new(self.store.clone()),
            topics: Arc::new(self.store.clone()),
            clock: Arc::new(self.clock.clone()),
        };
        Proposals::new(ports, faq.clone())
    }

    /// Switches a setting of guild 1 on or off.
    pub fn switch(&self, definition: &Definition, value: bool) {
        self.set(definition, SettingValue::Bool(value));
    }

    /// Sets a setting of guild 1.
    pub fn set(&self, definition: &Definition, value: SettingValue) {
        self.settings.set(guild(1), definition, value);
    }
}

/// What member 7, an admin, wants to add to guild 1.
pub fn entry(title: &str, answer: &str, keywords: &str) -> AddFaq {
    AddFaq {
        guild: guild(1),
        member: admin(7),
        title: title.to_owned(),
        answer: answer.to_owned(),
        keywords: keywords.to_owned(),
    }
}

/// A draft with this title.
pub fn a_draft(title: &str) -> FaqDraft {
    FaqDraft::read(title, "So it is.", "one, two").unwrap()
}

impl FaqEntry {
    /// What somebody wrote of it.
    pub fn draft(&self) -> FaqDraft {
        FaqDraft {
            title: self.title.clone(),
            answer: self.answer.clone(),
            keywords: self.keywords.clone(),
        }
    }
}

/// The ticket with this number.
pub fn ticket(id: u64) -> TicketId {
    TicketId::new(id).unwrap()
}

/// A member without a say.
pub fn member(id: u64) -> Member {
    Member {
        user: user(id),
        authority: Authority::Member,
    }
}

/// A member who may see and change everything.
pub fn admin(id: u64) -> Member {
    Member {
        user: user(id),
        authority: Authority::Admin,
    }
}

/// This moment in Greenwich, as in `"2026-02-06 20:00"`.
pub fn instant(text: &str) -> DateTime<Utc> {
    let read = NaiveDateTime::parse_from_str(&format!("{text}:00"), "%Y-%m-%d %H:%M:%S");
    read.unwrap().and_utc()
}
