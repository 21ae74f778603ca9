-- A member sees their reminders of all guilds over HTTP, by the clock of the event and the name: the first 500 are read
-- from the index in that order, however many there are.
CREATE INDEX idx_reminders_created_by ON alphapy.reminders
    (created_by, (coalesce(call_time, "time")), name COLLATE "C", id)
    WHERE NOT completed;
