-- Takes the FAQ with all its answers, and what was asked.
DELETE FROM alphapy.ticket_jobs WHERE kind = 'answers';
ALTER TABLE alphapy.ticket_jobs DROP CONSTRAINT ck_ticket_jobs_kind;
ALTER TABLE alphapy.ticket_jobs ADD CONSTRAINT ck_ticket_jobs_kind CHECK (kind IN (
    'refresh_embed', 'notify', 'admit', 'lock', 'unlock', 'rename', 'summary', 'delete_channel', 'log'
));
DROP TABLE alphapy.faq_search_logs;
DROP TABLE alphapy.faq_entries;
DROP FUNCTION alphapy.revise_faq();
DROP TABLE alphapy.faq_revisions;
DROP FUNCTION alphapy.notify_faq();
