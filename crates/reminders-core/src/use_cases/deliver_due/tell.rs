//! What the guild's log is told about sends.

use crate::use_cases::Reminders;
use crate::{Claimed, LogEvent, Punctuality};

impl Reminders {
    /// Tells that a reminder was posted, and that it is over if nothing follows.
    pub(super) async fn tell_sent(&self, claimed: &Claimed, punctuality: Punctuality) {
        let sent = LogEvent::Sent {
            reminder: claimed.reminder.clone(),
            occurrence: claimed.occurrence,
            zone: claimed.zone,
            punctuality,
        };
        self.tell_about(claimed, &sent).await;
        self.tell_if_finished(claimed).await;
    }

    /// Tells that a reminder that comes once is over, when this occurrence was its last.
    pub(super) async fn tell_if_finished(&self, claimed: &Claimed) {
        let reminder = &claimed.reminder;
        if reminder.what.schedule.is_recurring() || reminder.next.is_some() {
            return;
        }
        let finished = LogEvent::Finished {
            reminder: reminder.clone(),
            occurrence: claimed.occurrence,
            zone: claimed.zone,
        };
        self.tell_about(claimed, &finished).await;
    }

    /// Tells that the bot may not ping everyone where the guild wants it to.
    pub(super) async fn tell_muted(&self, claimed: &Claimed) {
        let reminder = claimed.reminder.clone();
        self.tell_about(claimed, &LogEvent::CannotPing { reminder })
            .await;
    }

    async fn tell_about(&self, claimed: &Claimed, event: &LogEvent) {
        let guild = claimed.reminder.what.guild;
        self.ports.log.record(guild, event).await;
    }
}
