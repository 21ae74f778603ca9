//! The store in memory keeps the contract of stores.

use std::sync::Arc;

use super::*;
use crate::export::TicketArchive;
use crate::stats::StatsStore;
use crate::testing::contract::Fixture;
use crate::{ArchiveStore, WorkStore};

struct InMemory(Arc<InMemoryTickets>);

impl Fixture for InMemory {
    fn tickets(&self) -> Arc<dyn TicketStore> {
        self.0.clone()
    }

    fn work(&self) -> Arc<dyn WorkStore> {
        self.0.clone()
    }

    fn archive(&self) -> Arc<dyn ArchiveStore> {
        self.0.clone()
    }

    fn stats(&self) -> Arc<dyn StatsStore> {
        self.0.clone()
    }

    fn exported(&self) -> Arc<dyn TicketArchive> {
        self.0.clone()
    }

    async fn kept_figures(&self, guild: GuildId) -> usize {
        let closes = self.0.closes();
        let of_guild = closes.iter().filter(|it| it.ticket.guild == guild);
        self.0.displays(guild).len() + of_guild.count()
    }
}

crate::ticket_store_contract!(#[tokio::test] fn() => InMemory(Arc::default()));
