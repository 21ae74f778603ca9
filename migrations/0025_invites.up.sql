-- Who brought whom: how many each member has brought, who joined by whose invite, and the announcements of newcomers that
-- do not stand yet. An announcement is kept with the join and deleted once it stands, so that whoever dies between the two
-- leaves nobody unannounced.

CREATE TABLE alphapy.invite_tracker (
    guild_id     bigint NOT NULL REFERENCES alphapy.guilds (guild_id) ON DELETE CASCADE,
    user_id      bigint NOT NULL CONSTRAINT ck_invite_tracker_user_id CHECK (user_id > 0),
    invite_count integer NOT NULL DEFAULT 0 CONSTRAINT ck_invite_tracker_invite_count CHECK (invite_count >= 0),
    -- Who set it by hand last, and when.
    adjusted_by  bigint CONSTRAINT ck_invite_tracker_adjusted_by CHECK (adjusted_by > 0),
    adjusted_at  timestamptz,
    updated_at   timestamptz NOT NULL,
    CONSTRAINT pk_invite_tracker PRIMARY KEY (guild_id, user_id)
);

-- The leaders of a guild.
CREATE INDEX idx_invite_tracker_leaders ON alphapy.invite_tracker (guild_id, invite_count DESC, user_id);

-- One row for each member who ever joined, with whoever brought them first: a return counts for nobody.
CREATE TABLE alphapy.invite_joins (
    guild_id    bigint NOT NULL REFERENCES alphapy.guilds (guild_id) ON DELETE CASCADE,
    member_id   bigint NOT NULL CONSTRAINT ck_invite_joins_member_id CHECK (member_id > 0),
    inviter_id  bigint CONSTRAINT ck_invite_joins_inviter_id CHECK (inviter_id > 0),
    invite_code text CONSTRAINT ck_invite_joins_invite_code CHECK (char_length(invite_code) BETWEEN 1 AND 32),
    -- What that rests on, and how sure it is.
    way         text NOT NULL CONSTRAINT ck_invite_joins_way CHECK (way IN ('uses', 'spent', 'crowd', 'vanity', 'unseen')),
    grade       text NOT NULL CONSTRAINT ck_invite_joins_grade CHECK (grade IN ('exact', 'likely', 'unknown')),
    -- The last time.
    joined_at   timestamptz NOT NULL,
    left_at     timestamptz,
    CONSTRAINT pk_invite_joins PRIMARY KEY (guild_id, member_id)
);

-- Whom somebody has brought.
CREATE INDEX idx_invite_joins_inviter ON alphapy.invite_joins (guild_id, inviter_id) WHERE inviter_id IS NOT NULL;

CREATE TABLE alphapy.invite_announcements (
    id           bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_invite_announcements PRIMARY KEY,
    guild_id     bigint NOT NULL REFERENCES alphapy.guilds (guild_id) ON DELETE CASCADE,
    member_id    bigint NOT NULL CONSTRAINT ck_invite_announcements_member_id CHECK (member_id > 0),
    -- Who is named, and how many they had brought by then.
    inviter_id   bigint CONSTRAINT ck_invite_announcements_inviter_id CHECK (inviter_id > 0),
    invite_count integer CONSTRAINT ck_invite_announcements_invite_count CHECK (invite_count >= 0),
    joined_at    timestamptz NOT NULL,
    -- Until when a process has it in hand.
    held_until   timestamptz NOT NULL,
    tries        integer NOT NULL DEFAULT 1 CONSTRAINT ck_invite_announcements_tries CHECK (tries > 0)
);

-- What nobody has in hand, over all guilds.
CREATE INDEX idx_invite_announcements_held_until ON alphapy.invite_announcements (held_until, id);
-- What goes with a guild.
CREATE INDEX idx_invite_announcements_guild_id ON alphapy.invite_announcements (guild_id);

-- Guilds that were told that their invites cannot be seen.
CREATE TABLE alphapy.invite_blind_guilds (
    guild_id bigint CONSTRAINT pk_invite_blind_guilds PRIMARY KEY REFERENCES alphapy.guilds (guild_id) ON DELETE CASCADE,
    since    timestamptz NOT NULL
);
