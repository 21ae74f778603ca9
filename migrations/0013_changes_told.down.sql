-- The earlier release tells only which guild's settings to read again.

DROP TRIGGER settings_history_notify ON alphapy.settings_history;
DROP FUNCTION alphapy.notify_settings_history();
