-- Each process counts openings for itself again.
ALTER TABLE alphapy.support_tickets DROP COLUMN turn_given_back;
