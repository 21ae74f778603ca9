-- The earlier release counts no invites.

DROP TABLE alphapy.invite_blind_guilds;
DROP TABLE alphapy.invite_announcements;
DROP TABLE alphapy.invite_joins;
DROP TABLE alphapy.invite_tracker;
