-- Takes the tickets with their history and the work that waited; channels on Discord stay as they are.
DROP TABLE alphapy.ticket_jobs;
DROP FUNCTION alphapy.notify_tickets();
DROP TABLE alphapy.ticket_events;
DROP TABLE alphapy.ticket_numbers;
DROP TABLE alphapy.support_tickets;
