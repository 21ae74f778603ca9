//! Our own notes on topics: the files of `data/prompts` in this crate, which come with the program. None is ever looked up
//! by a path.

use crate::TitleRanker;

macro_rules! notes {
    ($($name:literal),* $(,)?) => {
        &[$(Note {
            name: $name,
            text: include_str!(concat!("../data/prompts/", $name, ".md")),
        }),*]
    };
}

/// Every note there is; a new file is listed here.
const SHIPPED: &[Note] = notes!["risk_management", "rsi", "scalping", "trading_psychology"];

/// A note: Markdown whose first line is its title.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Note {
    /// Its file's name, without the ending.
    pub name: &'static str,
    /// What stands in it.
    pub text: &'static str,
}

/// All notes.
#[derive(Debug, Clone, Copy)]
pub struct Notes(&'static [Note]);

impl Note {
    /// Its title.
    pub fn title(&self) -> &'static str {
        let first = self.text.lines().next().unwrap_or_default();
        first.trim_start_matches('#').trim()
    }
}

impl Notes {
    /// The notes that come with the program.
    pub fn shipped() -> Self {
        Self(SHIPPED)
    }

    /// The note of this name, whatever its case and what stands between its words.
    ///
    /// ```
    /// use growth_core::Notes;
    ///
    /// assert_eq!(Notes::shipped().named("Risk Management").map(|it| it.name), Some("risk_management"));
    /// assert_eq!(Notes::shipped().named("../rsi"), None);
    /// ```
    pub fn named(&self, topic: &str) -> Option<&'static Note> {
        let wanted = normal(topic);
        self.0.iter().find(|it| it.name == wanted)
    }

    /// The note on a topic: the one of its name, or the one whose title fits best.
    pub fn on(&self, topic: &str, ranker: &dyn TitleRanker) -> Option<&'static Note> {
        self.named(topic).or_else(|| {
            let titles: Vec<_> = self.0.iter().map(Note::title).collect();
            self.0.get(ranker.best(topic, &titles)?)
        })
    }
}

/// Small letters and digits with `_` between words; anything else that is no blank stays, and fits no name.
fn normal(topic: &str) -> String {
    let words = topic
        .split([' ', '_', '-', '\t'])
        .filter(|it| !it.is_empty());
    let words: Vec<_> = words.map(str::to_lowercase).collect();
    words.join("_")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Finds the first title that holds the topic.
    struct ByPart;

    impl TitleRanker for ByPart {
        fn best(&self, topic: &str, titles: &[&str]) -> Option<usize> {
            titles.iter().position(|it| it.contains(topic))
        }
    }

    #[test]
    fn every_note_has_a_title_and_a_name_that_finds_it() {
        for note in SHIPPED {
            assert!(
                note.text.starts_with("# ") && !note.title().is_empty(),
                "{}",
                note.name
            );
            assert_eq!(Notes::shipped().named(note.name), Some(note));
        }
    }

    #[test]
    fn a_topic_is_found_by_its_name_then_by_its_title() {
        let on = |topic| Notes::shipped().on(topic, &ByPart).map(|it| it.name);
        assert_eq!(on("risk-management"), Some("risk_management"));
        assert_eq!(on("Relative Strength"), Some("rsi"));
        assert_eq!(on("chess"), None);
    }

    #[test]
    fn a_path_names_nothing() {
        for topic in [
            "../rsi",
            "prompts/rsi",
            "rsi.md",
            "/rsi",
            "..\\rsi",
            "%2e%2e/rsi",
        ] {
            assert_eq!(Notes::shipped().named(topic), None, "{topic}");
        }
    }
}
