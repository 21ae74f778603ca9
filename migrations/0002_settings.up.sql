-- What guilds have set, the history of every change so that any of them can be undone, and what Discord was last told
-- about our commands. A setting that nobody has set has no row: its default is in the program.

CREATE TABLE alphapy.bot_settings (
    guild_id   bigint NOT NULL REFERENCES alphapy.guilds (guild_id) ON DELETE CASCADE,
    scope      text NOT NULL CONSTRAINT ck_bot_settings_scope CHECK (scope ~ '^[a-z][a-z0-9_]{0,31}$'),
    key        text NOT NULL CONSTRAINT ck_bot_settings_key CHECK (key ~ '^[a-z][a-z0-9_]{0,63}$'),
    value      jsonb NOT NULL
        CONSTRAINT ck_bot_settings_value CHECK (jsonb_typeof(value) <> 'null')
        CONSTRAINT ck_bot_settings_value_size CHECK (octet_length(value::text) <= 8192),
    value_type text NOT NULL CONSTRAINT ck_bot_settings_value_type CHECK (
        value_type IN ('bool', 'int', 'float', 'channel', 'category', 'role', 'message', 'enum', 'text', 'model')
    ),
    updated_by bigint CONSTRAINT ck_bot_settings_updated_by CHECK (updated_by > 0),
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (guild_id, scope, key)
);

CREATE TRIGGER bot_settings_updated_at BEFORE UPDATE ON alphapy.bot_settings
    FOR EACH ROW EXECUTE FUNCTION alphapy.set_updated_at();

-- Tells every process which guild's settings to read again, also when another program wrote them. A payload repeated
-- within one transaction is delivered once, so that a change of many keys is one message per scope.
CREATE FUNCTION alphapy.notify_settings() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed alphapy.bot_settings := coalesce(NEW, OLD);
BEGIN
    PERFORM pg_notify(
        'alphapy_settings',
        jsonb_build_object('guild_id', changed.guild_id::text, 'scopes', jsonb_build_array(changed.scope))::text
    );
    RETURN NULL;
END
$$;

CREATE TRIGGER bot_settings_notify AFTER INSERT OR UPDATE OR DELETE ON alphapy.bot_settings
    FOR EACH ROW EXECUTE FUNCTION alphapy.notify_settings();

CREATE TABLE alphapy.settings_history (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    guild_id    bigint NOT NULL REFERENCES alphapy.guilds (guild_id) ON DELETE CASCADE,
    scope       text NOT NULL,
    key         text NOT NULL,
    old_value   jsonb,
    new_value   jsonb,
    value_type  text,
    changed_by  bigint CONSTRAINT ck_settings_history_changed_by CHECK (changed_by > 0),
    changed_at  timestamptz NOT NULL DEFAULT now(),
    change_type text NOT NULL CONSTRAINT ck_settings_history_change_type
        CHECK (change_type IN ('created', 'updated', 'deleted', 'rollback', 'import')),
    source      text NOT NULL DEFAULT 'system' CONSTRAINT ck_settings_history_source
        CHECK (source IN ('command', 'wizard', 'api', 'import', 'rollback', 'system')),
    request_id  text CONSTRAINT ck_settings_history_request_id CHECK (char_length(request_id) <= 64),
    rollback_of bigint REFERENCES alphapy.settings_history (id) ON DELETE SET NULL,
    CONSTRAINT ck_settings_history_values CHECK (
        CASE change_type
            WHEN 'created' THEN old_value IS NULL AND new_value IS NOT NULL
            WHEN 'updated' THEN coalesce(old_value <> new_value, false)
            WHEN 'deleted' THEN old_value IS NOT NULL AND new_value IS NULL
            ELSE true
        END
    )
);

-- The history of one setting, newest first; and that of a guild, page by page.
CREATE INDEX idx_settings_history_guild_id_scope_key ON alphapy.settings_history (guild_id, scope, key, id DESC);
CREATE INDEX idx_settings_history_guild_id ON alphapy.settings_history (guild_id, id DESC);
-- Without it, deleting a line of history would read all of them to find those that undid it.
CREATE INDEX idx_settings_history_rollback_of ON alphapy.settings_history (rollback_of) WHERE rollback_of IS NOT NULL;

-- What was last registered with Discord, so that commands are sent only when they have changed. `target` is `global` or
-- a guild's id.
CREATE TABLE alphapy.command_sync_state (
    target          text PRIMARY KEY CONSTRAINT ck_command_sync_state_target CHECK (target ~ '^(global|[0-9]{1,19})$'),
    definition_hash text NOT NULL CONSTRAINT ck_command_sync_state_hash CHECK (char_length(definition_hash) BETWEEN 1 AND 128),
    command_count   integer NOT NULL CONSTRAINT ck_command_sync_state_count CHECK (command_count >= 0),
    synced_at       timestamptz NOT NULL,
    blocked_until   timestamptz
);
