-- Whether a ticket costs its requester no turn, because Discord failed at opening it and nobody knows yet what is left of
-- it: a member opens one ticket in half a minute, whichever process they ask, unless it was not their doing.

ALTER TABLE alphapy.support_tickets ADD COLUMN turn_given_back boolean NOT NULL DEFAULT false;
