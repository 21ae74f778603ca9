-- What the figures of tickets were: when somebody looked at them, at most once a minute for each window of time, and at
-- every closing.

CREATE TABLE alphapy.ticket_metrics (
    id                 bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    guild_id           bigint NOT NULL REFERENCES alphapy.guilds (guild_id) ON DELETE CASCADE,
    scope              text NOT NULL CONSTRAINT ck_ticket_metrics_scope CHECK (scope IN ('7d', '30d', 'all')),
    counts             jsonb NOT NULL CONSTRAINT ck_ticket_metrics_counts CHECK (jsonb_typeof(counts) = 'object'),
    average_cycle_time bigint CONSTRAINT ck_ticket_metrics_average_cycle_time CHECK (average_cycle_time >= 0),
    snapshot           jsonb NOT NULL
        CONSTRAINT ck_ticket_metrics_snapshot CHECK (jsonb_typeof(snapshot) = 'object' AND pg_column_size(snapshot) <= 8192),
    topics             jsonb CONSTRAINT ck_ticket_metrics_topics CHECK (jsonb_typeof(topics) = 'object'),
    triggered_by       bigint CONSTRAINT ck_ticket_metrics_triggered_by CHECK (triggered_by > 0),
    -- Of figures that were looked at.
    minute             timestamptz,
    -- Of figures at a closing, which go with their ticket.
    ticket_id          bigint,
    closed_at          timestamptz,
    created_at         timestamptz NOT NULL,
    CONSTRAINT uq_ticket_metrics_minute UNIQUE (guild_id, scope, minute),
    CONSTRAINT uq_ticket_metrics_closing UNIQUE (guild_id, ticket_id, closed_at),
    CONSTRAINT ck_ticket_metrics_trigger CHECK (
        (minute IS NULL) = (ticket_id IS NOT NULL) AND (ticket_id IS NULL) = (closed_at IS NULL)
    ),
    CONSTRAINT fk_ticket_metrics_ticket FOREIGN KEY (guild_id, ticket_id)
        REFERENCES alphapy.support_tickets (guild_id, id) ON DELETE CASCADE
);

CREATE INDEX idx_ticket_metrics_guild_id_created_at ON alphapy.ticket_metrics (guild_id, created_at DESC);
-- Retention.
CREATE INDEX idx_ticket_metrics_created_at ON alphapy.ticket_metrics (created_at);
