//! Tickets at a glance, as dashboards show them again and again: nothing is kept of it, and nobody is told.

use kernel::{GuildId, PortFailure};

use super::{LIVE_SHOWN, Totals};
use crate::{Statuses, Ticket, TicketQuery, Tickets};

/// Tickets at a glance.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Overview {
    /// How many there are, and how they do.
    pub totals: Totals,
    /// The first [`LIVE_SHOWN`] live ones, those first in which nobody has written for longest; none where no guild is named.
    pub waiting: Vec<Ticket>,
}

impl Tickets {
    /// What there is of a guild's tickets, whether they are switched on or not; of those of all guilds together where none
    /// is named, for operators. Whoever asks has seen to it that it is theirs to know.
    pub async fn overview(&self, guild: Option<GuildId>) -> Result<Overview, PortFailure> {
        let totals = self.ports.stats.totals(guild).await?;
        let waiting = match guild {
            Some(guild) => self.waiting(guild).await?,
            None => Vec::new(),
        };
        Ok(Overview { totals, waiting })
    }

    async fn waiting(&self, guild: GuildId) -> Result<Vec<Ticket>, PortFailure> {
        let live = TicketQuery {
            requester: None,
            statuses: Statuses::Live,
            offset: 0,
            limit: u32::try_from(LIVE_SHOWN).unwrap_or(u32::MAX),
        };
        let page = self.ports.store.list(guild, live).await?;
        Ok(page.tickets)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{World, guild};

    #[tokio::test]
    async fn a_look_names_the_tickets_of_one_guild_and_neither_keeps_nor_tells_anything() {
        let world = World::default();
        world.tickets().open(World::wish(11)).await.unwrap();
        let told = world.log.told().len();
        let seen = world.tickets().overview(Some(World::home())).await.unwrap();
        assert_eq!((seen.totals.counts.live(), seen.waiting.len()), (1, 1));
        assert_eq!(world.log.told().len(), told);
        assert_eq!(world.store.displays(World::home()), []);
        let elsewhere = world.tickets().overview(Some(guild(2))).await.unwrap();
        assert_eq!(elsewhere, Overview::default());
        let all = world.tickets().overview(None).await.unwrap();
        assert_eq!((all.totals.counts.live(), all.waiting), (1, Vec::new()));
    }
}
