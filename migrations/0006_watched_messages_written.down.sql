-- The earlier release compares contents only.

ALTER TABLE alphapy.watched_messages DROP COLUMN written_at;
