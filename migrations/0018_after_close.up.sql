-- What follows a ticket's close: its summary, the answers that are proposed because members keep asking, and the replies
-- that were drafted for staff. Of a draft only what became of it is kept: its text is in the message that showed it.

CREATE TABLE alphapy.ticket_summaries (
    id                bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    guild_id          bigint NOT NULL,
    ticket_id         bigint NOT NULL,
    -- Of which closing: a ticket that is closed again has one more.
    closed_at         timestamptz NOT NULL,
    summary           text NOT NULL CONSTRAINT ck_ticket_summaries_summary CHECK (char_length(summary) BETWEEN 1 AND 4000),
    similarity_key    text CONSTRAINT ck_ticket_summaries_similarity_key CHECK (char_length(similarity_key) BETWEEN 1 AND 200),
    topic_terms       text[] NOT NULL DEFAULT '{}'
        CONSTRAINT ck_ticket_summaries_topic_terms CHECK (cardinality(topic_terms) <= 8),
    -- None where there was too little to sum up, and the question itself is what is kept.
    model             text CONSTRAINT ck_ticket_summaries_model CHECK (char_length(model) BETWEEN 1 AND 100),
    posted_message_id bigint CONSTRAINT ck_ticket_summaries_posted_message_id CHECK (posted_message_id > 0),
    created_at        timestamptz NOT NULL,
    CONSTRAINT uq_ticket_summaries_closing UNIQUE (guild_id, ticket_id, closed_at),
    CONSTRAINT fk_ticket_summaries_ticket FOREIGN KEY (guild_id, ticket_id)
        REFERENCES alphapy.support_tickets (guild_id, id) ON DELETE CASCADE
);

-- What the last days' tickets were about.
CREATE INDEX idx_ticket_summaries_guild_id_created_at ON alphapy.ticket_summaries (guild_id, created_at);

CREATE TABLE alphapy.faq_proposals (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    guild_id       bigint NOT NULL REFERENCES alphapy.guilds (guild_id) ON DELETE CASCADE,
    similarity_key text NOT NULL CONSTRAINT ck_faq_proposals_similarity_key CHECK (char_length(similarity_key) <= 200),
    topic_terms    text[] NOT NULL CONSTRAINT ck_faq_proposals_topic_terms CHECK (cardinality(topic_terms) <= 8),
    sample         text NOT NULL CONSTRAINT ck_faq_proposals_sample CHECK (char_length(sample) <= 1000),
    occurrences    integer NOT NULL CONSTRAINT ck_faq_proposals_occurrences CHECK (occurrences = cardinality(ticket_ids)),
    ticket_ids     bigint[] NOT NULL,
    state          text NOT NULL DEFAULT 'open' CONSTRAINT ck_faq_proposals_state CHECK (state IN ('open', 'added', 'dismissed')),
    log_channel_id bigint CONSTRAINT ck_faq_proposals_log_channel_id CHECK (log_channel_id > 0),
    log_message_id bigint CONSTRAINT ck_faq_proposals_log_message_id CHECK (log_message_id > 0),
    faq_id         bigint,
    decided_by     bigint CONSTRAINT ck_faq_proposals_decided_by CHECK (decided_by > 0),
    created_at     timestamptz NOT NULL,
    decided_at     timestamptz,
    CONSTRAINT ck_faq_proposals_posted CHECK ((log_channel_id IS NULL) = (log_message_id IS NULL)),
    CONSTRAINT ck_faq_proposals_decided CHECK ((state = 'open') = (decided_at IS NULL)),
    CONSTRAINT ck_faq_proposals_faq CHECK (faq_id IS NULL OR state = 'added'),
    -- Only the entry is forgotten when it is removed, not whose the proposal is.
    CONSTRAINT fk_faq_proposals_faq FOREIGN KEY (guild_id, faq_id)
        REFERENCES alphapy.faq_entries (guild_id, id) ON DELETE SET NULL (faq_id)
);

CREATE UNIQUE INDEX uq_faq_proposals_open ON alphapy.faq_proposals (guild_id, similarity_key) WHERE state = 'open';
-- Those that a topic is held against.
CREATE INDEX idx_faq_proposals_guild_id_state ON alphapy.faq_proposals (guild_id, state, decided_at, id);
-- What an entry that is removed was made out of.
CREATE INDEX idx_faq_proposals_faq_id ON alphapy.faq_proposals (guild_id, faq_id) WHERE faq_id IS NOT NULL;

CREATE TABLE alphapy.ticket_suggestions (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    guild_id     bigint NOT NULL,
    ticket_id    bigint NOT NULL,
    requested_by bigint NOT NULL CONSTRAINT ck_ticket_suggestions_requested_by CHECK (requested_by > 0),
    state        text NOT NULL DEFAULT 'drafted'
        CONSTRAINT ck_ticket_suggestions_state CHECK (state IN ('drafted', 'posted', 'edited', 'dismissed')),
    sources      jsonb NOT NULL DEFAULT '[]'
        CONSTRAINT ck_ticket_suggestions_sources CHECK (jsonb_typeof(sources) = 'array' AND pg_column_size(sources) <= 8192),
    chars        integer NOT NULL CONSTRAINT ck_ticket_suggestions_chars CHECK (chars >= 0),
    edit_ratio   real CONSTRAINT ck_ticket_suggestions_edit_ratio CHECK (edit_ratio BETWEEN 0 AND 1),
    created_at   timestamptz NOT NULL,
    decided_at   timestamptz,
    CONSTRAINT ck_ticket_suggestions_decided CHECK ((state = 'drafted') = (decided_at IS NULL)),
    CONSTRAINT ck_ticket_suggestions_edited CHECK ((state = 'edited') = (edit_ratio IS NOT NULL)),
    CONSTRAINT fk_ticket_suggestions_ticket FOREIGN KEY (guild_id, ticket_id)
        REFERENCES alphapy.support_tickets (guild_id, id) ON DELETE CASCADE
);

-- The figures of a window of time.
CREATE INDEX idx_ticket_suggestions_guild_id_created_at ON alphapy.ticket_suggestions (guild_id, created_at);
-- What goes with a ticket.
CREATE INDEX idx_ticket_suggestions_ticket ON alphapy.ticket_suggestions (guild_id, ticket_id);
