-- What admins ask of newcomers: questions and rules, in places from 1 to 20. Places may be left free. That no two share one
-- is looked at when a transaction ends, so that a new order is a single update.

CREATE TABLE alphapy.guild_onboarding_questions (
    id            bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_guild_onboarding_questions PRIMARY KEY,
    guild_id      bigint NOT NULL REFERENCES alphapy.guilds (guild_id) ON DELETE CASCADE,
    step_order    integer NOT NULL
        CONSTRAINT ck_guild_onboarding_questions_step_order CHECK (step_order BETWEEN 1 AND 20),
    question      text NOT NULL
        CONSTRAINT ck_guild_onboarding_questions_question CHECK (char_length(question) BETWEEN 1 AND 256),
    question_type text NOT NULL DEFAULT 'select' CONSTRAINT ck_guild_onboarding_questions_question_type
        CHECK (question_type IN ('select', 'multiselect', 'text', 'email')),
    -- [{"label": …, "value": …}, …] where there is something to choose.
    options       jsonb,
    -- {value of an option: {"question": …, "type": "text" or "email", "required": …}, …}
    followup      jsonb,
    required      boolean NOT NULL DEFAULT true,
    enabled       boolean NOT NULL DEFAULT true,
    created_at    timestamptz NOT NULL DEFAULT now(),
    updated_at    timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT uq_guild_onboarding_questions_guild_id UNIQUE (guild_id, id),
    CONSTRAINT uq_guild_onboarding_questions_step_order UNIQUE (guild_id, step_order) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT ck_guild_onboarding_questions_options CHECK (CASE
        WHEN question_type IN ('text', 'email') THEN options IS NULL
        WHEN jsonb_typeof(options) IS DISTINCT FROM 'array' THEN false
        ELSE jsonb_array_length(options) BETWEEN 1 AND 25 AND octet_length(options::text) <= 32768
    END),
    CONSTRAINT ck_guild_onboarding_questions_followup CHECK (followup IS NULL
        OR question_type = 'select' AND jsonb_typeof(followup) = 'object' AND octet_length(followup::text) <= 32768)
);

CREATE TABLE alphapy.guild_rules (
    id            bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_guild_rules PRIMARY KEY,
    guild_id      bigint NOT NULL REFERENCES alphapy.guilds (guild_id) ON DELETE CASCADE,
    rule_order    integer NOT NULL CONSTRAINT ck_guild_rules_rule_order CHECK (rule_order BETWEEN 1 AND 20),
    title         text NOT NULL CONSTRAINT ck_guild_rules_title CHECK (char_length(title) BETWEEN 1 AND 256),
    description   text NOT NULL CONSTRAINT ck_guild_rules_description CHECK (char_length(description) BETWEEN 1 AND 4000),
    thumbnail_url text CONSTRAINT ck_guild_rules_thumbnail_url
        CHECK (thumbnail_url LIKE 'https://%' AND char_length(thumbnail_url) <= 2048),
    image_url     text CONSTRAINT ck_guild_rules_image_url
        CHECK (image_url LIKE 'https://%' AND char_length(image_url) <= 2048),
    enabled       boolean NOT NULL DEFAULT true,
    created_at    timestamptz NOT NULL DEFAULT now(),
    updated_at    timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT uq_guild_rules_guild_id UNIQUE (guild_id, id),
    CONSTRAINT uq_guild_rules_rule_order UNIQUE (guild_id, rule_order) DEFERRABLE INITIALLY DEFERRED
);

CREATE TRIGGER guild_onboarding_questions_updated_at BEFORE UPDATE ON alphapy.guild_onboarding_questions
    FOR EACH ROW EXECUTE FUNCTION alphapy.set_updated_at();
CREATE TRIGGER guild_rules_updated_at BEFORE UPDATE ON alphapy.guild_rules
    FOR EACH ROW EXECUTE FUNCTION alphapy.set_updated_at();
