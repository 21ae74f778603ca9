-- Back to what the earlier release can read. It knows weekly reminders only: any other recurrence keeps its next event
-- as a one-off, and what rests or has none left is marked as done, so that nothing is posted that should not be.

DROP TABLE alphapy.reminder_images;
UPDATE alphapy.reminders SET image_url = NULL WHERE image_url LIKE 'attachment://%';
ALTER TABLE alphapy.reminders
    DROP CONSTRAINT ck_reminders_image,
    ADD CONSTRAINT ck_reminders_image CHECK (image_url LIKE 'https://%' AND char_length(image_url) <= 512);

DROP INDEX alphapy.idx_reminder_occurrences_guild_id_fires_at;
DROP INDEX alphapy.idx_reminder_occurrences_untold;
DELETE FROM alphapy.reminder_occurrences WHERE kind = 'snoozed';
ALTER TABLE alphapy.reminder_occurrences
    DROP COLUMN maker_told,
    DROP COLUMN telling_until,
    DROP COLUMN problem,
    DROP COLUMN told_at,
    DROP CONSTRAINT uq_reminder_occurrences,
    ADD CONSTRAINT uq_reminder_occurrences UNIQUE (guild_id, reminder_id, fires_at, kind),
    DROP COLUMN asked_by,
    DROP CONSTRAINT ck_reminder_occurrences_kind,
    ADD CONSTRAINT ck_reminder_occurrences_kind CHECK (kind IN ('pre', 't0'));

DROP INDEX alphapy.idx_reminders_untold;
DROP INDEX alphapy.idx_reminders_guild_id_channel_id;
DROP INDEX alphapy.uq_reminders_origin;
-- The earlier release makes one reminder of an announcement; the others stay, as if made by hand.
UPDATE alphapy.reminders SET source = 'manual' WHERE source = 'watcher' AND origin_part > 0;
CREATE UNIQUE INDEX uq_reminders_origin ON alphapy.reminders (guild_id, origin_channel_id, origin_message_id)
    WHERE origin_message_id IS NOT NULL AND source = 'watcher';

ALTER TABLE alphapy.reminders
    DROP CONSTRAINT ck_reminders_shape,
    DROP CONSTRAINT ck_reminders_paused;
UPDATE alphapy.reminders SET completed = true, completed_at = now()
    WHERE NOT completed AND next_fire_at IS NULL AND (paused_at IS NOT NULL OR rrule IS NOT NULL);
UPDATE alphapy.reminders SET event_time = coalesce(next_event_at, created_at), days = '{}'
    WHERE rrule IS NOT NULL;
ALTER TABLE alphapy.reminders
    DROP COLUMN paused_maker_told,
    DROP COLUMN paused_telling_until,
    DROP COLUMN paused_told_at,
    DROP COLUMN paused_missing,
    DROP COLUMN paused_at,
    DROP COLUMN paused_reason,
    DROP COLUMN origin_part,
    DROP COLUMN mention_everyone,
    DROP COLUMN ends_on,
    DROP COLUMN starts_on,
    DROP COLUMN rrule,
    ADD CONSTRAINT ck_reminders_shape CHECK (
        (event_time IS NOT NULL AND days = '{}')
        OR (event_time IS NULL AND days <> '{}' AND call_time IS NOT NULL AND "time" IS NOT NULL)
    );
