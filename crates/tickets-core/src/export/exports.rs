//! Taking everything of one kind out of the bot.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{Clock, Cooldown, GuildId, MOST_RECENT, Member, UseCaseError, UserId};

use settings_core::SettingsReader;

use super::{BYTE_ORDER_MARK, FAQ_COLUMNS, TicketArchive, faq_row};
use crate::TicketLog;
use crate::faq::{Faq, FaqEntry, FaqRefusal};

/// What exports need from outside.
#[derive(Clone)]
pub struct ExportPorts {
    /// The FAQs.
    pub faq: Faq,
    /// The tickets.
    pub tickets: Arc<dyn TicketArchive>,
    /// What guilds have set.
    pub settings: Arc<dyn SettingsReader>,
    /// The guilds' log channels.
    pub log: Arc<dyn TicketLog>,
    /// The time.
    pub clock: Arc<dyn Clock>,
}

/// The exports of all guilds. Cheap to clone; clones share how often each member has asked for one.
#[derive(Clone)]
pub struct Exports {
    pub(super) ports: ExportPorts,
    pub(super) exports: Arc<Cooldown>,
}

/// Why nothing is exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportRefusal {
    /// What was asked for is switched off, or not theirs to take out.
    Faq(FaqRefusal),
    /// They have just exported something; so long they wait.
    CoolingDown(TimeDelta),
}

/// The FAQ as a file, piece by piece. Whoever hands it over says what became of it: [`FaqExport::delivered`] or
/// [`FaqExport::failed`].
pub struct FaqExport {
    turn: ExportTurn,
    entries: Vec<FaqEntry>,
}

/// That a member exports something, of which nobody knows yet what becomes of it.
pub(super) struct ExportTurn {
    pub(super) exports: Exports,
    pub(super) guild: GuildId,
    pub(super) by: UserId,
    pub(super) begun_at: DateTime<Utc>,
}

impl Exports {
    /// A member exports once in this time.
    pub const WINDOW: TimeDelta = TimeDelta::minutes(1);

    /// The exports over these ports.
    pub fn new(ports: ExportPorts) -> Self {
        Self {
            ports,
            exports: Arc::new(Cooldown::new(1, Self::WINDOW)),
        }
    }

    /// What is remembered of members, by the name of what it is for: how many, and how many at most.
    pub fn remembered(&self) -> [(&'static str, usize, usize); 1] {
        [("export_cooldowns", self.exports.remembered(), MOST_RECENT)]
    }

    /// Every entry of the guild's FAQ, for admins; there are at most [`MOST_ENTRIES`](crate::faq::MOST_ENTRIES).
    pub async fn faq(
        &self,
        guild: GuildId,
        member: Member,
    ) -> Result<FaqExport, UseCaseError<ExportRefusal>> {
        let faq = &self.ports.faq;
        let allowed = faq.must_be_admin(guild, member).await;
        allowed.map_err(|it| it.map_refusal(ExportRefusal::Faq))?;
        let turn = self.admit(guild, member.user, self.ports.clock.now());
        let turn = turn.map_err(|it| UseCaseError::Refused(ExportRefusal::CoolingDown(it)))?;
        match faq.everything(guild).await {
            Ok(entries) => Ok(FaqExport { turn, entries }),
            Err(failure) => {
                turn.give_back();
                Err(failure.into())
            }
        }
    }

    /// A member's turn, or how long they wait for it.
    pub(super) fn admit(
        &self,
        guild: GuildId,
        by: UserId,
        now: DateTime<Utc>,
    ) -> Result<ExportTurn, TimeDelta> {
        self.exports.admit((guild, by), now)?;
        Ok(ExportTurn {
            exports: self.clone(),
            guild,
            by,
            begun_at: now,
        })
    }
}

impl ExportTurn {
    /// They may export again at once.
    pub(super) fn give_back(&self) {
        let cooldown = &self.exports.exports;
        cooldown.give_back((self.guild, self.by), self.begun_at);
    }
}

impl FaqExport {
    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is no entry.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The file in pieces: its header, and a row for each entry.
    ///
    /// ```
    /// # use tickets_core::export::FaqExport;
    /// # fn write(export: &FaqExport) -> String {
    /// export.pieces().collect()
    /// # }
    /// ```
    pub fn pieces(&self) -> impl Iterator<Item = String> + '_ {
        (0..).map_while(|it| self.piece(it))
    }

    /// One of the [pieces](Self::pieces), counted from 0; none behind the last one.
    pub fn piece(&self, at: usize) -> Option<String> {
        let Some(before) = at.checked_sub(1) else {
            return Some(format!("{BYTE_ORDER_MARK}{}\r\n", FAQ_COLUMNS.join(",")));
        };
        self.entries.get(before).map(faq_row)
    }

    /// The member has it: the guild's staff is told.
    pub async fn delivered(self) {
        let (turn, entries) = (self.turn, self.entries.len());
        let faq = &turn.exports.ports.faq;
        faq.tell_exported(turn.guild, entries, turn.by).await;
    }

    /// The member could not be given it: nobody is told, and they may export again at once.
    pub fn failed(self) {
        self.turn.give_back();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::faq::FaqEvent;
    use crate::faq::testing::{FaqWorld, admin, entry, guild, member, user};
    use crate::testing::World;

    fn exports(world: &FaqWorld) -> Exports {
        let tickets = World::default();
        Exports::new(ExportPorts {
            faq: world.faq(),
            tickets: tickets.store.clone(),
            settings: Arc::new(tickets.settings.clone()),
            log: tickets.log.clone(),
            clock: Arc::new(world.clock.clone()),
        })
    }

    fn refused(exported: Result<FaqExport, UseCaseError<ExportRefusal>>) -> ExportRefusal {
        match exported {
            Err(UseCaseError::Refused(refusal)) => refusal,
            Err(UseCaseError::Failed(failure)) => panic!("{failure}"),
            Ok(export) => panic!("{} entries", export.len()),
        }
    }

    #[tokio::test]
    async fn admins_take_out_every_entry_of_their_guild_and_staff_is_told() {
        let world = FaqWorld::default();
        let wish = entry("=Kosten", "Zie, \"prijzen\".", "prijs; tarief");
        world.faq().add(wish).await.unwrap();
        let exports = exports(&world);
        let file = exports.faq(guild(1), admin(7)).await.ok().unwrap();
        let text: String = file.pieces().collect();
        assert_eq!(
            text,
            "\u{feff}id,title,summary,keywords,pinned,created_by,created_at,updated_at\r\n\
             1,'=Kosten,\"Zie, \"\"prijzen\"\".\",prijs;tarief,false,7,2026-02-04T09:00:00Z,2026-02-04T09:00:00Z\r\n"
        );
        let exported = FaqEvent::Exported {
            entries: 1,
            by: user(7),
        };
        assert!(
            !world.log.told(guild(1)).contains(&exported),
            "not before they have it"
        );
        file.delivered().await;
        assert_eq!(world.log.told(guild(1)).last(), Some(&exported));
        let elsewhere = exports.faq(guild(2), admin(7)).await.ok().unwrap();
        assert!(elsewhere.is_empty());
        assert_eq!(elsewhere.pieces().count(), 1, "only the header");
    }

    #[tokio::test]
    async fn only_admins_export_once_a_minute_and_a_failure_costs_nothing() {
        let world = FaqWorld::default();
        let exports = exports(&world);
        let refusal = refused(exports.faq(guild(1), member(9)).await);
        assert_eq!(refusal, ExportRefusal::Faq(FaqRefusal::NotAdmin));
        world.store.fail_next_calls(1);
        let failed = exports.faq(guild(1), admin(7)).await;
        assert!(matches!(failed, Err(UseCaseError::Failed(_))));
        exports.faq(guild(1), admin(7)).await.ok().unwrap().failed();
        assert_eq!(world.log.told(guild(1)), []);
        let delivered = exports.faq(guild(1), admin(7)).await.ok().unwrap();
        delivered.delivered().await;
        world.clock.advance(TimeDelta::seconds(20));
        let refusal = refused(exports.faq(guild(1), admin(7)).await);
        assert_eq!(refusal, ExportRefusal::CoolingDown(TimeDelta::seconds(40)));
        world.clock.advance(TimeDelta::seconds(40));
        exports.faq(guild(1), admin(7)).await.ok().unwrap();
    }
}
