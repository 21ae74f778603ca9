-- The FAQ: answers that everyone in a guild can find, and what was asked. They are searched in the memory of each process,
-- so nothing here is an index of words; the revision says whether what is in memory is still true.

CREATE TABLE alphapy.faq_entries (
    id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    guild_id         bigint NOT NULL REFERENCES alphapy.guilds (guild_id) ON DELETE CASCADE,
    title            text NOT NULL CONSTRAINT ck_faq_entries_title CHECK (char_length(title) BETWEEN 1 AND 200),
    -- The title as titles are compared. Folding can make a text longer; an index takes some 2,700 bytes.
    title_folded     text NOT NULL
        CONSTRAINT ck_faq_entries_title_folded CHECK (char_length(title_folded) BETWEEN 1 AND 400),
    summary          text NOT NULL CONSTRAINT ck_faq_entries_summary CHECK (char_length(summary) BETWEEN 1 AND 4000),
    keywords         text[] NOT NULL DEFAULT '{}' CONSTRAINT ck_faq_entries_keywords CHECK (cardinality(keywords) <= 20),
    similarity_key   text CONSTRAINT ck_faq_entries_similarity_key CHECK (char_length(similarity_key) <= 200),
    pinned           boolean NOT NULL DEFAULT false,
    source_ticket_id bigint,
    created_by       bigint CONSTRAINT ck_faq_entries_created_by CHECK (created_by > 0),
    updated_by       bigint CONSTRAINT ck_faq_entries_updated_by CHECK (updated_by > 0),
    created_at       timestamptz NOT NULL,
    updated_at       timestamptz NOT NULL,
    CONSTRAINT uq_faq_entries_guild_id UNIQUE (guild_id, id),
    CONSTRAINT uq_faq_entries_title UNIQUE (guild_id, title_folded),
    CONSTRAINT fk_faq_entries_source_ticket FOREIGN KEY (guild_id, source_ticket_id)
        REFERENCES alphapy.support_tickets (guild_id, id) ON DELETE SET NULL (source_ticket_id)
);

-- One entry for each topic that kept coming back.
CREATE UNIQUE INDEX uq_faq_entries_similarity_key ON alphapy.faq_entries (guild_id, similarity_key)
    WHERE similarity_key IS NOT NULL;
-- Pages, and all of a guild's.
CREATE INDEX idx_faq_entries_page ON alphapy.faq_entries (guild_id, pinned DESC, created_at DESC, id);
-- What a ticket that is deleted was the source of.
CREATE INDEX idx_faq_entries_source_ticket ON alphapy.faq_entries (guild_id, source_ticket_id)
    WHERE source_ticket_id IS NOT NULL;

-- The state of each guild's FAQ. The number is drawn anew with every change, and never twice over all guilds. Whoever
-- writes entries takes the row first: until their transaction ends, nobody else writes any of that guild.
CREATE TABLE alphapy.faq_revisions (
    guild_id bigint PRIMARY KEY REFERENCES alphapy.guilds (guild_id) ON DELETE CASCADE,
    revision bigint GENERATED ALWAYS AS IDENTITY
);

-- Whatever program writes an entry, the revision moves on. Of a guild that is being deleted there is none any more.
CREATE FUNCTION alphapy.revise_faq() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO alphapy.faq_revisions (guild_id) SELECT DISTINCT guild_id FROM written
        ON CONFLICT (guild_id) DO UPDATE SET revision = DEFAULT;
    ELSE
        UPDATE alphapy.faq_revisions SET revision = DEFAULT WHERE guild_id IN (SELECT guild_id FROM written);
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER faq_entries_inserted AFTER INSERT ON alphapy.faq_entries REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION alphapy.revise_faq();
CREATE TRIGGER faq_entries_updated AFTER UPDATE ON alphapy.faq_entries REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION alphapy.revise_faq();
CREATE TRIGGER faq_entries_deleted AFTER DELETE ON alphapy.faq_entries REFERENCING OLD TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION alphapy.revise_faq();

-- Tells every process whose FAQ it has to read anew.
CREATE FUNCTION alphapy.notify_faq() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('alphapy_faq', NEW.guild_id::text);
    RETURN NULL;
END
$$;

CREATE TRIGGER faq_revisions_notify AFTER INSERT OR UPDATE ON alphapy.faq_revisions
    FOR EACH ROW EXECUTE FUNCTION alphapy.notify_faq();

-- What was asked, and found: nobody can say by whom.
CREATE TABLE alphapy.faq_search_logs (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    guild_id    bigint NOT NULL REFERENCES alphapy.guilds (guild_id) ON DELETE CASCADE,
    query       text NOT NULL CONSTRAINT ck_faq_search_logs_query CHECK (char_length(query) <= 200),
    matched_ids bigint[] NOT NULL DEFAULT '{}',
    match_count integer NOT NULL CONSTRAINT ck_faq_search_logs_match_count CHECK (match_count = cardinality(matched_ids)),
    top_score   real,
    created_at  timestamptz NOT NULL
);

CREATE INDEX idx_faq_search_logs_guild_id_created_at ON alphapy.faq_search_logs (guild_id, created_at DESC);
-- The questions without an answer, of a window of time.
CREATE INDEX idx_faq_search_logs_unanswered ON alphapy.faq_search_logs (guild_id, created_at, lower(query))
    WHERE match_count = 0;
-- Retention.
CREATE INDEX idx_faq_search_logs_created_at ON alphapy.faq_search_logs (created_at);

-- Answers that may help are said in the channel of a new ticket.
ALTER TABLE alphapy.ticket_jobs DROP CONSTRAINT ck_ticket_jobs_kind;
ALTER TABLE alphapy.ticket_jobs ADD CONSTRAINT ck_ticket_jobs_kind CHECK (kind IN (
    'refresh_embed', 'notify', 'answers', 'admit', 'lock', 'unlock', 'rename', 'summary', 'delete_channel', 'log'
));
