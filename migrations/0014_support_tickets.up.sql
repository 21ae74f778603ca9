-- Support tickets, what happened to each, and the work that follows outside the database. Work is stored with the change
-- that it follows from and done afterwards, so a process that dies between a change and its effects leaves nothing undone.

CREATE TABLE alphapy.support_tickets (
    id                 bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    guild_id           bigint NOT NULL REFERENCES alphapy.guilds (guild_id) ON DELETE CASCADE,
    ticket_no          integer NOT NULL CONSTRAINT ck_support_tickets_ticket_no CHECK (ticket_no > 0),
    user_id            bigint NOT NULL CONSTRAINT ck_support_tickets_user_id CHECK (user_id > 0),
    username           text NOT NULL CONSTRAINT ck_support_tickets_username CHECK (char_length(username) <= 100),
    description        text NOT NULL
        CONSTRAINT ck_support_tickets_description CHECK (char_length(description) BETWEEN 1 AND 4000),
    status             text NOT NULL DEFAULT 'open' CONSTRAINT ck_support_tickets_status
        CHECK (status IN ('open', 'claimed', 'waiting_for_user', 'escalated', 'closed', 'archived')),
    channel_id         bigint CONSTRAINT uq_support_tickets_channel_id UNIQUE
        CONSTRAINT ck_support_tickets_channel_id CHECK (channel_id > 0),
    control_message_id bigint CONSTRAINT ck_support_tickets_control_message_id CHECK (control_message_id > 0),
    claimed_by         bigint CONSTRAINT ck_support_tickets_claimed_by CHECK (claimed_by > 0),
    claimed_at         timestamptz,
    -- Escalated to nobody in particular: the kind is 'none' and there is no target.
    escalated_kind     text CONSTRAINT ck_support_tickets_escalated_kind CHECK (escalated_kind IN ('role', 'user', 'none')),
    escalated_to       bigint CONSTRAINT ck_support_tickets_escalated_to CHECK (escalated_to > 0),
    closed_at          timestamptz,
    closed_by          bigint CONSTRAINT ck_support_tickets_closed_by CHECK (closed_by > 0),
    close_reason       text CONSTRAINT ck_support_tickets_close_reason CHECK (char_length(close_reason) <= 500),
    archived_at        timestamptz,
    archived_by        bigint CONSTRAINT ck_support_tickets_archived_by CHECK (archived_by > 0),
    archive_started_at timestamptz,
    idle_notified_at   timestamptz,
    last_activity_at   timestamptz NOT NULL,
    -- A change that was decided on another revision is not stored.
    revision           integer NOT NULL DEFAULT 0 CONSTRAINT ck_support_tickets_revision CHECK (revision >= 0),
    created_at         timestamptz NOT NULL,
    updated_at         timestamptz NOT NULL,
    CONSTRAINT uq_support_tickets_guild_id UNIQUE (guild_id, id),
    CONSTRAINT uq_support_tickets_ticket_no UNIQUE (guild_id, ticket_no),
    CONSTRAINT ck_support_tickets_claim CHECK (claimed_by IS NULL OR claimed_at IS NOT NULL),
    CONSTRAINT ck_support_tickets_escalation CHECK ((coalesce(escalated_kind, 'none') = 'none') = (escalated_to IS NULL)),
    CONSTRAINT ck_support_tickets_closed CHECK ((status IN ('closed', 'archived')) = (closed_at IS NOT NULL)),
    CONSTRAINT ck_support_tickets_archived CHECK ((status = 'archived') = (archived_at IS NOT NULL))
);

-- Lists, and the counts of each state.
CREATE INDEX idx_support_tickets_guild_id_status ON alphapy.support_tickets (guild_id, status, last_activity_at, id);
-- How many live ones a member has.
CREATE INDEX idx_support_tickets_live ON alphapy.support_tickets (guild_id, user_id)
    WHERE status IN ('open', 'claimed', 'waiting_for_user', 'escalated');
-- What a window of time counts, and a member's own.
CREATE INDEX idx_support_tickets_guild_id_created_at ON alphapy.support_tickets (guild_id, created_at);
-- Silent ones, over all guilds.
CREATE INDEX idx_support_tickets_idle ON alphapy.support_tickets (last_activity_at)
    WHERE status IN ('open', 'claimed', 'waiting_for_user');
-- Those that whoever opened them died over.
CREATE INDEX idx_support_tickets_half_open ON alphapy.support_tickets (created_at)
    WHERE (channel_id IS NULL OR control_message_id IS NULL) AND status IN ('open', 'claimed', 'waiting_for_user', 'escalated');

-- The last number that each guild has given; none is given twice, also when its ticket was taken back.
CREATE TABLE alphapy.ticket_numbers (
    guild_id bigint PRIMARY KEY REFERENCES alphapy.guilds (guild_id) ON DELETE CASCADE,
    last_no  integer NOT NULL CONSTRAINT ck_ticket_numbers_last_no CHECK (last_no > 0)
);

CREATE TABLE alphapy.ticket_events (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    guild_id    bigint NOT NULL,
    ticket_id   bigint NOT NULL,
    event       text NOT NULL CONSTRAINT ck_ticket_events_event CHECK (event IN (
        'created', 'claimed', 'unclaimed', 'waiting', 'answered', 'escalated', 'closed', 'reopened', 'archived', 'deleted',
        'summary', 'suggestion_used'
    )),
    actor_id    bigint CONSTRAINT ck_ticket_events_actor_id CHECK (actor_id > 0),
    from_status text,
    to_status   text NOT NULL,
    at          timestamptz NOT NULL,
    CONSTRAINT fk_ticket_events_ticket FOREIGN KEY (guild_id, ticket_id)
        REFERENCES alphapy.support_tickets (guild_id, id) ON DELETE CASCADE
);

CREATE INDEX idx_ticket_events_ticket ON alphapy.ticket_events (guild_id, ticket_id, id);

CREATE TABLE alphapy.ticket_jobs (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    guild_id    bigint NOT NULL,
    ticket_id   bigint NOT NULL,
    kind        text NOT NULL CONSTRAINT ck_ticket_jobs_kind CHECK (kind IN (
        'refresh_embed', 'notify', 'admit', 'lock', 'unlock', 'rename', 'summary', 'delete_channel', 'log'
    )),
    payload     jsonb NOT NULL DEFAULT '{}'
        CONSTRAINT ck_ticket_jobs_payload CHECK (jsonb_typeof(payload) = 'object' AND pg_column_size(payload) <= 8192),
    attempts    integer NOT NULL DEFAULT 0 CONSTRAINT ck_ticket_jobs_attempts CHECK (attempts >= 0),
    run_after   timestamptz NOT NULL,
    lease_until timestamptz,
    done_at     timestamptz,
    last_error  text CONSTRAINT ck_ticket_jobs_last_error CHECK (char_length(last_error) <= 500),
    created_at  timestamptz NOT NULL,
    CONSTRAINT fk_ticket_jobs_ticket FOREIGN KEY (guild_id, ticket_id)
        REFERENCES alphapy.support_tickets (guild_id, id) ON DELETE CASCADE,
    CONSTRAINT ck_ticket_jobs_lease CHECK (done_at IS NULL OR lease_until IS NULL)
);

-- What is due, over all guilds.
CREATE INDEX idx_ticket_jobs_due ON alphapy.ticket_jobs (run_after, id) WHERE done_at IS NULL;
-- What waits of one ticket, in order.
CREATE INDEX idx_ticket_jobs_ticket ON alphapy.ticket_jobs (guild_id, ticket_id, id) WHERE done_at IS NULL;
-- Retention.
CREATE INDEX idx_ticket_jobs_done_at ON alphapy.ticket_jobs (done_at) WHERE done_at IS NOT NULL;

-- Wakes the processes that do the work of tickets.
CREATE FUNCTION alphapy.notify_tickets() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('alphapy_tickets', '');
    RETURN NULL;
END
$$;

CREATE TRIGGER ticket_jobs_notify AFTER INSERT ON alphapy.ticket_jobs
    FOR EACH STATEMENT EXECUTE FUNCTION alphapy.notify_tickets();
