ALTER TABLE alphapy.support_tickets DROP COLUMN idle_unreached, DROP COLUMN room;
