-- The earlier release takes no check-ins.

DROP TABLE alphapy.growth_checkins;
