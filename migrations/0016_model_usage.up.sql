-- How many answers of the language model each member has had a day, and what became of each question. No text of anybody is
-- here. Direct messages belong to no guild; of them there is one count for each member and day, as of a guild.

CREATE TABLE alphapy.gpt_usage (
    user_id    bigint NOT NULL CONSTRAINT ck_gpt_usage_user_id CHECK (user_id > 0),
    guild_id   bigint REFERENCES alphapy.guilds (guild_id) ON DELETE CASCADE,
    -- In UTC, by the clock of the program.
    usage_date date NOT NULL,
    call_count integer NOT NULL DEFAULT 0 CONSTRAINT ck_gpt_usage_call_count CHECK (call_count >= 0),
    tokens     bigint NOT NULL DEFAULT 0 CONSTRAINT ck_gpt_usage_tokens CHECK (tokens >= 0),
    CONSTRAINT uq_gpt_usage UNIQUE NULLS NOT DISTINCT (user_id, guild_id, usage_date)
);

-- What is forgotten.
CREATE INDEX idx_gpt_usage_usage_date ON alphapy.gpt_usage (usage_date);
-- What goes with a guild.
CREATE INDEX idx_gpt_usage_guild_id ON alphapy.gpt_usage (guild_id);

CREATE TABLE alphapy.gpt_calls (
    id          bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_gpt_calls PRIMARY KEY,
    guild_id    bigint REFERENCES alphapy.guilds (guild_id) ON DELETE CASCADE,
    user_id     bigint CONSTRAINT ck_gpt_calls_user_id CHECK (user_id > 0),
    feature     text NOT NULL CONSTRAINT ck_gpt_calls_feature CHECK (char_length(feature) BETWEEN 1 AND 100),
    model       text NOT NULL CONSTRAINT ck_gpt_calls_model CHECK (char_length(model) BETWEEN 1 AND 100),
    tokens      integer CONSTRAINT ck_gpt_calls_tokens CHECK (tokens >= 0),
    latency_ms  integer CONSTRAINT ck_gpt_calls_latency_ms CHECK (latency_ms >= 0),
    retries     integer NOT NULL DEFAULT 0 CONSTRAINT ck_gpt_calls_retries CHECK (retries >= 0),
    outcome     text NOT NULL CONSTRAINT ck_gpt_calls_outcome CHECK (outcome IN ('ok', 'error')),
    error_class text CONSTRAINT ck_gpt_calls_error_class CHECK (char_length(error_class) BETWEEN 1 AND 50),
    at          timestamptz NOT NULL,
    CONSTRAINT ck_gpt_calls_error CHECK ((outcome = 'error') = (error_class IS NOT NULL))
);

-- Rows come in the order of time and are forgotten in it.
CREATE INDEX idx_gpt_calls_at ON alphapy.gpt_calls USING brin (at);
-- What goes with a guild.
CREATE INDEX idx_gpt_calls_guild_id ON alphapy.gpt_calls (guild_id);
