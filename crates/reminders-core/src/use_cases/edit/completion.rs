//! Whether a reminder is done after a change.

use kernel::PortFailure;

use super::request::{EditRefusal, ReminderPatch};
use crate::use_cases::Reminders;
use crate::use_cases::when::EventChange;
use crate::{NewReminder, Reminder, Source};

/// Whether nothing more is sent after the change. Only what comes once is marked as done, and what is moved to another
/// moment is done no more.
pub(super) fn completed_after(
    before: &Reminder,
    patch: &ReminderPatch,
    what: &NewReminder,
) -> Result<bool, EditRefusal> {
    let asked = patch.exactly.unwrap_or_default();
    let comes_once = !what.schedule.is_recurring()
        || !before.what.schedule.is_recurring()
            && asked.event == Some(EventChange::Clear)
            && asked.days.is_none_or(parsers::WeekdaySet::is_empty);
    match asked.completed {
        Some(true) if !before.completed && !comes_once => Err(EditRefusal::Recurring(before.id)),
        Some(completed) => Ok(completed),
        None => Ok(before.completed && what.schedule == before.what.schedule),
    }
}

impl Reminders {
    /// How many active reminders its maker may have, when a reminder that was done becomes one of them again.
    pub(super) async fn quota_of_maker(
        &self,
        before: &Reminder,
        completed: bool,
    ) -> Result<Option<u32>, PortFailure> {
        let what = &before.what;
        match what.created_by {
            Some(maker) if before.completed && !completed && what.source != Source::Watcher => {
                Ok(self.tier_of(what.guild, maker).await.reminder_quota())
            }
            _ => Ok(None),
        }
    }
}
