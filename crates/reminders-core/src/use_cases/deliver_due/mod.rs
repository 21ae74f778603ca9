//! Sending what is due: claim, send, record.

mod attempt;
mod outcome;
mod report;
mod round;
mod tell;

pub use report::{Delivered, DeliveryReport, Ending};
