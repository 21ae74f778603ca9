-- Questions to the language model that could not be answered yet, and wait some minutes for its service to come back. A row
-- is deleted as soon as its question has ended, however it did: it holds what somebody wrote, and the token with which they
-- can be spoken to for a quarter of an hour. Those of direct messages have no guild.

CREATE TABLE alphapy.waiting_questions (
    id               bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_waiting_questions PRIMARY KEY,
    guild_id         bigint REFERENCES alphapy.guilds (guild_id) ON DELETE CASCADE,
    user_id          bigint NOT NULL CONSTRAINT ck_waiting_questions_user_id CHECK (user_id > 0),
    feature          text NOT NULL CONSTRAINT ck_waiting_questions_feature
                     CHECK (feature IN ('learn_topic', 'create_caption', 'leaderhelp', 'growthcheckin')),
    -- What was asked, text by text.
    parts            text[] NOT NULL CONSTRAINT ck_waiting_questions_parts CHECK (cardinality(parts) BETWEEN 1 AND 3),
    model            text NOT NULL CONSTRAINT ck_waiting_questions_model CHECK (char_length(model) BETWEEN 1 AND 100),
    max_tokens       integer NOT NULL CONSTRAINT ck_waiting_questions_max_tokens CHECK (max_tokens > 0),
    -- The day of gpt_usage on which it is counted.
    charged_on       date,
    token            text NOT NULL CONSTRAINT ck_waiting_questions_token CHECK (char_length(token) BETWEEN 1 AND 2000),
    reference        text NOT NULL CONSTRAINT ck_waiting_questions_reference CHECK (char_length(reference) BETWEEN 1 AND 50),
    answerable_until timestamptz NOT NULL,
    due_at           timestamptz NOT NULL,
    tries            integer NOT NULL DEFAULT 0 CONSTRAINT ck_waiting_questions_tries CHECK (tries >= 0),
    -- Until when a process has it in hand.
    held_until       timestamptz,
    -- Whether its answer is there, and may have been told.
    was_answered     boolean NOT NULL DEFAULT false
);

-- What can be tried.
CREATE INDEX idx_waiting_questions_due_at ON alphapy.waiting_questions (due_at, id);
-- What waits in a guild, and goes with it.
CREATE INDEX idx_waiting_questions_guild_id ON alphapy.waiting_questions (guild_id);
