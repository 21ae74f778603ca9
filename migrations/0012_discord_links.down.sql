-- The earlier release knows no accounts.

DROP TABLE alphapy.alphapy_discord_links;
