-- What was interrupted is gone on with without being counted again.
ALTER TABLE alphapy.support_tickets DROP COLUMN archive_tries;
