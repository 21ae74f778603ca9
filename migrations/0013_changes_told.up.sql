-- Tells every process which line of the history was just written, so that each can read who changed what. The values stay
-- in the table: a notification holds 8000 bytes, and a setting may be longer.

CREATE FUNCTION alphapy.notify_settings_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify(
        'alphapy_settings',
        jsonb_build_object(
            'guild_id', NEW.guild_id::text,
            'scopes', jsonb_build_array(NEW.scope),
            'keys', jsonb_build_array(NEW.scope || '.' || NEW.key),
            'origin', NEW.source,
            'change', NEW.id::text
        )::text
    );
    RETURN NULL;
END
$$;

CREATE TRIGGER settings_history_notify AFTER INSERT ON alphapy.settings_history
    FOR EACH ROW EXECUTE FUNCTION alphapy.notify_settings_history();
