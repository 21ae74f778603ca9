-- In the earlier release questions wait in memory.

DROP TABLE alphapy.waiting_questions;
