//! What members ask of the language model for themselves: check-ins on their own goals, topics to learn about, captions,
//! and help with leading others.
//!
//! `questions` says what the model is asked, `use_cases` has a file for each thing that can be done. What was asked and
//! cannot be answered yet waits (`waiting.rs`), whether or not the program runs meanwhile, and is answered
//! (`use_cases/late.rs`) as long as Discord lets the bot speak to whoever asked.

mod checkin;
mod distress;
mod notes;
mod ports;
pub mod questions;
pub mod settings;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod use_cases;
mod waiting;

pub use checkin::{
    Checkin, CheckinForm, CheckinId, FEELING_MAX, GOAL_MAX, InvalidCheckinId, InvalidForm,
    OBSTACLE_MAX, REPLY_MAX,
};
pub use distress::is_distressed;
pub use notes::{Note, Notes};
pub use ports::{
    CheckinStore, GrowthBoard, GrowthDiary, GrowthNote, LateAnswers, NewCheckin, Posted, ReplyTo,
    Shared, SharedAs, TitleRanker,
};
pub use questions::{CAPTION_MAX, Challenge, Question, Style, TOPIC_MAX};
pub use use_cases::{
    Answered, Ask, Asked, Bucket, Growth, GrowthPorts, GrowthRefusal, HISTORY_MOST, HISTORY_PAGE,
    Help, HistoryPage, Kept, LateRound, QUESTION_MAX, Reply, ShareRefusal, Told,
};
pub use waiting::{NewWaiting, WaitingQuestion, WaitingQuestions};
