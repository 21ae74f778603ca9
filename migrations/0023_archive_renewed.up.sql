-- When whoever archives a ticket last said that they are at it. A long ticket takes longer than others wait before they
-- take over from somebody who died.

ALTER TABLE alphapy.support_tickets ADD COLUMN archive_renewed_at timestamptz;
