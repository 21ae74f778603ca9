DROP TABLE alphapy.waiting_questions;
