//! Everything that is wrong with the environment, told at once.

use std::fmt;

/// Everything that is wrong with the environment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problems(pub(super) Vec<String>);

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the environment needs mending:")?;
        self.0.iter().try_for_each(|it| write!(f, "\n  - {it}"))
    }
}

impl std::error::Error for Problems {}

impl Problems {
    /// Each of them, by the name of its variable, never with a value.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}
