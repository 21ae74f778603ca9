//! Who is staff to a ticket: by the roles that they have on Discord now, and the settings of their server.

use std::sync::Arc;

use access_core::{GuildMembers, RememberedMembers};
use async_trait::async_trait;
use futures_util::stream::{self, StreamExt as _};
use kernel::{GuildId, Member, PortFailure, RoleId, UserId};
use settings_core::SettingsReader;
use tickets_core::settings::ticketbot::TicketbotSettings;
use tickets_core::{StaffRoster, Standing, Ticket};

/// Discord is asked about so many members at once.
const AT_ONCE: usize = 5;

/// [`StaffRoster`] over the members of guilds.
pub(crate) struct StaffByRole {
    pub(crate) members: RememberedMembers,
    pub(crate) settings: Arc<dyn SettingsReader>,
}

impl StaffByRole {
    async fn staff_role(&self, guild: GuildId) -> Result<Option<RoleId>, PortFailure> {
        let snapshot = self.settings.snapshot(guild).await?;
        Ok(TicketbotSettings::read(&snapshot).staff_role_id)
    }

    async fn is_staff(
        &self,
        ticket: &Ticket,
        user: UserId,
        staff_role: Option<RoleId>,
    ) -> Result<bool, PortFailure> {
        let found = self.members.member(ticket.guild, user).await?;
        Ok(found.is_some_and(|it| {
            let authority = it.authority;
            let member = Member { user, authority };
            Standing::of(member, &it.roles, staff_role, ticket).is_staff
        }))
    }
}

#[async_trait]
impl StaffRoster for StaffByRole {
    async fn staff_among(&self, ticket: &Ticket, people: &[UserId]) -> Vec<UserId> {
        if people.is_empty() {
            return Vec::new();
        }
        // Admins are staff without a role.
        let staff_role = self.staff_role(ticket.guild).await.unwrap_or_else(left_out);
        let asked = people.iter();
        let asked: Vec<_> = asked
            .map(|it| self.is_staff(ticket, *it, staff_role))
            .collect();
        let answers = side_by_side(asked).await;
        let answers = answers.into_iter().map(|it| it.unwrap_or_else(left_out));
        let staff = people.iter().zip(answers).filter(|it| it.1);
        staff.map(|it| *it.0).collect()
    }
}

/// What all of these come to, in their order. Some are under way at once, as each may take Discord seconds.
async fn side_by_side<T>(questions: Vec<impl Future<Output = T>>) -> Vec<T> {
    stream::iter(questions).buffered(AT_ONCE).collect().await
}

/// What somebody counts as who cannot be asked about.
#[expect(
    clippy::needless_pass_by_value,
    reason = "handed over where it is used up"
)]
fn left_out<T: Default>(failure: PortFailure) -> T {
    tracing::debug!(
        error = &failure as &dyn std::error::Error,
        "it is not known who is staff to a ticket"
    );
    T::default()
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::time::Duration;

    use tokio::sync::Barrier;

    use super::*;

    #[tokio::test]
    async fn five_are_asked_about_at_once_and_no_more_and_the_order_stays() {
        // Nobody is answered about before five are asked about.
        let (all_there, asking) = (Barrier::new(AT_ONCE), Cell::new(0));
        let ask = async |number: u64| {
            asking.set(asking.get() + 1);
            assert!(asking.get() <= AT_ONCE);
            all_there.wait().await;
            asking.set(asking.get() - 1);
            number
        };
        let questions: Vec<_> = (1..=10).map(&ask).collect();
        let answers = tokio::time::timeout(Duration::from_secs(10), side_by_side(questions));
        assert_eq!(answers.await.unwrap(), (1..=10).collect::<Vec<u64>>());
    }
}
