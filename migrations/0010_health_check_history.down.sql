-- The earlier release keeps no history of its health.

DROP TABLE alphapy.health_check_history;
