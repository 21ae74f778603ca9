-- Newcomers on their way: sessions that outlive a restart, what members answered, whose roles have yet to be seen to, where
-- the panel stands, who waits for the membership screening, and how many get how far. Twenty answers of a thousand
-- characters of four bytes have to fit.

CREATE TABLE alphapy.onboarding (
    guild_id       bigint NOT NULL REFERENCES alphapy.guilds (guild_id) ON DELETE CASCADE,
    user_id        bigint NOT NULL CONSTRAINT ck_onboarding_user_id CHECK (user_id > 0),
    responses      jsonb NOT NULL DEFAULT '{}' CONSTRAINT ck_onboarding_responses
                   CHECK (jsonb_typeof(responses) = 'object' AND octet_length(responses::text) <= 131072),
    timestamp      timestamptz NOT NULL DEFAULT now(),
    schema_version integer NOT NULL DEFAULT 1 CONSTRAINT ck_onboarding_schema_version CHECK (schema_version > 0),
    -- Of the run that wrote it, so that what is sent twice is known.
    nonce          text CONSTRAINT ck_onboarding_nonce CHECK (char_length(nonce) BETWEEN 8 AND 32),
    CONSTRAINT pk_onboarding PRIMARY KEY (guild_id, user_id)
);

-- An export, in order.
CREATE INDEX idx_onboarding_guild_id_timestamp ON alphapy.onboarding (guild_id, timestamp);

CREATE TABLE alphapy.onboarding_sessions (
    guild_id       bigint NOT NULL REFERENCES alphapy.guilds (guild_id) ON DELETE CASCADE,
    user_id        bigint NOT NULL CONSTRAINT ck_onboarding_sessions_user_id CHECK (user_id > 0),
    nonce          text NOT NULL CONSTRAINT ck_onboarding_sessions_nonce CHECK (char_length(nonce) BETWEEN 8 AND 32),
    phase          text NOT NULL CONSTRAINT ck_onboarding_sessions_phase
                   CHECK (phase IN ('rules', 'questions', 'personalization', 'confirming')),
    step           integer NOT NULL CONSTRAINT ck_onboarding_sessions_step CHECK (step >= 0),
    editing        boolean NOT NULL DEFAULT false,
    -- Whoever writes has to have seen the last writing.
    revision       bigint NOT NULL DEFAULT 0 CONSTRAINT ck_onboarding_sessions_revision CHECK (revision >= 0),
    rules_accepted integer NOT NULL DEFAULT 0 CONSTRAINT ck_onboarding_sessions_rules_accepted CHECK (rules_accepted >= 0),
    answers        jsonb NOT NULL DEFAULT '{}' CONSTRAINT ck_onboarding_sessions_answers
                   CHECK (jsonb_typeof(answers) = 'object' AND octet_length(answers::text) <= 131072),
    questions      jsonb NOT NULL DEFAULT '[]' CONSTRAINT ck_onboarding_sessions_questions
                   CHECK (jsonb_typeof(questions) = 'array' AND octet_length(questions::text) <= 1048576),
    created_at     timestamptz NOT NULL,
    updated_at     timestamptz NOT NULL DEFAULT now(),
    expires_at     timestamptz NOT NULL,
    CONSTRAINT pk_onboarding_sessions PRIMARY KEY (guild_id, user_id)
);

CREATE INDEX idx_onboarding_sessions_expires_at ON alphapy.onboarding_sessions (expires_at);

CREATE TABLE alphapy.onboarding_role_work (
    guild_id     bigint NOT NULL,
    user_id      bigint NOT NULL,
    nonce        text NOT NULL CONSTRAINT ck_onboarding_role_work_nonce CHECK (char_length(nonce) BETWEEN 8 AND 32),
    completed_at timestamptz NOT NULL,
    questions    jsonb NOT NULL CONSTRAINT ck_onboarding_role_work_questions
                 CHECK (jsonb_typeof(questions) = 'array' AND octet_length(questions::text) <= 1048576),
    tries        integer NOT NULL DEFAULT 1 CONSTRAINT ck_onboarding_role_work_tries CHECK (tries > 0),
    told         boolean NOT NULL DEFAULT false,
    is_rerun     boolean NOT NULL,
    -- In somebody's hand, or waiting, until then.
    due_at       timestamptz NOT NULL,
    CONSTRAINT pk_onboarding_role_work PRIMARY KEY (guild_id, user_id),
    CONSTRAINT fk_onboarding_role_work_onboarding FOREIGN KEY (guild_id, user_id)
        REFERENCES alphapy.onboarding (guild_id, user_id) ON DELETE CASCADE
);

-- What is due, over all guilds.
CREATE INDEX idx_onboarding_role_work_due_at ON alphapy.onboarding_role_work (due_at);

CREATE TABLE alphapy.onboarding_panels (
    guild_id   bigint NOT NULL REFERENCES alphapy.guilds (guild_id) ON DELETE CASCADE,
    kind       text NOT NULL DEFAULT 'start' CONSTRAINT ck_onboarding_panels_kind CHECK (kind = 'start'),
    channel_id bigint NOT NULL CONSTRAINT ck_onboarding_panels_channel_id CHECK (channel_id > 0),
    message_id bigint NOT NULL CONSTRAINT ck_onboarding_panels_message_id CHECK (message_id > 0),
    posted_by  bigint CONSTRAINT ck_onboarding_panels_posted_by CHECK (posted_by > 0),
    posted_at  timestamptz NOT NULL,
    CONSTRAINT pk_onboarding_panels PRIMARY KEY (guild_id, kind)
);

CREATE TABLE alphapy.onboarding_screening (
    guild_id bigint NOT NULL REFERENCES alphapy.guilds (guild_id) ON DELETE CASCADE,
    user_id  bigint NOT NULL CONSTRAINT ck_onboarding_screening_user_id CHECK (user_id > 0),
    since    timestamptz NOT NULL,
    CONSTRAINT pk_onboarding_screening PRIMARY KEY (guild_id, user_id)
);

CREATE INDEX idx_onboarding_screening_since ON alphapy.onboarding_screening (since);

-- Counts by day; nobody's id is in them.
CREATE TABLE alphapy.onboarding_funnel (
    guild_id bigint NOT NULL REFERENCES alphapy.guilds (guild_id) ON DELETE CASCADE,
    day      date NOT NULL,
    event    text NOT NULL CONSTRAINT ck_onboarding_funnel_event CHECK (event IN
             ('shown', 'started', 'rule', 'question', 'personalization', 'confirmed', 'completed')),
    step     integer NOT NULL CONSTRAINT ck_onboarding_funnel_step CHECK (step >= 0),
    count    bigint NOT NULL CONSTRAINT ck_onboarding_funnel_count CHECK (count > 0),
    seconds  bigint NOT NULL DEFAULT 0 CONSTRAINT ck_onboarding_funnel_seconds CHECK (seconds >= 0),
    CONSTRAINT pk_onboarding_funnel PRIMARY KEY (guild_id, day, event, step)
);
