//! Names of models.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use settings_core::{Coerced, Kind, RawValue, SettingValue};

/// The name of a model, as its service knows it: up to 100 of letters, digits and `._:/-`.
///
/// ```
/// use language_model::ModelName;
///
/// let name: ModelName = "org/model-4.1:free".parse()?;
/// assert_eq!(name.as_str(), "org/model-4.1:free");
/// assert!("two words".parse::<ModelName>().is_err());
/// # Ok::<(), language_model::NoModelName>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ModelName(Arc<str>);

/// A text that names no model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a model's name is up to 100 of letters, digits and ._:/-")]
pub struct NoModelName;

impl ModelName {
    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for ModelName {
    type Err = NoModelName;

    /// By the rule of the setting that names a model.
    fn from_str(text: &str) -> Result<Self, NoModelName> {
        match Kind::Model.coerce(RawValue::Text(text.to_owned())) {
            Ok(Coerced::Value(SettingValue::Text(name))) => Ok(Self(name.into())),
            _ => Err(NoModelName),
        }
    }
}

impl fmt::Display for ModelName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_and_what_a_setting_would_refuse_is_no_name() {
        for text in ["", " ", "a b", "a\nb", &"a".repeat(101)] {
            assert_eq!(text.parse::<ModelName>(), Err(NoModelName), "{text:?}");
        }
    }
}
