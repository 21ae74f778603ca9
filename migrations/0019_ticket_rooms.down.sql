-- Forgets in what a ticket is talked about, and whether its requester could be asked.

ALTER TABLE alphapy.support_tickets DROP COLUMN idle_unreached, DROP COLUMN room;
