//! Who works on tickets, by their roles.

use async_trait::async_trait;
use kernel::UserId;

use crate::Ticket;

/// Who is staff, whether they have done anything yet or not.
#[async_trait]
pub trait StaffRoster: Send + Sync {
    /// Those of `people` who are staff to the ticket now. Who cannot be asked about is left out.
    async fn staff_among(&self, ticket: &Ticket, people: &[UserId]) -> Vec<UserId>;
}
