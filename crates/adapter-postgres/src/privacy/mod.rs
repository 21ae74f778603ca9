//! What is stored of people, as the data map says: gathering it, erasing it, and their requests.

mod acceptances;
#[cfg(test)]
mod bystander_tests;
#[cfg(test)]
mod database_tests;
mod erasing;
mod gathering;
mod requests;
#[cfg(test)]
mod schema_tests;
mod store;
mod subject_hash;
mod tickets;

pub use acceptances::PgAcceptances;
pub use store::PgPersonalData;
pub use subject_hash::SubjectKey;
