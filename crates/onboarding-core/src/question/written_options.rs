//! Options as admins type them.
//!
//! ```text
//! options = entry { (";" | newline) entry }
//! entry   = label [ "=" value ]               the last "=" counts; blank entries do not
//! ```
//!
//! Without a value, the option's value is made of its label.

use super::WrittenOption;
use super::slug::slug;
use crate::bounded_text::one_line;

/// The options that a text names; none if it names none. What is wrong with them is found when a question is made.
///
/// ```
/// use onboarding_core::read_options;
///
/// let options = read_options("By a friend = friend; Search engine\n\n Other");
/// let values: Vec<_> = options.iter().map(|it| &*it.value).collect();
/// assert_eq!(values, ["friend", "search-engine", "other"]);
/// ```
pub fn read_options(text: &str) -> Vec<WrittenOption> {
    let entries = text.split([';', '\n', '\r']).map(str::trim);
    let entries = entries.filter(|it| !it.is_empty());
    entries.map(read_entry).collect()
}

/// The text that [`read_options`] reads as these options, a line each; none where a label or value has the signs that
/// separate them.
pub fn write_options(options: &[super::AnswerOption]) -> Option<String> {
    let lines: Vec<_> = options
        .iter()
        .map(|it| format!("{} = {}", it.label, it.value))
        .collect();
    let text = lines.join("\n");
    let read = read_options(&text);
    let is_same = read.len() == options.len()
        && std::iter::zip(&read, options)
            .all(|(read, it)| read.label == it.label.as_str() && read.value == it.value.as_str());
    is_same.then_some(text)
}

fn read_entry(entry: &str) -> WrittenOption {
    match entry.rsplit_once('=') {
        Some((label, value)) => WrittenOption {
            label: one_line(label),
            value: one_line(value),
        },
        None => WrittenOption {
            label: one_line(entry),
            value: slug(&one_line(entry)),
        },
    }
}
