-- Whether nobody is archiving a ticket just now that somebody began to archive: a try to go on with it has failed, and the
-- next one comes in a while. An admin need not wait for it.

ALTER TABLE alphapy.support_tickets ADD COLUMN archive_put_off boolean NOT NULL DEFAULT false;
