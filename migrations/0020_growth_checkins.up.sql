-- What members have checked in with, and what the language model said to it. It is sensitive, and belongs to people rather
-- than to guilds: each is deleted by its author, one by one. Those of direct messages have no guild.

CREATE TABLE alphapy.growth_checkins (
    id         bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_growth_checkins PRIMARY KEY,
    guild_id   bigint REFERENCES alphapy.guilds (guild_id) ON DELETE CASCADE,
    user_id    bigint NOT NULL CONSTRAINT ck_growth_checkins_user_id CHECK (user_id > 0),
    shared     boolean NOT NULL DEFAULT false,
    goal       text NOT NULL CONSTRAINT ck_growth_checkins_goal CHECK (char_length(goal) BETWEEN 1 AND 2000),
    obstacle   text NOT NULL CONSTRAINT ck_growth_checkins_obstacle CHECK (char_length(obstacle) BETWEEN 1 AND 2000),
    feeling    text NOT NULL CONSTRAINT ck_growth_checkins_feeling CHECK (char_length(feeling) BETWEEN 1 AND 2000),
    reply      text NOT NULL CONSTRAINT ck_growth_checkins_reply CHECK (char_length(reply) BETWEEN 1 AND 4000),
    created_at timestamptz NOT NULL
);

-- A person's own, the newest first.
CREATE INDEX idx_growth_checkins_user_id ON alphapy.growth_checkins (user_id, created_at DESC, id DESC);
-- What goes with a guild.
CREATE INDEX idx_growth_checkins_guild_id ON alphapy.growth_checkins (guild_id, created_at);
