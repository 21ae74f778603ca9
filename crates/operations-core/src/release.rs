//! Which version this is, and what is new in it.

/// The name of the program.
pub const NAME: &str = "Alphapy";
/// The version of the program.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
/// The name of this version, for people.
pub const CODENAME: &str = "Daybreak";

/// The changelog, as it was when the program was built.
const CHANGELOG: &str = include_str!("../../../docs/CHANGELOG.md");

/// What is new in a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReleaseNotes<'a> {
    /// Which part of the changelog it is.
    pub of: NotesOf,
    /// Its parts, in order; none is empty.
    pub sections: Vec<NotesSection<'a>>,
    /// How many entries had no room.
    pub left_out: usize,
}

/// Which part of the changelog is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotesOf {
    /// What the running version brought.
    Version,
    /// What was done since the last version, because nothing is written about the running one.
    Unreleased,
}

/// A part of the notes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotesSection<'a> {
    /// Its heading: "Added".
    pub heading: &'a str,
    /// Its entries. Each is what stands in one sentence or more, line by line.
    pub entries: Vec<Vec<&'a str>>,
}

/// What is new in the running version, in at most `most` characters; none when nothing is written about it.
pub fn release_notes(most: usize) -> Option<ReleaseNotes<'static>> {
    notes_of(CHANGELOG, VERSION, most)
}

/// What a changelog says of a version, or else of what is not released yet. It is cut between entries, and never ends
/// with a heading that has none.
fn notes_of<'a>(changelog: &'a str, version: &str, most: usize) -> Option<ReleaseNotes<'a>> {
    let parts = [
        (NotesOf::Version, format!("[{version}]")),
        (NotesOf::Unreleased, "Unreleased".to_owned()),
        (NotesOf::Unreleased, "[Unreleased]".to_owned()),
    ];
    parts.into_iter().find_map(|(of, title)| {
        let all = sections(part(changelog, &title)?);
        (!all.is_empty()).then(|| cut(of, all, most))
    })
}

/// The lines below `## title`, up to the next such heading.
fn part<'a>(changelog: &'a str, title: &str) -> Option<&'a str> {
    let mut rest = changelog;
    loop {
        let begin = rest.find("## ")?;
        let is_heading = begin == 0 || rest[..begin].ends_with('\n');
        rest = &rest[begin + 3..];
        let line = rest.lines().next().unwrap_or_default();
        // `## [1.2.3] - 2026-11-21` is that of 1.2.3.
        let named = line
            .strip_prefix(title)
            .is_some_and(|it| it.is_empty() || it.starts_with(char::is_whitespace));
        if is_heading && named {
            let below = &rest[line.len()..];
            return Some(below.split("\n## ").next().unwrap_or(below));
        }
    }
}

fn sections(part: &str) -> Vec<NotesSection<'_>> {
    let mut sections: Vec<NotesSection<'_>> = Vec::new();
    for line in part.lines() {
        if let Some(heading) = line.strip_prefix("### ") {
            let heading = heading.trim();
            let entries = Vec::new();
            sections.push(NotesSection { heading, entries });
        } else if let Some(section) = sections.last_mut() {
            if let Some(first) = line.strip_prefix("- ") {
                section.entries.push(vec![first.trim()]);
            } else if let (Some(entry), false) = (section.entries.last_mut(), line.is_empty()) {
                entry.push(line.trim());
            }
        }
    }
    sections.retain(|it| !it.entries.is_empty());
    sections
}

/// As many entries as fit, when a heading takes its own line, and an entry one with two characters before it.
fn cut(of: NotesOf, all: Vec<NotesSection<'_>>, most: usize) -> ReleaseNotes<'_> {
    const HEADING: usize = "\n****\n".len();
    const ENTRY: usize = "- \n".len();
    let mut notes = ReleaseNotes {
        of,
        sections: Vec::new(),
        left_out: 0,
    };
    let mut room = most;
    let mut is_full = false;
    for section in all {
        let mut cost = HEADING + section.heading.chars().count();
        let mut kept = Vec::new();
        for entry in section.entries {
            cost += ENTRY + entry.iter().map(|it| it.chars().count() + 1).sum::<usize>();
            is_full |= cost > room;
            if is_full {
                notes.left_out += 1;
            } else {
                room -= cost;
                cost = 0;
                kept.push(entry);
            }
        }
        if !kept.is_empty() {
            notes.sections.push(NotesSection {
                heading: section.heading,
                entries: kept,
            });
        }
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "# Changelog\n\nWords with ## in them.\n\n## Unreleased\n\n### Added\n\n- New.\n\n\
        ## [1.2.0] - 2026-02-03\n\n### Added\n\n- One thing,\n  over two lines.\n- Another.\n\n### Empty\n\n### Fixed\n\n\
        - A fault.\n\n## [1.1.0]\n\n### Added\n\n- Old.\n";

    fn shown(notes: &ReleaseNotes<'_>) -> String {
        let section = |it: &NotesSection<'_>| {
            let entries: Vec<_> = it.entries.iter().map(|it| it.join(" ")).collect();
            format!("{}: {}", it.heading, entries.join(" | "))
        };
        let sections: Vec<_> = notes.sections.iter().map(section).collect();
        sections.join("; ")
    }

    #[test]
    fn the_part_of_the_running_version_is_told_and_no_other() {
        let notes = notes_of(TEXT, "1.2.0", 4000).unwrap();
        assert_eq!(
            shown(&notes),
            "Added: One thing, over two lines. | Another.; Fixed: A fault."
        );
        assert_eq!((notes.of, notes.left_out), (NotesOf::Version, 0));
        let older = notes_of(TEXT, "1.1.0", 4000).unwrap();
        assert_eq!(shown(&older), "Added: Old.");
    }

    #[test]
    fn a_version_of_which_nothing_is_written_tells_what_is_to_come() {
        let notes = notes_of(TEXT, "1.2", 4000).unwrap();
        assert_eq!(
            (notes.of, shown(&notes).as_str()),
            (NotesOf::Unreleased, "Added: New.")
        );
        assert_eq!(
            notes_of("# Changelog\n\n## Unreleased\n", "1.2.0", 4000),
            None
        );
        assert_eq!(notes_of("", "1.2.0", 4000), None);
    }

    #[test]
    fn notes_end_between_entries_and_never_with_a_bare_heading() {
        let long = notes_of(TEXT, "1.2.0", 4000).unwrap();
        let mut fewer = 0;
        for most in 0..120 {
            let notes = notes_of(TEXT, "1.2.0", most).unwrap();
            let text: usize = notes
                .sections
                .iter()
                .map(|it| {
                    let entries = it.entries.iter().map(|it| it.join(" ").chars().count() + 3);
                    it.heading.chars().count() + 6 + entries.sum::<usize>()
                })
                .sum();
            assert!(text <= most, "{text} in {most}");
            assert!(notes.sections.iter().all(|it| !it.entries.is_empty()));
            let kept: usize = notes.sections.iter().map(|it| it.entries.len()).sum();
            assert_eq!(kept + notes.left_out, 3);
            assert!(shown(&long).starts_with(&shown(&notes)));
            fewer += notes.left_out;
        }
        assert!(fewer > 0);
    }

    #[test]
    fn this_version_has_something_to_tell() {
        let notes = release_notes(4000).unwrap();
        assert!(!notes.sections.is_empty());
    }
}
