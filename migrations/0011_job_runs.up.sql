-- Which process does a job at the moment, and how the job went last time: work that is for one process at a time is done
-- once however many run, and by another one when a process dies over it.

CREATE TABLE alphapy.job_runs (
    job                  text PRIMARY KEY CONSTRAINT ck_job_runs_job CHECK (char_length(job) BETWEEN 1 AND 100),
    last_started_at      timestamptz NOT NULL,
    last_finished_at     timestamptz,
    last_error           text CONSTRAINT ck_job_runs_last_error CHECK (char_length(last_error) <= 500),
    consecutive_failures integer NOT NULL DEFAULT 0
        CONSTRAINT ck_job_runs_consecutive_failures CHECK (consecutive_failures >= 0),
    lease_owner          text CONSTRAINT ck_job_runs_lease_owner CHECK (char_length(lease_owner) BETWEEN 1 AND 100),
    lease_until          timestamptz,
    CONSTRAINT ck_job_runs_lease CHECK ((lease_owner IS NULL) = (lease_until IS NULL))
);

-- What is forgotten: reminders of one event that is over.
CREATE INDEX idx_reminders_completed_at ON alphapy.reminders (completed_at) WHERE completed AND event_time IS NOT NULL;
-- Announcements that nobody has looked at for long.
CREATE INDEX idx_watched_messages_seen_at ON alphapy.watched_messages (seen_at);
