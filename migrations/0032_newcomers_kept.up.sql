-- What a member accepts is what they were shown, so a session keeps its rules as it keeps its questions; one that stands
-- amid rules begins anew. And whoever joined is noted until they have their role, so that no stop and no outage costs it.

DELETE FROM alphapy.onboarding_sessions WHERE phase = 'rules';
ALTER TABLE alphapy.onboarding_sessions
    ADD COLUMN rules jsonb NOT NULL DEFAULT '[]' CONSTRAINT ck_onboarding_sessions_rules
        CHECK (jsonb_typeof(rules) = 'array' AND octet_length(rules::text) <= 1048576);

-- From when on somebody is to see to them; nothing for those who wait for the screening.
ALTER TABLE alphapy.onboarding_screening
    ADD COLUMN due_at timestamptz,
    ADD COLUMN tries integer NOT NULL DEFAULT 0 CONSTRAINT ck_onboarding_screening_tries CHECK (tries >= 0);
CREATE INDEX idx_onboarding_screening_due_at ON alphapy.onboarding_screening (due_at) WHERE due_at IS NOT NULL;
