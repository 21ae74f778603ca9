-- How the service was doing, a row a minute: whoever looks at a chart of last month's outages reads it. Kept 90 days.
-- Processes of one service share its rows: each records whole minutes, and the first to come writes the minute's row.

CREATE TABLE alphapy.health_check_history (
    id                  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    service             text NOT NULL CONSTRAINT ck_health_check_history_service CHECK (char_length(service) BETWEEN 1 AND 200),
    version             text NOT NULL CONSTRAINT ck_health_check_history_version CHECK (char_length(version) BETWEEN 1 AND 100),
    uptime_seconds      bigint NOT NULL CONSTRAINT ck_health_check_history_uptime_seconds CHECK (uptime_seconds >= 0),
    db_status           text NOT NULL CONSTRAINT ck_health_check_history_db_status CHECK (char_length(db_status) <= 50),
    guild_count         integer,
    active_commands_24h integer,
    gpt_status          text CONSTRAINT ck_health_check_history_gpt_status CHECK (gpt_status IN ('operational', 'degraded', 'error')),
    database_pool_size  integer,
    checked_at          timestamptz NOT NULL DEFAULT now(),
    -- One row of a service and minute; as an index it also finds a service's newest rows.
    CONSTRAINT uq_health_check_history_service_checked_at UNIQUE (service, checked_at)
);
