-- Who accepted the agreement on what is stored, and that people were given their data or erased. A request outlives
-- whatever comes in its way, and in the end names nobody. A person is found in every table by an index, since they may ask
-- at any time and are answered at once.

CREATE TABLE alphapy.gdpr_acceptance (
    guild_id    bigint NOT NULL REFERENCES alphapy.guilds (guild_id) ON DELETE CASCADE,
    user_id     bigint NOT NULL CONSTRAINT ck_gdpr_acceptance_user_id CHECK (user_id > 0),
    accepted    boolean NOT NULL DEFAULT true,
    version     text NOT NULL DEFAULT '1' CONSTRAINT ck_gdpr_acceptance_version CHECK (char_length(version) BETWEEN 1 AND 20),
    "timestamp" timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT pk_gdpr_acceptance PRIMARY KEY (guild_id, user_id)
);

CREATE INDEX idx_gdpr_acceptance_user_id ON alphapy.gdpr_acceptance (user_id);

CREATE TABLE alphapy.privacy_requests (
    id              bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_privacy_requests PRIMARY KEY,
    kind            text NOT NULL CONSTRAINT ck_privacy_requests_kind CHECK (kind IN ('erase', 'export')),
    origin          text NOT NULL CONSTRAINT ck_privacy_requests_origin CHECK (origin IN ('command', 'webhook', 'admin')),
    -- An HMAC of the user's id; none where the operator has set no key.
    subject_hash    bytea CONSTRAINT ck_privacy_requests_subject_hash CHECK (octet_length(subject_hash) = 32),
    -- Until it is over.
    discord_user_id bigint CONSTRAINT ck_privacy_requests_discord_user_id CHECK (discord_user_id > 0),
    -- `running`: carried out, and what other processes write late of the person is waited for.
    state           text NOT NULL CONSTRAINT ck_privacy_requests_state CHECK (state IN ('queued', 'running', 'done', 'failed')),
    attempts        integer NOT NULL DEFAULT 0 CONSTRAINT ck_privacy_requests_attempts CHECK (attempts >= 0),
    row_counts      jsonb CONSTRAINT ck_privacy_requests_row_counts CHECK (jsonb_typeof(row_counts) = 'object'),
    last_error      text CONSTRAINT ck_privacy_requests_last_error CHECK (char_length(last_error) <= 500),
    requested_at    timestamptz NOT NULL,
    completed_at    timestamptz,
    CONSTRAINT ck_privacy_requests_completed CHECK ((state IN ('running', 'done')) = (completed_at IS NOT NULL)),
    CONSTRAINT ck_privacy_requests_subject CHECK ((state = 'done') = (discord_user_id IS NULL))
);

-- One erasure of a person waits at a time.
CREATE UNIQUE INDEX uq_privacy_requests_waiting ON alphapy.privacy_requests (discord_user_id)
    WHERE kind = 'erase' AND state IN ('queued', 'failed');
-- What is not carried out, or not over.
CREATE INDEX idx_privacy_requests_open ON alphapy.privacy_requests (requested_at) WHERE state <> 'done';
-- Retention.
CREATE INDEX idx_privacy_requests_completed_at ON alphapy.privacy_requests (completed_at) WHERE completed_at IS NOT NULL;

-- By the person, in every table that has one.
CREATE INDEX idx_audit_logs_user_id ON alphapy.audit_logs (user_id);
CREATE INDEX idx_bot_settings_updated_by ON alphapy.bot_settings (updated_by) WHERE updated_by IS NOT NULL;
CREATE INDEX idx_faq_entries_created_by ON alphapy.faq_entries (created_by) WHERE created_by IS NOT NULL;
CREATE INDEX idx_faq_entries_updated_by ON alphapy.faq_entries (updated_by) WHERE updated_by IS NOT NULL;
CREATE INDEX idx_faq_proposals_decided_by ON alphapy.faq_proposals (decided_by) WHERE decided_by IS NOT NULL;
CREATE INDEX idx_gpt_calls_user_id ON alphapy.gpt_calls (user_id) WHERE user_id IS NOT NULL;
CREATE INDEX idx_guilds_owner_id ON alphapy.guilds (owner_id) WHERE owner_id IS NOT NULL;
CREATE INDEX idx_invite_announcements_member_id ON alphapy.invite_announcements (member_id);
CREATE INDEX idx_invite_announcements_inviter_id ON alphapy.invite_announcements (inviter_id) WHERE inviter_id IS NOT NULL;
CREATE INDEX idx_invite_joins_member_id ON alphapy.invite_joins (member_id);
CREATE INDEX idx_invite_joins_inviter_id ON alphapy.invite_joins (inviter_id) WHERE inviter_id IS NOT NULL;
CREATE INDEX idx_invite_tracker_user_id ON alphapy.invite_tracker (user_id);
CREATE INDEX idx_invite_tracker_adjusted_by ON alphapy.invite_tracker (adjusted_by) WHERE adjusted_by IS NOT NULL;
CREATE INDEX idx_onboarding_user_id ON alphapy.onboarding (user_id);
CREATE INDEX idx_onboarding_panels_posted_by ON alphapy.onboarding_panels (posted_by) WHERE posted_by IS NOT NULL;
CREATE INDEX idx_onboarding_role_work_user_id ON alphapy.onboarding_role_work (user_id);
CREATE INDEX idx_onboarding_screening_user_id ON alphapy.onboarding_screening (user_id);
CREATE INDEX idx_onboarding_sessions_user_id ON alphapy.onboarding_sessions (user_id);
CREATE INDEX idx_reminder_occurrences_asked_by ON alphapy.reminder_occurrences (asked_by) WHERE asked_by IS NOT NULL;
CREATE INDEX idx_settings_history_changed_by ON alphapy.settings_history (changed_by) WHERE changed_by IS NOT NULL;
CREATE INDEX idx_support_tickets_user_id ON alphapy.support_tickets (user_id);
CREATE INDEX idx_support_tickets_claimed_by ON alphapy.support_tickets (claimed_by) WHERE claimed_by IS NOT NULL;
CREATE INDEX idx_support_tickets_escalated_to ON alphapy.support_tickets (escalated_to) WHERE escalated_to IS NOT NULL;
CREATE INDEX idx_support_tickets_closed_by ON alphapy.support_tickets (closed_by) WHERE closed_by IS NOT NULL;
CREATE INDEX idx_support_tickets_archived_by ON alphapy.support_tickets (archived_by) WHERE archived_by IS NOT NULL;
CREATE INDEX idx_support_tickets_archive_started_by ON alphapy.support_tickets (archive_started_by)
    WHERE archive_started_by IS NOT NULL;
CREATE INDEX idx_ticket_events_actor_id ON alphapy.ticket_events (actor_id) WHERE actor_id IS NOT NULL;
CREATE INDEX idx_ticket_metrics_triggered_by ON alphapy.ticket_metrics (triggered_by) WHERE triggered_by IS NOT NULL;
CREATE INDEX idx_ticket_suggestions_requested_by ON alphapy.ticket_suggestions (requested_by);
CREATE INDEX idx_waiting_questions_user_id ON alphapy.waiting_questions (user_id);
CREATE INDEX idx_watched_messages_undone_by ON alphapy.watched_messages (undone_by) WHERE undone_by IS NOT NULL;

-- What goes with a ticket, done or not.
CREATE INDEX idx_ticket_jobs_of_ticket ON alphapy.ticket_jobs (guild_id, ticket_id);

-- The index by maker now has reminders that are completed, too. There are few: they go after 30 days.
DROP INDEX alphapy.idx_reminders_created_by;
CREATE INDEX idx_reminders_created_by ON alphapy.reminders
    (created_by, (coalesce(call_time, "time")), name COLLATE "C", id);
