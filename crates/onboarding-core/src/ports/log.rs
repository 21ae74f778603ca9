//! What staff is told.

use async_trait::async_trait;
use kernel::{ChannelId, GuildId, RoleId, UserId};
use settings_core::Severity;

use crate::{Field, Panel, PanelTrouble, RoleObstacle, RoleOutcomes};

/// Something that staff should know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RunEvent {
    /// A member has completed the onboarding.
    Completed {
        /// Who.
        member: UserId,
        /// What they answered; e-mail addresses are masked.
        fields: Vec<Field>,
        /// What became of their roles.
        roles: RoleOutcomes,
        /// Whether they had completed it before.
        is_rerun: bool,
    },
    /// The roles of a completion that was told before, which had to be tried again.
    RolesSettled {
        /// Whose.
        member: UserId,
        /// What became of them.
        roles: RoleOutcomes,
    },
    /// A member who had completed it lacked their role, and cannot be given it.
    RoleMissing {
        /// Who.
        member: UserId,
        /// Which role.
        role: RoleId,
        /// What is in the way.
        obstacle: RoleObstacle,
    },
    /// There should be rules and there are none: newcomers cannot get in.
    NoRules,
    /// There should be rules first and there are none: newcomers go straight to the questions.
    RulesSkipped,
    /// Questions that nobody could answer, which are left out: their places and what they ask.
    QuestionsLeftOut(Vec<(u8, String)>),
    /// The panel cannot stand in its channel.
    NoPanel(ChannelId, PanelTrouble),
    /// An admin had a panel posted.
    PanelPosted {
        /// Where.
        panel: Panel,
        /// The admin.
        by: UserId,
    },
    /// Whoever joins cannot be given their role.
    NoArrivalRole(RoleId, RoleObstacle),
    /// An admin had a member's answers and session forgotten.
    Forgotten {
        /// Whose.
        member: UserId,
        /// The admin.
        by: UserId,
    },
}

impl RunEvent {
    /// How much it matters.
    pub fn severity(&self) -> Severity {
        match self {
            Self::Completed { roles, .. } | Self::RolesSettled { roles, .. } => {
                if roles.need_staff() {
                    Severity::Error
                } else {
                    Severity::Success
                }
            }
            Self::RoleMissing { .. } => Severity::Error,
            Self::PanelPosted { .. } | Self::Forgotten { .. } => Severity::ConfigurationAudit,
            Self::NoRules
            | Self::RulesSkipped
            | Self::QuestionsLeftOut(_)
            | Self::NoPanel(..)
            | Self::NoArrivalRole(..) => Severity::Warning,
        }
    }
}

/// The guild's log. Best effort: nothing waits for it, and nothing fails with it.
#[async_trait]
pub trait RunLog: Send + Sync {
    /// Tells staff.
    async fn record(&self, guild: GuildId, event: &RunEvent);
}
