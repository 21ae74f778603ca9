//! The environment, read once into typed values; every problem is reported together, by name, never with a value.

mod api;
mod bot;
mod environment;
mod google;
mod links;
mod model;
mod problems;
mod reader;
mod references;
mod supabase;
#[cfg(test)]
mod testing;

pub use self::api::ApiOptions;
pub use self::bot::{Config, Database, LogFormat, Migrate};
pub use self::environment::Purpose;
pub(crate) use self::environment::Variables;
pub use self::google::GoogleOptions;
pub use self::links::Links;
pub use self::model::ModelOptions;
pub use self::problems::Problems;
pub(crate) use self::references::Reference;
pub use self::supabase::SupabaseOptions;
