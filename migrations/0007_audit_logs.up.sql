-- How every use of a command, button, form or suggestion ended, so that admins see what their server uses and operators
-- what fails. No foreign key: inserts stay cheap, and rows go after 90 days. Statistics count `slash` and `text` only.

CREATE TABLE alphapy.audit_logs (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- Null for direct messages.
    guild_id      bigint CONSTRAINT ck_audit_logs_guild_id CHECK (guild_id > 0),
    user_id       bigint NOT NULL CONSTRAINT ck_audit_logs_user_id CHECK (user_id > 0),
    command_name  text NOT NULL CONSTRAINT ck_audit_logs_command_name CHECK (char_length(command_name) BETWEEN 1 AND 100),
    command_type  text NOT NULL CONSTRAINT ck_audit_logs_command_type
        CHECK (command_type IN ('slash', 'text', 'component', 'modal', 'autocomplete')),
    success       boolean NOT NULL DEFAULT true,
    error_message text CONSTRAINT ck_audit_logs_error_message CHECK (char_length(error_message) <= 500),
    -- When it was used, not when it was written.
    created_at    timestamptz NOT NULL
);

-- What a guild used lately. The name and the type come along, so that a ranking reads nothing but the index.
CREATE INDEX idx_audit_logs_guild_id_created_at ON alphapy.audit_logs (guild_id, created_at DESC)
    INCLUDE (command_name, command_type);
-- What everybody used lately, and what is old enough to go.
CREATE INDEX idx_audit_logs_created_at ON alphapy.audit_logs (created_at) INCLUDE (command_type);
