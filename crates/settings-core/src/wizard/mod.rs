//! The set-up wizard: what it asks, in which order, how somebody goes through it, and what is left to do at its end.
//!
//! ```
//! use settings_core::wizard::{Move, Progress, Question};
//!
//! let first = Progress::START;
//! assert_eq!((first.step(), first.question()), (Some(1), Question::LogChannel));
//! // The log channel is chosen and stored, the rules channel is skipped.
//! let third = first.chosen().after(Move::Skip);
//! assert_eq!(third.question(), Question::AnnouncementsChannel);
//! assert!(third.has_chosen(Question::LogChannel) && !third.has_chosen(Question::RulesChannel));
//! assert!(third.after(Move::Finish).is_over());
//! ```

mod progress;
mod question;
mod session;
mod summary;

pub use progress::{Move, Progress};
pub use question::Question;
pub use session::{Session, SessionRefusal};
pub use summary::{Answer, Summary, ToDo};
