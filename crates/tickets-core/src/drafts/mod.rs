//! Replies that a language model drafts for staff, out of what this server and Alphapy have written down.

mod ask;
mod documents;
mod figures;
mod outcome;
mod ports;
mod sources;
mod suggestion;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod use_case;

pub use ask::FEATURE;
pub use documents::{CHUNK_MAX, DocumentSource, Documents, ReadDocuments};
pub use figures::SuggestionFigures;
pub use outcome::{DRAFT_MAX, edit_ratio};
pub use ports::{DraftRooms, NewSuggestion, Signed, SuggestionStore};
pub use sources::Source;
pub use suggestion::{Decision, InvalidSuggestionId, Suggestion, SuggestionId, SuggestionState};
pub use use_case::{Draft, DraftPorts, DraftRefusal, Drafts, Post};
