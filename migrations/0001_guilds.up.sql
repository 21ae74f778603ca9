-- The guild is the tenant: every stored row belongs to one, and deleting its row here deletes all of them. This is also
-- the row whose lock makes writers of one guild's settings wait for each other. Everything lives in a schema of its own,
-- because hosts such as Supabase publish whatever lies in `public`.

CREATE SCHEMA alphapy;

-- Keeps `updated_at` true whoever writes.
CREATE FUNCTION alphapy.set_updated_at() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.updated_at := now();
    RETURN NEW;
END
$$;

-- The guild's time zone is a setting (system.timezone) like any other, with history and undo, and so has no column here.
CREATE TABLE alphapy.guilds (
    guild_id    bigint PRIMARY KEY CONSTRAINT ck_guilds_guild_id CHECK (guild_id > 0),
    name        text NOT NULL DEFAULT '' CONSTRAINT ck_guilds_name CHECK (char_length(name) <= 100),
    owner_id    bigint CONSTRAINT ck_guilds_owner_id CHECK (owner_id > 0),
    locale      text NOT NULL DEFAULT 'en' CONSTRAINT ck_guilds_locale CHECK (char_length(locale) BETWEEN 1 AND 10),
    joined_at   timestamptz NOT NULL DEFAULT now(),
    left_at     timestamptz,
    purge_after timestamptz,
    created_at  timestamptz NOT NULL DEFAULT now(),
    updated_at  timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT ck_guilds_purge_after CHECK ((purge_after IS NULL) = (left_at IS NULL))
);

-- The guilds whose time has come; those that are present are not in it.
CREATE INDEX idx_guilds_purge_after ON alphapy.guilds (purge_after) WHERE purge_after IS NOT NULL;

CREATE TRIGGER guilds_updated_at BEFORE UPDATE ON alphapy.guilds
    FOR EACH ROW EXECUTE FUNCTION alphapy.set_updated_at();
