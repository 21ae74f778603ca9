//! Staff that never changes.

use async_trait::async_trait;
use kernel::{GuildId, UserId};

use super::user;
use crate::{StaffRoster, Ticket};

/// A [`StaffRoster`] of the same people for every ticket of one guild.
#[derive(Debug, Clone)]
pub struct StaffOf {
    guild: GuildId,
    staff: Vec<UserId>,
}

impl StaffOf {
    /// These members have the staff role of this guild.
    pub fn role(guild: GuildId, staff: &[u64]) -> Self {
        Self {
            guild,
            staff: staff.iter().map(|it| user(*it)).collect(),
        }
    }
}

#[async_trait]
impl StaffRoster for StaffOf {
    async fn staff_among(&self, ticket: &Ticket, people: &[UserId]) -> Vec<UserId> {
        let people = people.iter().filter(|it| self.staff.contains(it));
        people
            .filter(|_| ticket.guild == self.guild)
            .copied()
            .collect()
    }
}
