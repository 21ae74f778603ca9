-- The earlier release remembers nothing of messages but the reminders that it made of them.

DROP INDEX alphapy.idx_reminders_guild_id_origin;
DROP TABLE alphapy.watched_messages;
