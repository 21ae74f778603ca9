//! Sending what is due: claim, send, record.

mod attempt;
mod in_hand;
mod outcome;
mod queue;
mod read_back;
mod report;
mod retry;
mod round;
mod tell;

pub use report::{Delivered, DeliveryReport, Ending, Note};
