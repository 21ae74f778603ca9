-- The earlier release asks no language model.

DROP TABLE alphapy.gpt_calls;
DROP TABLE alphapy.gpt_usage;
