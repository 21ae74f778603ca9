//! One use of a command, button, form or suggestion, and how it ended.

use std::error::Error;
use std::fmt;

use chrono::{DateTime, Utc};
use kernel::{GuildId, PortFailure, UserId};
use sanitizer::safe_log_message;

/// One use of the bot by one person. It holds ids and names of ours, never what the person wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Execution {
    /// The guild; none in direct messages.
    pub guild: Option<GuildId>,
    /// Who it was.
    pub user: UserId,
    /// What they used.
    pub name: QualifiedName,
    /// Of which kind it is.
    pub kind: ExecutionKind,
    /// How it ended.
    pub ending: Ending,
    /// When it began.
    pub at: DateTime<Utc>,
}

/// What kind of thing was used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ExecutionKind {
    /// An application command: typed, or from the menu of a message.
    Slash,
    /// A command written as a message.
    Text,
    /// A button or a menu.
    Component,
    /// A form that was sent.
    Modal,
    /// A keystroke that asked for suggestions.
    Autocomplete,
}

/// How a use ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ending {
    /// It was served.
    Succeeded,
    /// It was not, and this says why.
    Failed(ErrorText),
}

/// Why the rules turned somebody away. It counts as a failure, and is told from one of the machinery by its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// They may not do it.
    Permission,
    /// They have to wait.
    Cooldown,
}

/// A name in full, like `config reminders toggle`; for a button or a form the name of its route. From 1 to 100
/// characters, on one line.
///
/// ```
/// use operations_core::QualifiedName;
///
/// assert_eq!(QualifiedName::new("config reminders toggle").as_str(), "config reminders toggle");
/// assert_eq!(QualifiedName::new(" \n").as_str(), "unknown");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct QualifiedName(String);

/// Why something failed: one line of at most 500 characters, without control characters and secrets.
///
/// ```
/// use operations_core::ErrorText;
///
/// let text = ErrorText::new("no answer\u{7}\nfrom Discord");
/// assert_eq!(text.as_str(), "no answer from Discord");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErrorText(String);

impl ExecutionKind {
    /// Every kind.
    pub const ALL: [Self; 5] = [
        Self::Slash,
        Self::Text,
        Self::Component,
        Self::Modal,
        Self::Autocomplete,
    ];

    /// Its name where it is stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Slash => "slash",
            Self::Text => "text",
            Self::Component => "component",
            Self::Modal => "modal",
            Self::Autocomplete => "autocomplete",
        }
    }

    /// Whether statistics of commands count it: buttons, forms and keystrokes belong to a command that was counted.
    pub fn is_command(self) -> bool {
        matches!(self, Self::Slash | Self::Text)
    }
}

impl Refusal {
    /// Its name where it is stored and logged.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Permission => "permission",
            Self::Cooldown => "cooldown",
        }
    }
}

impl Ending {
    /// Turned away by the rules.
    pub fn refused(refusal: Refusal) -> Self {
        Self::Failed(ErrorText::new(&format!("refused: {}", refusal.as_str())))
    }

    /// Something outside failed; the text has the chain of causes.
    pub fn failed(failure: &PortFailure) -> Self {
        Self::Failed(ErrorText::of(failure))
    }

    /// Whether it was served.
    pub fn is_success(&self) -> bool {
        *self == Self::Succeeded
    }

    /// Why it was not.
    pub fn error(&self) -> Option<&str> {
        match self {
            Self::Succeeded => None,
            Self::Failed(text) => Some(text.as_str()),
        }
    }
}

impl QualifiedName {
    /// More characters are cut off.
    pub const MAX_CHARS: usize = 100;

    /// The name; what is nothing at all is `unknown`.
    pub fn new(name: &str) -> Self {
        let name = safe_log_message(name, Self::MAX_CHARS);
        Self(match name.as_str().trim() {
            "" => "unknown".to_owned(),
            name => name.to_owned(),
        })
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl ErrorText {
    /// More characters are cut off.
    pub const MAX_CHARS: usize = 500;
    /// More causes than this are not read.
    const MOST_CAUSES: usize = 8;

    /// The text, made fit to be kept.
    pub fn new(text: &str) -> Self {
        Self(safe_log_message(text, Self::MAX_CHARS).into_string())
    }

    /// An error with its causes: `could not load settings: connection reset`.
    pub fn of(error: &(dyn Error + 'static)) -> Self {
        let mut words = vec![error.to_string()];
        let mut cause = error.source();
        while let Some(error) = cause.filter(|_| words.len() <= Self::MOST_CAUSES) {
            words.push(error.to_string());
            cause = error.source();
        }
        Self::new(&words.join(": "))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for QualifiedName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use kernel::Retry;

    use super::*;

    #[test]
    fn an_error_keeps_its_causes_and_loses_its_secrets() {
        let cause = "password authentication failed, password=Tr0ub4dor&3x!";
        let failure = PortFailure::new("load settings", Retry::Later, cause);
        let ending = Ending::failed(&failure);
        let text = ending.error().unwrap();
        assert!(text.starts_with("could not load settings: "), "{text}");
        assert!(!text.contains("Tr0ub4dor"), "{text}");
    }

    #[test]
    fn an_error_is_one_line_of_at_most_500_characters() {
        let text = ErrorText::new(&"é\u{1b}[31m\r\n\0".repeat(1000));
        assert!(text.as_str().chars().count() <= 500);
        assert!(!text.as_str().chars().any(char::is_control));
    }

    #[test]
    fn a_name_is_never_empty_and_never_longer_than_its_column() {
        assert_eq!(QualifiedName::new("\0").as_str(), "unknown");
        let long = QualifiedName::new(&"n".repeat(1000));
        assert_eq!(long.as_str().chars().count(), 100);
    }

    #[test]
    fn refusals_are_failures_that_can_be_told_apart() {
        let permission = Ending::refused(Refusal::Permission);
        let cooldown = Ending::refused(Refusal::Cooldown);
        assert!(!permission.is_success() && !cooldown.is_success());
        assert_ne!(permission, cooldown);
        assert!(Ending::Succeeded.is_success());
    }

    #[test]
    fn only_commands_count_as_commands() {
        let commands = ExecutionKind::ALL.into_iter().filter(|it| it.is_command());
        let names: Vec<_> = commands.map(ExecutionKind::as_str).collect();
        assert_eq!(names, ["slash", "text"]);
    }
}
