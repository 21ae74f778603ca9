//! Who somebody is to a ticket.

use kernel::{Member, RoleId};

use super::{Target, Ticket};

/// Who somebody is to a ticket: they may be several of these at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Standing {
    /// They opened it.
    pub is_requester: bool,
    /// They work on tickets: an admin, a holder of the staff role, or whom this ticket was passed on to.
    pub is_staff: bool,
    /// They may do what cannot be taken back, or concerns the whole guild.
    pub is_admin: bool,
}

impl Standing {
    /// Who `member`, who holds `roles` in the ticket's guild, is to `ticket`, where `staff_role` works on tickets.
    pub fn of(
        member: Member,
        roles: &[RoleId],
        staff_role: Option<RoleId>,
        ticket: &Ticket,
    ) -> Self {
        let is_target = match ticket.target() {
            Some(Target::Role(role)) => roles.contains(&role),
            Some(Target::User(user)) => user == member.user,
            None => false,
        };
        let is_staff = Self::in_guild(member, roles, staff_role).is_staff;
        Self {
            is_requester: member.user == ticket.requester,
            is_staff: is_staff || is_target,
            is_admin: member.is_admin(),
        }
    }

    /// Who `member` is to all tickets of the guild.
    pub fn in_guild(member: Member, roles: &[RoleId], staff_role: Option<RoleId>) -> Self {
        let is_admin = member.is_admin();
        Self {
            is_requester: false,
            is_staff: is_admin || staff_role.is_some_and(|it| roles.contains(&it)),
            is_admin,
        }
    }
}
