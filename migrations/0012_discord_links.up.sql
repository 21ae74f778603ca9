-- Which Discord user the holder of a platform account is: dashboards sign in with an account, and what they may do here
-- is decided by the Discord member behind it. An account has one user at most, and a user one account.

CREATE TABLE alphapy.alphapy_discord_links (
    innersync_user_id uuid CONSTRAINT pk_alphapy_discord_links PRIMARY KEY,
    discord_user_id   bigint NOT NULL
        CONSTRAINT uq_alphapy_discord_links_discord_user_id UNIQUE
        CONSTRAINT ck_alphapy_discord_links_discord_user_id CHECK (discord_user_id > 0),
    linked_at         timestamptz NOT NULL DEFAULT now(),
    link_source       text
        CONSTRAINT ck_alphapy_discord_links_link_source CHECK (char_length(link_source) BETWEEN 1 AND 64),
    verified_by       text NOT NULL
        CONSTRAINT ck_alphapy_discord_links_verified_by CHECK (verified_by IN ('webhook', 'oauth', 'admin'))
);
