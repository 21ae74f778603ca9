-- Who archives a ticket, and where its transcript is. Both are noted while it is done, so that a process which dies over
-- it leaves a ticket that another one can go on with, without a second transcript.

ALTER TABLE alphapy.support_tickets
    ADD COLUMN archive_started_by    bigint CONSTRAINT ck_support_tickets_archive_started_by CHECK (archive_started_by > 0),
    ADD COLUMN transcript_channel_id bigint
        CONSTRAINT ck_support_tickets_transcript_channel_id CHECK (transcript_channel_id > 0),
    ADD COLUMN transcript_message_id bigint
        CONSTRAINT ck_support_tickets_transcript_message_id CHECK (transcript_message_id > 0),
    ADD COLUMN transcript_messages   integer
        CONSTRAINT ck_support_tickets_transcript_messages CHECK (transcript_messages >= 0),
    ADD CONSTRAINT ck_support_tickets_transcript CHECK (
        (transcript_message_id IS NULL) = (transcript_channel_id IS NULL)
        AND (transcript_message_id IS NULL) = (transcript_messages IS NULL)
    );

-- Those that a process died over, over all guilds.
CREATE INDEX idx_support_tickets_archiving ON alphapy.support_tickets (archive_started_at)
    WHERE archive_started_at IS NOT NULL AND status = 'closed';
