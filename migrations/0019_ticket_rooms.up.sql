-- Tickets as private threads, and whether the question about a silent one reached its requester.

ALTER TABLE alphapy.support_tickets
    ADD COLUMN room text NOT NULL DEFAULT 'channel' CONSTRAINT ck_support_tickets_room CHECK (room IN ('channel', 'thread')),
    ADD COLUMN idle_unreached boolean NOT NULL DEFAULT false;
