-- Every proposal of which nobody knows where it stands is looked for again.
ALTER TABLE alphapy.faq_proposals DROP COLUMN posting_begun;
