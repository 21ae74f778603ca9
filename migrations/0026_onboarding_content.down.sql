-- The earlier release asks newcomers nothing.

DROP TABLE alphapy.guild_rules;
DROP TABLE alphapy.guild_onboarding_questions;
