-- What the watcher has seen of the messages of announcements channels: each content of a message is looked at once
-- however many processes look, an edit changes of its reminders only what it changed itself, and what staff undid stays
-- undone. A row is kept while its message has a reminder, and 90 days after the last look otherwise; it holds no text.

CREATE TABLE alphapy.watched_messages (
    guild_id     bigint NOT NULL REFERENCES alphapy.guilds (guild_id) ON DELETE CASCADE,
    channel_id   bigint NOT NULL,
    message_id   bigint NOT NULL,
    -- Fingerprints: of everything that it said, and of what was read out of it.
    content      bigint NOT NULL,
    title        bigint NOT NULL,
    place        bigint NOT NULL,
    body         bigint NOT NULL,
    -- One for each of its events, at the place of the reminder's `origin_part`; null where a number is free.
    moments      bigint[] NOT NULL DEFAULT '{}' CONSTRAINT ck_watched_messages_moments CHECK (cardinality(moments) <= 10),
    seen_at      timestamptz NOT NULL,
    -- From when it is left alone: undone by a member, or deleted when there is none.
    closed_at    timestamptz,
    undone_by    bigint,
    CONSTRAINT pk_watched_messages PRIMARY KEY (guild_id, channel_id, message_id),
    CONSTRAINT ck_watched_messages_closed CHECK (undone_by IS NULL OR closed_at IS NOT NULL)
);

-- The reminders of a message, whoever made them.
CREATE INDEX idx_reminders_guild_id_origin ON alphapy.reminders (guild_id, origin_message_id)
    WHERE origin_message_id IS NOT NULL;
