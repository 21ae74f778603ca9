-- Takes what the figures of tickets were; the tickets stay, and with them the figures as they are.
DROP TABLE alphapy.ticket_metrics;
