//! What admins can do: a method of [`SetUp`] for each, a file for each kind.

mod add_question;
mod add_rule;
mod follow_up;
mod overview;
mod remove;
mod reorder;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use kernel::{Clock, GuildId, Member, UseCaseError};
use settings_core::Settings;

use super::{SetUpChange, SetUpLog, SetUpStore};

pub use add_question::{AddQuestion, AddQuestionRefusal, EarlierFollowUps};
pub use add_rule::{AddRule, AddRuleRefusal};
pub use follow_up::{FollowUpSet, SetFollowUp, SetFollowUpRefusal};
pub use overview::Overview;
pub use remove::RemoveRefusal;
pub use reorder::{ReorderContentRefusal, ReorderQuestionsRefusal};

/// Everything that setting up needs from outside.
pub struct SetUpPorts {
    /// Where questions and rules are kept.
    pub store: Arc<dyn SetUpStore>,
    /// The guild's settings.
    pub settings: Settings,
    /// The guild's log channel.
    pub log: Arc<dyn SetUpLog>,
    /// The time.
    pub clock: Arc<dyn Clock>,
}

/// What newcomers of all guilds go through, for their admins to write. Cheap to clone. Nothing of it is kept in memory, so
/// a change holds for whoever presses next.
#[derive(Clone)]
pub struct SetUp {
    ports: Arc<SetUpPorts>,
}

/// Why nothing is shown, or changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SetUpRefusal {
    /// Only admins do this.
    NotAdmin,
}

impl SetUp {
    /// Setting up over these ports.
    pub fn new(ports: SetUpPorts) -> Self {
        let ports = Arc::new(ports);
        Self { ports }
    }

    async fn tell(&self, guild: GuildId, by: Member, change: SetUpChange) {
        self.ports.log.changed(guild, by.user, &change).await;
    }
}

/// Refuses who is no admin, in the words of the use case.
fn must_be_admin<R>(member: Member, refusal: R) -> Result<(), UseCaseError<R>> {
    if member.is_admin() {
        Ok(())
    } else {
        Err(UseCaseError::Refused(refusal))
    }
}
