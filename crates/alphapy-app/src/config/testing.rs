//! Environments for the tests of what is read from one.

use super::{Config, Problems, Purpose};

/// Reads these variables for everything but running the bot.
pub(crate) fn read(pairs: &[(&str, &str)]) -> Result<Config, Problems> {
    read_for(Purpose::Tools, pairs)
}

/// Reads these variables.
pub(crate) fn read_for(purpose: Purpose, pairs: &[(&str, &str)]) -> Result<Config, Problems> {
    Config::read(purpose, |name| {
        let pair = pairs.iter().find(|it| it.0 == name)?;
        Some(pair.1.to_owned())
    })
}

/// What these variables say; nothing is wrong with them.
pub(crate) fn config(pairs: &[(&str, &str)]) -> Config {
    read(pairs).expect("an environment that can be read")
}

/// What is wrong with these variables.
pub(crate) fn problems(pairs: &[(&str, &str)]) -> String {
    read(pairs)
        .expect_err("an environment that cannot be read")
        .to_string()
}
