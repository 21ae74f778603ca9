//! What happened in the story, counted from what the simulator saw.

use serde::Serialize;

/// The counts on the demo's last line.
#[derive(Debug, Clone, Default, Serialize)]
pub(crate) struct Counts {
    /// Announcements that became a reminder, as the log channel told.
    pub(crate) announcements_read: usize,
    /// Reminders that were made, as members and the log channel were told.
    pub(crate) reminders_created: usize,
    /// Reminder messages that reached a channel.
    pub(crate) occurrences_sent: usize,
    /// Reminder messages that stood in a channel more than once.
    pub(crate) duplicates: usize,
    /// Reminder messages that should have come and did not.
    pub(crate) lost: usize,
    /// Tickets that were opened and closed, as their members saw.
    pub(crate) tickets_closed: usize,
    /// Answers that a member found before asking anybody.
    pub(crate) answers_found: usize,
    /// Newcomers who went through the onboarding and got their role.
    pub(crate) newcomers_welcomed: usize,
    /// How long the story took, in real seconds.
    pub(crate) seconds: f64,
    /// Requests of ours that did not fit Discord's own description of its API; absent when that was not at hand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) violations: Option<usize>,
}

impl Counts {
    /// Whether everything went as it should.
    pub(crate) fn is_sound(&self) -> bool {
        self.duplicates == 0 && self.lost == 0 && self.violations.unwrap_or_default() == 0
    }

    /// One line of JSON.
    pub(crate) fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}
