-- When the version of a message that was seen last was written, by Discord's clock: a process that hears of an earlier
-- version later than another of a newer one leaves it alone. Null for what was seen before.

ALTER TABLE alphapy.watched_messages ADD COLUMN written_at timestamptz;
