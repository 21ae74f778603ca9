-- Takes the summaries, what was proposed, and what became of drafts; messages on Discord stay as they are.
DROP TABLE alphapy.ticket_suggestions;
DROP TABLE alphapy.faq_proposals;
DROP TABLE alphapy.ticket_summaries;
