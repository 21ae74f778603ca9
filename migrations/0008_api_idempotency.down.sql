-- The earlier release does what it is asked as often as it is asked.

DROP TABLE alphapy.api_idempotency;
