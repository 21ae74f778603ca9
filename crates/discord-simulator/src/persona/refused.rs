//! What Discord's own client refuses before the bot hears of it.

use crate::permissions::Permissions;

/// Why the client did not send what a user wanted.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum ClientRefusal {
    /// No such command is registered, or it cannot be seen here.
    #[error("there is no command {0}")]
    UnknownCommand(String),
    /// The text is not how commands are typed.
    #[error("this is no command: {0}")]
    Unreadable(String),
    /// The command has no such option.
    #[error("the command has no option {0}")]
    UnknownOption(String),
    /// A required option was left out.
    #[error("the option {0} is required")]
    MissingOption(String),
    /// An option's value does not fit.
    #[error("the option {option} does not take this: {why}")]
    BadValue {
        /// The option's name.
        option: String,
        /// What is wrong with the value.
        why: String,
    },
    /// The user may not do this here.
    #[error("this user lacks {0} here")]
    NotPermitted(Permissions),
    /// There is no such button, menu or input.
    #[error("there is no component {0:?} here")]
    NoSuchComponent(String),
    /// The component is disabled.
    #[error("the component {0:?} is disabled")]
    Disabled(String),
    /// The menu has no such option, or too few or too many were chosen.
    #[error("the menu {menu:?} does not take this: {why}")]
    BadChoice {
        /// The menu's placeholder or custom id.
        menu: String,
        /// What is wrong with the choice.
        why: String,
    },
    /// What was there is gone, or is not the user's.
    #[error("there is nothing to do this with: {0}")]
    NothingThere(&'static str),
}

pub(crate) fn bad_value(option: &str, why: impl Into<String>) -> ClientRefusal {
    ClientRefusal::BadValue {
        option: option.to_owned(),
        why: why.into(),
    }
}
