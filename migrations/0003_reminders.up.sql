-- Reminders and their occurrences. A reminder says what is announced and when; an occurrence is one send of it.
-- `next_fire_at` is always the next send, so that finding what is due is one index scan however many reminders are
-- stored, and a missed minute is caught up rather than lost. `time`, `call_time`, `days` and `event_time` stay true for
-- readers of the earlier schema.

CREATE TABLE alphapy.reminders (
    id                bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    guild_id          bigint NOT NULL REFERENCES alphapy.guilds (guild_id) ON DELETE CASCADE,
    name              text NOT NULL CONSTRAINT ck_reminders_name CHECK (char_length(name) BETWEEN 1 AND 100),
    channel_id        bigint NOT NULL CONSTRAINT ck_reminders_channel CHECK (channel_id > 0),
    "time"            time(0),
    call_time         time(0),
    days              text[] NOT NULL DEFAULT '{}'
        CONSTRAINT ck_reminders_days CHECK (
            days <@ ARRAY['0', '1', '2', '3', '4', '5', '6'] AND cardinality(days) <= 7
            AND array_position(days, NULL) IS NULL
        ),
    message           text NOT NULL DEFAULT '' CONSTRAINT ck_reminders_message CHECK (char_length(message) <= 2000),
    created_by        bigint CONSTRAINT ck_reminders_created_by CHECK (created_by > 0),
    origin_channel_id bigint,
    origin_message_id bigint,
    event_time        timestamptz,
    location          text CONSTRAINT ck_reminders_location CHECK (char_length(location) <= 1024),
    offset_minutes    integer CONSTRAINT ck_reminders_offset CHECK (offset_minutes BETWEEN 0 AND 4320),
    announce          text NOT NULL DEFAULT 'both'
        CONSTRAINT ck_reminders_announce CHECK (announce IN ('before', 'at_start', 'both')),
    last_sent_at      timestamptz,
    next_fire_at      timestamptz,
    next_kind         text CONSTRAINT ck_reminders_next_kind CHECK (next_kind IN ('pre', 't0')),
    next_event_at     timestamptz,
    sent_message_id   bigint,
    image_url         text CONSTRAINT ck_reminders_image CHECK (image_url LIKE 'https://%' AND char_length(image_url) <= 512),
    completed         boolean NOT NULL DEFAULT false,
    completed_at      timestamptz,
    source            text NOT NULL DEFAULT 'manual'
        CONSTRAINT ck_reminders_source CHECK (source IN ('manual', 'watcher', 'dashboard', 'live_session', 'import')),
    created_at        timestamptz NOT NULL DEFAULT now(),
    updated_at        timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT uq_reminders_guild_id UNIQUE (guild_id, id),
    CONSTRAINT ck_reminders_origin CHECK ((origin_channel_id IS NULL) = (origin_message_id IS NULL)),
    CONSTRAINT ck_reminders_shape CHECK (
        (event_time IS NOT NULL AND days = '{}')
        OR (event_time IS NULL AND days <> '{}' AND call_time IS NOT NULL AND "time" IS NOT NULL)
    ),
    CONSTRAINT ck_reminders_next CHECK (
        (next_fire_at IS NULL) = (next_kind IS NULL) AND (next_fire_at IS NULL) = (next_event_at IS NULL)
    ),
    CONSTRAINT ck_reminders_completed CHECK (completed = (completed_at IS NOT NULL))
);

-- What is due, over all guilds: the dispatcher's query. The kind leads, because starts of events are claimed before
-- advance notices: either kind is then one range of the index, in order, however many of the other are waiting.
CREATE INDEX idx_reminders_due ON alphapy.reminders (next_kind, next_fire_at, id)
    WHERE next_fire_at IS NOT NULL AND NOT completed;
-- "Mine", and the quota.
CREATE INDEX idx_reminders_guild_id_created_by ON alphapy.reminders (guild_id, created_by);
-- What comes up in a guild.
CREATE INDEX idx_reminders_guild_id_event_time ON alphapy.reminders (guild_id, event_time) WHERE event_time IS NOT NULL;
-- One announcement, edited or delivered twice, never makes two reminders.
CREATE UNIQUE INDEX uq_reminders_origin ON alphapy.reminders (guild_id, origin_channel_id, origin_message_id)
    WHERE origin_message_id IS NOT NULL AND source = 'watcher';

CREATE TRIGGER reminders_updated_at BEFORE UPDATE ON alphapy.reminders
    FOR EACH ROW EXECUTE FUNCTION alphapy.set_updated_at();

CREATE TABLE alphapy.reminder_occurrences (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    guild_id    bigint NOT NULL,
    reminder_id bigint NOT NULL,
    fires_at    timestamptz NOT NULL,
    kind        text NOT NULL CONSTRAINT ck_reminder_occurrences_kind CHECK (kind IN ('pre', 't0')),
    event_at    timestamptz NOT NULL,
    state       text NOT NULL DEFAULT 'claimed' CONSTRAINT ck_reminder_occurrences_state
        CHECK (state IN ('claimed', 'sent', 'failed', 'missed', 'skipped')),
    late        boolean NOT NULL DEFAULT false,
    attempts    integer NOT NULL DEFAULT 1,
    lease_until timestamptz,
    message_id  bigint,
    error       text CONSTRAINT ck_reminder_occurrences_error CHECK (char_length(error) <= 200),
    claimed_at  timestamptz NOT NULL,
    finished_at timestamptz,
    CONSTRAINT fk_reminder_occurrences_reminder FOREIGN KEY (guild_id, reminder_id)
        REFERENCES alphapy.reminders (guild_id, id) ON DELETE CASCADE,
    CONSTRAINT uq_reminder_occurrences UNIQUE (guild_id, reminder_id, fires_at, kind),
    CONSTRAINT ck_reminder_occurrences_lease CHECK ((state = 'claimed') = (lease_until IS NOT NULL)),
    CONSTRAINT ck_reminder_occurrences_finished CHECK ((state = 'claimed') = (finished_at IS NULL))
);

-- Occurrences whose owner died or asked for another try.
CREATE INDEX idx_reminder_occurrences_lease ON alphapy.reminder_occurrences (lease_until) WHERE state = 'claimed';
-- Retention.
CREATE INDEX idx_reminder_occurrences_claimed_at ON alphapy.reminder_occurrences (claimed_at);

-- Wakes the dispatchers of all processes when something becomes due earlier than they sleep. Claims only move
-- `next_fire_at` later, and wake nobody.
CREATE FUNCTION alphapy.notify_reminders() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('alphapy_reminders', '');
    RETURN NULL;
END
$$;

CREATE TRIGGER reminders_notify_insert AFTER INSERT ON alphapy.reminders
    FOR EACH ROW WHEN (NEW.next_fire_at IS NOT NULL)
    EXECUTE FUNCTION alphapy.notify_reminders();
CREATE TRIGGER reminders_notify_update AFTER UPDATE OF next_fire_at ON alphapy.reminders
    FOR EACH ROW WHEN (NEW.next_fire_at IS NOT NULL AND NEW.next_fire_at < coalesce(OLD.next_fire_at, 'infinity'))
    EXECUTE FUNCTION alphapy.notify_reminders();
