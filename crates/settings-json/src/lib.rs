//! Settings as JSON, in one place: stored rows, exported files and the API read and write a value alike.
//!
//! ```
//! use settings_core::RawValue;
//!
//! assert_eq!(settings_json::read("60"), RawValue::Int(60));
//! assert_eq!(settings_json::read("[60]"), RawValue::Other, "nothing that a setting could be");
//! ```

mod change;
mod file;
mod value;

pub use change::{NoScopeChange, ScopeChange, read_change};
pub use file::{read_file, write_file};
pub use value::{read, write, write_raw};
