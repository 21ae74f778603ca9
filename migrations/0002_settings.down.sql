-- Takes settings, their history and the state of the command registration away again.

DROP TABLE alphapy.command_sync_state;
DROP TABLE alphapy.settings_history;
DROP TABLE alphapy.bot_settings;
DROP FUNCTION alphapy.notify_settings();
