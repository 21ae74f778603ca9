-- The table that Alphapy's telemetry goes to, for whoever runs their own Supabase (or PostgREST). Run it there, not in
-- Alphapy's database: paste it into the SQL editor. Then add `telemetry` to the exposed schemas (Settings, API), and give
-- Alphapy SUPABASE_URL and SUPABASE_SERVICE_ROLE_KEY. It may be run again.

CREATE SCHEMA IF NOT EXISTS telemetry;

CREATE TABLE IF NOT EXISTS telemetry.subsystem_snapshots (
    -- Alphapy's row is `alphapy`; each snapshot replaces the one before.
    subsystem             text PRIMARY KEY,
    label                 text NOT NULL,
    status                text NOT NULL CONSTRAINT ck_subsystem_snapshots_status CHECK (status IN ('operational', 'degraded', 'outage')),
    uptime_seconds        int4 NOT NULL DEFAULT 0,
    throughput_per_minute int4 NOT NULL DEFAULT 0,
    error_rate            numeric NOT NULL DEFAULT 0,
    latency_p50           int4 NOT NULL DEFAULT 0,
    latency_p95           int4 NOT NULL DEFAULT 0,
    queue_depth           int4 NOT NULL DEFAULT 0,
    active_bots           int4,
    notes                 text,
    last_updated          timestamptz NOT NULL DEFAULT now(),
    computed_at           timestamptz NOT NULL DEFAULT now()
);

-- Only the service role, whose key Alphapy has, reads and writes; grant more to whoever shows it.
ALTER TABLE telemetry.subsystem_snapshots ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS of_the_service ON telemetry.subsystem_snapshots;
CREATE POLICY of_the_service ON telemetry.subsystem_snapshots TO service_role USING (true) WITH CHECK (true);
REVOKE ALL ON telemetry.subsystem_snapshots FROM anon, authenticated;
GRANT USAGE ON SCHEMA telemetry TO service_role;
GRANT SELECT, INSERT, UPDATE ON telemetry.subsystem_snapshots TO service_role;
