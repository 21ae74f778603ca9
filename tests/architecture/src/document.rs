//! Markdown, as far as the tests read it: code spans, links, and sections that are generated from code.

use std::sync::{Mutex, PoisonError};
use std::{env, fs};

use crate::workspace;

/// Set to anything, it has the tests write generated sections instead of comparing them.
const UPDATE: &str = "UPDATE_DOCS";

/// Tests run side by side, and two may write sections of one document.
static WRITING: Mutex<()> = Mutex::new(());

/// Everything between single back-ticks, outside of fenced blocks.
pub fn code_spans(markdown: &str) -> Vec<String> {
    let inside = |line: &str| {
        line.split('`')
            .skip(1)
            .step_by(2)
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    prose(markdown).flat_map(inside).collect()
}

/// The targets of all links, outside of fenced blocks.
pub fn links(markdown: &str) -> Vec<String> {
    let targets = |line: &str| {
        let after = line.split("](").skip(1);
        after
            .filter_map(|it| it.split(')').next())
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    prose(markdown).flat_map(targets).collect()
}

fn prose(markdown: &str) -> impl Iterator<Item = &str> {
    let mut fenced = false;
    markdown.lines().filter(move |line| {
        let fence = line.trim_start().starts_with("```");
        fenced ^= fence;
        !fenced && !fence
    })
}

/// Holds the section `name` of a document to `expected`: the lines between `<!-- name: generated -->` and
/// `<!-- name: end -->`. With `UPDATE_DOCS` set, writes it.
pub fn section(path: &str, name: &str, expected: &str) {
    let _one_at_a_time = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
    let document = workspace::read(path);
    let (begin, end) = (
        format!("<!-- {name}: generated -->\n"),
        format!("<!-- {name}: end -->"),
    );
    let (before, rest) = document
        .split_once(&begin)
        .unwrap_or_else(|| panic!("{path} has no section {name}"));
    let (found, after) = rest
        .split_once(&end)
        .unwrap_or_else(|| panic!("{path}: the section {name} has no end"));
    if env::var_os(UPDATE).is_some() {
        let written = fs::write(
            workspace::root().join(path),
            format!("{before}{begin}{expected}{end}{after}"),
        );
        written.unwrap_or_else(|error| panic!("{path}: {error}"));
        return;
    }
    let differs = found.lines().zip(expected.lines()).find(|it| it.0 != it.1);
    assert!(
        found == expected,
        "{path} is not what the code says; UPDATE_DOCS=1 cargo test -p architecture-tests writes it. First: {differs:#?}"
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str =
        "See [a](a.md) and `x/y`.\n```sh\n`no` [b](b.md)\n```\nAnd [c](c.md#d), `z`.";

    #[test]
    fn reads_spans_and_links_outside_of_fences() {
        assert_eq!(code_spans(SAMPLE), ["x/y", "z"]);
        assert_eq!(links(SAMPLE), ["a.md", "c.md#d"]);
    }
}
