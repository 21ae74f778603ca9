//! The FAQ: answers that admins write and everyone can find.

mod entry;
mod log;
mod ports;
mod search;
mod shelf;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod use_cases;

pub use entry::{
    Answer, FaqDraft, FaqEntry, FaqId, InvalidEntry, InvalidFaqId, Keywords, MOST_ENTRIES,
    MOST_PINNED, Title,
};
pub use log::{FaqChange, FaqEvent, FaqLog};
pub use ports::{
    AddOutcome, EditOutcome, FaqPage, FaqRevision, FaqSearchLog, FaqStore, Pin, PinOutcome,
    SearchRow, Unanswered,
};
#[cfg(any(test, feature = "testing"))]
pub(crate) use search::precedence;
pub use search::{FaqIndex, Findings, Fit, Hit, WordIndex};
pub use use_cases::{
    AddFaq, AddFaqRefusal, Answered, EditFaq, EditFaqRefusal, FAQ_CHOICE, FAQ_PAGE, Faq, FaqPorts,
    FaqRefusal, ListedFaq, PinFaq, PinFaqRefusal, Reloaded, SearchFaq, SearchFaqRefusal, Searched,
    UNANSWERED_DAYS, faq_choice,
};
