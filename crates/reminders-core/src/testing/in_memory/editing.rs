//! Changes of reminders kept in memory.

use chrono::{DateTime, Utc};
use kernel::GuildId;

use super::{Progress, State, admits};
use crate::{EditOutcome, OccurrenceId, Reminder, ReminderEdit, ReminderId, Scope, Sends};

impl State {
    pub(super) fn edit(
        &mut self,
        guild: GuildId,
        id: ReminderId,
        scope: Scope,
        edit: &ReminderEdit,
        now: DateTime<Utc>,
    ) -> EditOutcome {
        let found = self.get(guild, id).filter(|it| admits(scope, it)).cloned();
        let Some(before) = found else {
            return EditOutcome::NotFound;
        };
        if before.what != edit.before || before.completed != edit.completed {
            return EditOutcome::ChangedMeanwhile;
        }
        let begins_again = before.completed && matches!(edit.sends, Sends::Anew(_));
        if begins_again && self.exceeds(&before.what, edit.quota) {
            return EditOutcome::QuotaReached;
        }
        let mut after = Reminder {
            what: edit.after.clone(),
            ..before.clone()
        };
        if after.what.channel != before.what.channel {
            after.pre_message = None;
        }
        self.change_sends(&mut after, edit.sends);
        if after.what.channel != before.what.channel {
            self.send_again(id, now);
        }
        self.changed.insert(id, now);
        self.reminders.insert(id, after.clone());
        EditOutcome::Stored {
            before: Box::new(before),
            after: Box::new(after),
        }
    }

    fn change_sends(&mut self, after: &mut Reminder, sends: Sends) {
        if sends == Sends::Kept {
            return;
        }
        (after.next, after.pre_message, after.paused) = (None, None, None);
        self.rests.remove(&after.id);
        match sends {
            Sends::Kept => {}
            Sends::Anew(next) => {
                (after.next, after.completed) = (Some(next), false);
                self.leave_out(after.id);
                self.move_snoozes(after, next);
                self.anew_since
                    .insert(after.id, OccurrenceId(self.last_occurrence));
            }
            Sends::Over => {
                after.completed = true;
                self.occurrences.retain(|_, it| {
                    it.reminder != after.id || matches!(it.progress, Progress::Ended(_))
                });
            }
        }
    }
}
