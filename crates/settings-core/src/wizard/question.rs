//! What the set-up wizard asks, and which setting each answer is the value of.

use crate::{Definition, Registry};

/// A question of the wizard. Its answer is the value of one setting: a channel, a category or a role, as the setting's
/// kind says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Question {
    /// Where the bot tells admins what it did.
    LogChannel,
    /// Where the rules and the onboarding panel are.
    RulesChannel,
    /// The channel whose announcements become reminders.
    AnnouncementsChannel,
    /// Where newcomers are announced.
    InviteChannel,
    /// Where the agreement on what is stored is posted.
    ConsentChannel,
    /// Where ticket channels are made.
    TicketCategory,
    /// Who answers tickets.
    StaffRole,
    /// Where reminders go that name no channel. No step of its own: it is asked below the summary while nothing is set.
    ReminderChannel,
}

impl Question {
    /// The steps, in the order in which they are asked.
    pub const STEPS: [Self; 7] = [
        Self::LogChannel,
        Self::RulesChannel,
        Self::AnnouncementsChannel,
        Self::InviteChannel,
        Self::ConsentChannel,
        Self::TicketCategory,
        Self::StaffRole,
    ];
    /// What is asked below the summary.
    pub const AFTERWARDS: Self = Self::ReminderChannel;

    /// Every question: the steps, and what is asked afterwards.
    pub fn all() -> impl Iterator<Item = Self> {
        Self::STEPS.into_iter().chain([Self::AFTERWARDS])
    }

    /// The scope and key of the setting that the answer is the value of.
    ///
    /// ```
    /// # use settings_core::wizard::Question;
    /// assert_eq!(Question::LogChannel.setting(), ("system", "log_channel_id"));
    /// ```
    pub fn setting(self) -> (&'static str, &'static str) {
        match self {
            Self::LogChannel => ("system", "log_channel_id"),
            Self::RulesChannel => ("system", "rules_channel_id"),
            Self::AnnouncementsChannel => ("embedwatcher", "announcements_channel_id"),
            Self::InviteChannel => ("invites", "announcement_channel_id"),
            Self::ConsentChannel => ("gdpr", "channel_id"),
            Self::TicketCategory => ("ticketbot", "category_id"),
            Self::StaffRole => ("ticketbot", "staff_role_id"),
            Self::ReminderChannel => ("reminders", "default_channel_id"),
        }
    }

    /// The setting; none in a program that does not have it.
    pub fn definition(self, registry: &Registry) -> Option<&'static Definition> {
        let (scope, key) = self.setting();
        registry.find(scope, key)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_two_questions_are_about_the_same_setting() {
        let settings: BTreeSet<_> = Question::all().map(Question::setting).collect();
        assert_eq!(settings.len(), Question::all().count());
    }

    #[test]
    fn what_is_asked_afterwards_is_no_step() {
        assert!(!Question::STEPS.contains(&Question::AFTERWARDS));
    }
}
