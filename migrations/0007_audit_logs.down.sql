-- Takes the record of what was used away again.

DROP TABLE alphapy.audit_logs;
