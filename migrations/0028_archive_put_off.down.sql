-- Whoever wants to archive a ticket between two tries waits for some minutes again.
ALTER TABLE alphapy.support_tickets DROP COLUMN archive_put_off;
