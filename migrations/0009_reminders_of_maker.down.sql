DROP INDEX alphapy.idx_reminders_created_by;
