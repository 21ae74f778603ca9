-- Takes reminders away again, with everything that was stored in them.

DROP TABLE alphapy.reminder_occurrences;
DROP TABLE alphapy.reminders;
DROP FUNCTION alphapy.notify_reminders();
