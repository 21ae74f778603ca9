-- Whether somebody began to post a proposal in the log channel. One that nobody did, because there was no log channel or it
-- was closed to the bot, stands nowhere and need not be looked for; of those that are there already nobody knows.

ALTER TABLE alphapy.faq_proposals ADD COLUMN posting_begun boolean NOT NULL DEFAULT true;
ALTER TABLE alphapy.faq_proposals ALTER COLUMN posting_begun SET DEFAULT false;
