-- How often somebody has gone on archiving a ticket that a process died over. Where Discord fails only now it is tried
-- again, and no ticket that brings a process down is tried for ever.

ALTER TABLE alphapy.support_tickets
    ADD COLUMN archive_tries integer NOT NULL DEFAULT 0
        CONSTRAINT ck_support_tickets_archive_tries CHECK (archive_tries >= 0);
