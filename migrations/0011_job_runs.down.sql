-- Jobs go back to being done by every process.

DROP INDEX alphapy.idx_watched_messages_seen_at;
DROP INDEX alphapy.idx_reminders_completed_at;
DROP TABLE alphapy.job_runs;
