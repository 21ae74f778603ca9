-- Channels of tickets that are erased with the person who opened them. The ticket's row is gone, so what has still to be done
-- on Discord is kept here, by the same transaction: a process that dies in between leaves no channel that nobody looks after.
-- A row names nobody, and goes with its channel.
CREATE TABLE alphapy.left_ticket_rooms (
    guild_id   bigint NOT NULL REFERENCES alphapy.guilds (guild_id) ON DELETE CASCADE,
    channel_id bigint NOT NULL CONSTRAINT ck_left_ticket_rooms_channel_id CHECK (channel_id > 0),
    due_at     timestamptz NOT NULL,
    tries      integer NOT NULL DEFAULT 0 CONSTRAINT ck_left_ticket_rooms_tries CHECK (tries >= 0),
    CONSTRAINT pk_left_ticket_rooms PRIMARY KEY (guild_id, channel_id)
);

-- What is due, over all guilds.
CREATE INDEX idx_left_ticket_rooms_due_at ON alphapy.left_ticket_rooms (due_at);
