-- Forgets where transcripts are; the messages that hold them stay.
DROP INDEX alphapy.idx_support_tickets_archiving;
ALTER TABLE alphapy.support_tickets
    DROP CONSTRAINT ck_support_tickets_transcript,
    DROP COLUMN transcript_messages,
    DROP COLUMN transcript_message_id,
    DROP COLUMN transcript_channel_id,
    DROP COLUMN archive_started_by;
