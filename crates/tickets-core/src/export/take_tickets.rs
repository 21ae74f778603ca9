//! Taking a guild's tickets out of the bot, row by row.

use futures_util::StreamExt as _;
use futures_util::stream::BoxStream;
use kernel::{GuildId, Member, PortFailure, UseCaseError};
use settings_core::SystemSettings;

use super::exports::ExportTurn;
use super::{
    BYTE_ORDER_MARK, ExportDates, ExportRange, ExportedTicket, Exports, RangeRefusal,
    TICKET_COLUMNS, ticket_row,
};
use crate::settings::ticketbot::TicketbotSettings;
use crate::{LogEvent, TicketStatus};

/// Tickets that somebody wants to take out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportTickets {
    /// Where.
    pub guild: GuildId,
    /// Who wants it.
    pub member: Member,
    /// Those that were opened on which days.
    pub dates: ExportDates,
    /// In which state; in any if none.
    pub status: Option<TicketStatus>,
}

/// Why no ticket is exported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TicketExportRefusal {
    /// Tickets are switched off here.
    Disabled,
    /// Only admins may.
    NotAdmin,
    /// The days make no sense.
    Range(RangeRefusal),
    /// They have just exported something; so long they wait.
    CoolingDown(chrono::TimeDelta),
}

/// Tickets, newest first, as they are read.
pub type ExportedTickets = BoxStream<'static, Result<ExportedTicket, PortFailure>>;

/// Where the tickets of an export are.
pub trait TicketArchive: Send + Sync {
    /// The tickets of the guild that were opened in `range`, newest first, read as they are asked for.
    fn export(
        &self,
        guild: GuildId,
        range: &ExportRange,
        status: Option<TicketStatus>,
    ) -> ExportedTickets;
}

/// The tickets as a file, piece by piece. Whoever hands it over says what became of it: [`TicketExport::delivered`] or
/// [`TicketExport::failed`].
pub struct TicketExport {
    turn: ExportTurn,
    range: ExportRange,
    rows: ExportedTickets,
    count: u64,
    has_header: bool,
}

impl Exports {
    /// The tickets of a guild that were opened in a certain time, for admins.
    pub async fn tickets(
        &self,
        wish: &ExportTickets,
    ) -> Result<TicketExport, UseCaseError<TicketExportRefusal>> {
        let refused = |it| Err(UseCaseError::Refused(it));
        let ports = &self.ports;
        let snapshot = ports.settings.snapshot(wish.guild).await?;
        if !TicketbotSettings::read(&snapshot).enabled {
            return refused(TicketExportRefusal::Disabled);
        }
        if !wish.member.is_admin() {
            return refused(TicketExportRefusal::NotAdmin);
        }
        let now = ports.clock.now();
        let zone = SystemSettings::read(&snapshot).timezone;
        let range = match ExportRange::read(&wish.dates, now, zone) {
            Ok(range) => range,
            Err(refusal) => return refused(TicketExportRefusal::Range(refusal)),
        };
        let turn = match self.admit(wish.guild, wish.member.user, now) {
            Ok(turn) => turn,
            Err(wait) => return refused(TicketExportRefusal::CoolingDown(wait)),
        };
        Ok(TicketExport {
            turn,
            rows: ports.tickets.export(wish.guild, &range, wish.status),
            range,
            count: 0,
            has_header: false,
        })
    }
}

impl TicketExport {
    /// What the file is called.
    pub fn file_name(&self) -> String {
        format!("tickets_{}.csv", self.range.name)
    }

    /// Which time it covers.
    pub fn range(&self) -> &ExportRange {
        &self.range
    }

    /// How many tickets have been written so far.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// The next piece of the file: first its header, then a row for each ticket; none at the end. After a failure the
    /// member may export again at once.
    pub async fn next(&mut self) -> Result<Option<String>, PortFailure> {
        if !self.has_header {
            self.has_header = true;
            let columns = TICKET_COLUMNS.join(",");
            return Ok(Some(format!("{BYTE_ORDER_MARK}{columns}\r\n")));
        }
        match self.rows.next().await {
            Some(Ok(row)) => {
                self.count += 1;
                Ok(Some(ticket_row(&row, self.turn.begun_at)))
            }
            Some(Err(failure)) => {
                self.turn.give_back();
                Err(failure)
            }
            None => Ok(None),
        }
    }

    /// The member has it: the guild's staff is told.
    pub async fn delivered(self) {
        let turn = self.turn;
        let event = LogEvent::Exported {
            range: self.range.name,
            tickets: self.count,
            by: turn.by,
        };
        turn.exports.ports.log.record(turn.guild, &event).await;
    }

    /// The member could not be given it: nobody is told, and they may export again at once.
    pub fn failed(self) {
        self.turn.give_back();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use chrono::TimeDelta;
    use kernel::Authority;

    use super::*;
    use crate::export::{ExportPorts, ExportScope};
    use crate::faq::testing::FaqWorld;
    use crate::testing::{World, user};

    fn exports(world: &World) -> Exports {
        Exports::new(ExportPorts {
            faq: FaqWorld::default().faq(),
            tickets: world.store.clone(),
            settings: Arc::new(world.settings.clone()),
            log: world.log.clone(),
            clock: Arc::new(world.clock.clone()),
        })
    }

    fn wish(authority: Authority) -> ExportTickets {
        ExportTickets {
            guild: World::home(),
            member: Member {
                user: user(22),
                authority,
            },
            dates: ExportDates::default(),
            status: None,
        }
    }

    async fn text(mut export: TicketExport) -> (String, u64) {
        let mut text = String::new();
        while let Some(piece) = export.next().await.unwrap() {
            text.push_str(&piece);
        }
        let count = export.count();
        export.delivered().await;
        (text, count)
    }

    fn refusal(
        exported: Result<TicketExport, UseCaseError<TicketExportRefusal>>,
    ) -> TicketExportRefusal {
        match exported {
            Err(UseCaseError::Refused(refusal)) => refusal,
            Err(UseCaseError::Failed(failure)) => panic!("{failure}"),
            Ok(export) => panic!("{}", export.file_name()),
        }
    }

    /// The numbers at the beginnings of rows.
    fn numbers(text: &str) -> Vec<&str> {
        let rows = text.lines().skip(1);
        rows.filter_map(|it| it.split(',').next()).collect()
    }

    #[tokio::test]
    async fn an_export_has_the_tickets_of_its_time_newest_first_and_staff_is_told() {
        let world = World::default();
        for requester in [11, 12, 13] {
            world.tickets().open(World::wish(requester)).await.unwrap();
            world.clock.advance(TimeDelta::days(5));
        }
        let exports = exports(&world);
        let mut week = wish(Authority::Admin);
        week.dates.scope = Some(ExportScope::Week);
        let export = exports.tickets(&week).await.unwrap();
        assert_eq!(export.file_name(), "tickets_7d.csv");
        let (file, count) = text(export).await;
        assert!(file.starts_with("\u{feff}id,user_id,username,status,age_seconds,"));
        assert_eq!((numbers(&file), count), (vec!["3"], 1));
        assert!(!file.contains("My role"), "what was asked stays inside");
        let told = world.log.told();
        assert!(matches!(
            told.last(),
            Some(LogEvent::Exported { tickets: 1, by, .. }) if *by == user(22)
        ));

        world.clock.advance(TimeDelta::minutes(1));
        let (file, _) = text(exports.tickets(&wish(Authority::Admin)).await.unwrap()).await;
        assert_eq!(numbers(&file), ["3", "2", "1"]);
        world.clock.advance(TimeDelta::minutes(1));
        let mut closed = wish(Authority::Admin);
        closed.status = Some(TicketStatus::Closed);
        let (file, count) = text(exports.tickets(&closed).await.unwrap()).await;
        assert_eq!((numbers(&file).len(), count), (0, 0), "only the header");
    }

    #[tokio::test]
    async fn only_admins_export_once_a_minute_and_a_senseless_range_costs_nothing() {
        let world = World::default();
        let exports = exports(&world);
        let refused = refusal(exports.tickets(&wish(Authority::Member)).await);
        assert_eq!(refused, TicketExportRefusal::NotAdmin);
        let mut senseless = wish(Authority::Admin);
        senseless.dates.from = Some("2025-02-30".to_owned());
        let refused = refusal(exports.tickets(&senseless).await);
        assert!(
            matches!(refused, TicketExportRefusal::Range(_)),
            "{refused:?}"
        );
        let mut lost = exports.tickets(&wish(Authority::Admin)).await.ok().unwrap();
        while lost.next().await.unwrap().is_some() {}
        lost.failed();
        text(exports.tickets(&wish(Authority::Admin)).await.ok().unwrap()).await;
        let exported = |it: &LogEvent| matches!(it, LogEvent::Exported { .. });
        assert_eq!(world.log.told().into_iter().filter(exported).count(), 1);
        world.clock.advance(TimeDelta::seconds(20));
        let refused = refusal(exports.tickets(&wish(Authority::Admin)).await);
        let wait = TicketExportRefusal::CoolingDown(TimeDelta::seconds(40));
        assert_eq!(refused, wait);
    }
}
