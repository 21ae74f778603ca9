-- Takes the guilds away again, and with the last table the schema that holds everything.

DROP TABLE alphapy.guilds;
DROP FUNCTION alphapy.set_updated_at();
DROP SCHEMA alphapy;
