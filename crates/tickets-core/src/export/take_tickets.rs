//! Taking a guild's tickets out of the bot, row by row.

use chrono::{DateTime, Utc};
use futures_util::StreamExt as _;
use futures_util::stream::BoxStream;
use kernel::{GuildId, Member, PortFailure, UseCaseError, UserId};
use settings_core::SystemSettings;

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

/// The tickets as a file, piece by piece.
pub struct TicketExport {
    exports: Exports,
    guild: GuildId,
    by: UserId,
    range: ExportRange,
    rows: ExportedTickets,
    begun_at: DateTime<Utc>,
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
        let who = (wish.guild, wish.member.user);
        if let Err(wait) = self.exports.admit(who, now) {
            return refused(TicketExportRefusal::CoolingDown(wait));
        }
        Ok(TicketExport {
            exports: self.clone(),
            guild: wish.guild,
            by: wish.member.user,
            rows: ports.tickets.export(wish.guild, &range, wish.status),
            range,
            begun_at: now,
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

    /// The next piece of the file: first its header, then a row for each ticket. At the end the guild is told of it; of a
    /// failure nobody is, and the member may export again at once.
    pub async fn next(&mut self) -> Result<Option<String>, PortFailure> {
        if !self.has_header {
            self.has_header = true;
            let columns = TICKET_COLUMNS.join(",");
            return Ok(Some(format!("{BYTE_ORDER_MARK}{columns}\r\n")));
        }
        match self.rows.next().await {
            Some(Ok(row)) => {
                self.count += 1;
                Ok(Some(ticket_row(&row, self.begun_at)))
            }
            Some(Err(failure)) => {
                let who = (self.guild, self.by);
                self.exports.exports.give_back(who, self.begun_at);
                Err(failure)
            }
            None => {
                let event = LogEvent::Exported {
                    range: self.range.name.clone(),
                    tickets: self.count,
                    by: self.by,
                };
                self.exports.ports.log.record(self.guild, &event).await;
                Ok(None)
            }
        }
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
        (text, export.count())
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
        exports.tickets(&wish(Authority::Admin)).await.ok().unwrap();
        world.clock.advance(TimeDelta::seconds(20));
        let refused = refusal(exports.tickets(&wish(Authority::Admin)).await);
        let wait = TicketExportRefusal::CoolingDown(TimeDelta::seconds(40));
        assert_eq!(refused, wait);
    }
}
