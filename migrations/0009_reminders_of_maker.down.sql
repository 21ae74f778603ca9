-- Earlier versions show a member their reminders of one guild at a time, from another index.

DROP INDEX alphapy.idx_reminders_created_by;
