//! What is stored of people, and what becomes of it when they ask for it or want it gone.
//!
//! [`map`] is the list of it: every table of the schema with each of its columns. A test of the database's adapter compares
//! the two, so a column that nobody has thought about does not get in. What people are given, and what is erased, follows
//! from the map; `use_cases` has a file for each thing that can be done.

mod agreement;
mod erasure;
mod export;
pub mod map;
mod ports;
pub mod settings;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod use_cases;

pub use agreement::{AGREEMENT_VERSION, Acceptance, Accepted};
pub use erasure::{Erased, Erasure, Origin, Question, RequestId, Withdrawal};
pub use export::{Export, Retained, RowCounts, Sheet, Value, retained};
pub use ports::{
    AcceptanceRoles, AcceptanceStore, AgreementNews, Granted, PersonalData, PrivacyLog,
};
pub use use_cases::{
    AgreeRefusal, Agreed, CarriedOn, ErasureRefusal, ExportRefusal, Privacy, PrivacyPorts,
    RoleOutcome,
};
