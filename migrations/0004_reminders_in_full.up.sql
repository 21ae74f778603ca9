-- Everything that a reminder may be and have beyond the first release: recurrences other than weekly ones, bounds, rest,
-- pings, several events of one announcement, pictures, being snoozed, and people being told what became of a send.
-- Readers of the earlier schema still find `days` true for whatever comes every week.

ALTER TABLE alphapy.reminders
    ADD COLUMN rrule            text CONSTRAINT ck_reminders_rrule CHECK (char_length(rrule) BETWEEN 1 AND 200),
    ADD COLUMN starts_on        date,
    ADD COLUMN ends_on          date,
    ADD COLUMN mention_everyone boolean NOT NULL DEFAULT false,
    ADD COLUMN origin_part      smallint NOT NULL DEFAULT 0
        CONSTRAINT ck_reminders_origin_part CHECK (origin_part BETWEEN 0 AND 9),
    ADD COLUMN paused_reason    text CONSTRAINT ck_reminders_paused_reason
        CHECK (paused_reason IN ('channel_gone', 'forbidden', 'guild_left')),
    ADD COLUMN paused_at        timestamptz,
    -- What the bot lacks in the channel, by its names in the program.
    ADD COLUMN paused_missing   text[] NOT NULL DEFAULT '{}',
    -- When people were told that it rests, and until when somebody is telling them.
    ADD COLUMN paused_told_at       timestamptz,
    ADD COLUMN paused_telling_until timestamptz,
    -- Whether its maker was told, and the log channel remains.
    ADD COLUMN paused_maker_told    boolean NOT NULL DEFAULT false,
    ADD CONSTRAINT ck_reminders_bounds CHECK (starts_on <= ends_on),
    ADD CONSTRAINT ck_reminders_paused CHECK (
        (paused_reason IS NULL) = (paused_at IS NULL) AND (paused_reason IS NULL OR next_fire_at IS NULL)
    ),
    -- A picture is a link, or the copy of a file that is sent along with the message.
    DROP CONSTRAINT ck_reminders_image,
    ADD CONSTRAINT ck_reminders_image CHECK (
        char_length(image_url) <= 512
        AND (image_url LIKE 'https://%' OR image_url ~ '^attachment://picture-[0-9a-f]{8}\.(png|jpg|gif|webp)$')
    ),
    DROP CONSTRAINT ck_reminders_shape,
    ADD CONSTRAINT ck_reminders_shape CHECK (
        (event_time IS NOT NULL AND days = '{}' AND rrule IS NULL AND starts_on IS NULL AND ends_on IS NULL)
        OR (event_time IS NULL AND (days <> '{}' OR rrule IS NOT NULL)
            AND call_time IS NOT NULL AND "time" IS NOT NULL)
    );

-- One announcement makes one reminder for each event that it names.
DROP INDEX alphapy.uq_reminders_origin;
CREATE UNIQUE INDEX uq_reminders_origin
    ON alphapy.reminders (guild_id, origin_channel_id, origin_message_id, origin_part)
    WHERE origin_message_id IS NOT NULL AND source = 'watcher';
-- Those that rest and whose people have yet to be told.
CREATE INDEX idx_reminders_untold ON alphapy.reminders (guild_id) WHERE paused_at IS NOT NULL AND paused_told_at IS NULL;
-- What is posted in a channel of a guild.
CREATE INDEX idx_reminders_guild_id_channel_id ON alphapy.reminders (guild_id, channel_id) WHERE NOT completed;

ALTER TABLE alphapy.reminder_occurrences
    -- When the people concerned were told that it was not sent. What is sent needs no telling.
    ADD COLUMN told_at timestamptz,
    -- What was wrong with the channel, when that is why it failed.
    ADD COLUMN problem text CONSTRAINT ck_reminder_occurrences_problem 
        CHECK (problem IN ('channel_gone', 'forbidden')),
    -- Until when somebody is telling them.
    ADD COLUMN telling_until timestamptz,
    -- Whether the reminder's maker was told, and the log channel remains.
    ADD COLUMN maker_told boolean NOT NULL DEFAULT false,
    -- Who asked to be told again.
    ADD COLUMN asked_by bigint CONSTRAINT ck_reminder_occurrences_asked_by CHECK (asked_by > 0),
    DROP CONSTRAINT ck_reminder_occurrences_kind,
    ADD CONSTRAINT ck_reminder_occurrences_kind CHECK (kind IN ('pre', 't0', 'snoozed')),
    DROP CONSTRAINT uq_reminder_occurrences,
    ADD CONSTRAINT uq_reminder_occurrences
        UNIQUE NULLS NOT DISTINCT (guild_id, reminder_id, fires_at, kind, asked_by);

-- Those who were told by the log of the earlier release are not told again.
UPDATE alphapy.reminder_occurrences SET told_at = finished_at WHERE state IN ('failed', 'missed');

CREATE INDEX idx_reminder_occurrences_untold ON alphapy.reminder_occurrences (guild_id, finished_at)
    WHERE state IN ('failed', 'missed') AND told_at IS NULL;
-- How a guild's sends went lately.
CREATE INDEX idx_reminder_occurrences_guild_id_fires_at ON alphapy.reminder_occurrences (guild_id, fires_at);

-- A picture that a member attached: Discord's own address of it expires.
CREATE TABLE alphapy.reminder_images (
    guild_id     bigint NOT NULL,
    reminder_id  bigint NOT NULL,
    file_name    text NOT NULL CONSTRAINT ck_reminder_images_file_name CHECK (char_length(file_name) BETWEEN 1 AND 100),
    content_type text NOT NULL CONSTRAINT ck_reminder_images_content_type
        CHECK (content_type IN ('image/png', 'image/jpeg', 'image/gif', 'image/webp')),
    content      bytea NOT NULL CONSTRAINT ck_reminder_images_content CHECK (octet_length(content) BETWEEN 1 AND 8388608),
    created_at   timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT pk_reminder_images PRIMARY KEY (guild_id, reminder_id),
    CONSTRAINT fk_reminder_images_reminder FOREIGN KEY (guild_id, reminder_id)
        REFERENCES alphapy.reminders (guild_id, id) ON DELETE CASCADE
);
