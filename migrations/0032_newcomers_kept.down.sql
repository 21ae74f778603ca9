-- Whoever is to get a role and does not have it yet waits for the screening again, and gets it with their next change.
DROP INDEX alphapy.idx_onboarding_screening_due_at;
ALTER TABLE alphapy.onboarding_screening DROP COLUMN tries, DROP COLUMN due_at;
ALTER TABLE alphapy.onboarding_sessions DROP COLUMN rules;
