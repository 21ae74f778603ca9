//! The set-up wizard: what it asks, in which order, how somebody goes through it, and what is left to do at its end.

mod progress;
mod question;
mod session;
mod summary;

pub use progress::{Move, Progress};
pub use question::Question;
pub use session::{Session, SessionRefusal};
pub use summary::{Answer, Summary, ToDo};
