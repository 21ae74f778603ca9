//! Who is staff to a ticket: by the roles that they have on Discord now, and the settings of their server.

use std::sync::Arc;

use access_core::{GuildMembers, RememberedMembers};
use async_trait::async_trait;
use kernel::{GuildId, Member, PortFailure, RoleId, UserId};
use settings_core::SettingsReader;
use tickets_core::settings::ticketbot::TicketbotSettings;
use tickets_core::{StaffRoster, Standing, Ticket};

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
        let mut staff = Vec::new();
        for user in people {
            let is_staff = self.is_staff(ticket, *user, staff_role).await;
            if is_staff.unwrap_or_else(left_out) {
                staff.push(*user);
            }
        }
        staff
    }
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
