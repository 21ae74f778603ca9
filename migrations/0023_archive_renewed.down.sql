-- Whoever archives a long ticket is taken for dead after a while again.
ALTER TABLE alphapy.support_tickets DROP COLUMN archive_renewed_at;
