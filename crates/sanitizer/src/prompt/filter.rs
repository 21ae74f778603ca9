//! Takes phrases and markers out, each as soon as its last word has been read, so that what grows together afterwards
//! is noticed in its turn and every word is read once.

use super::PromptFlag;
use super::markers;
use super::phrases::{LONGEST_PHRASE, PHRASES, Phrase, Position, RULES};
use super::tokens::{Gap, Token, tokens};

/// What is left, and what was noticed.
#[derive(Debug)]
pub(super) struct Filtered {
    pub(super) text: String,
    pub(super) flags: Vec<PromptFlag>,
}

/// Words after which a command still begins.
const LEADS: &[&str] = &[
    "and",
    "then",
    "please",
    "now",
    "so",
    "but",
    "also",
    "just",
    "en",
    "dan",
    "nu",
    "ook",
    "maar",
    "must",
    "should",
    "will",
    "hi",
    "hello",
    "hey",
    "ok",
    "okay",
    "assistant",
    "bot",
    "alphapy",
];
/// "Do not forget the rules" asks for the contrary.
const NEGATIONS: &[&str] = &["not", "t", "dont", "never", "niet", "nooit"];
/// How far a Dutch negation may stand behind its verb: "vergeet de regels voor morgen niet".
const NEGATION_REACH: usize = 6;

/// Filters `text`.
pub(super) fn filter(text: &str) -> Filtered {
    let all = tokens(text);
    let mut filter = Filter {
        kept: Vec::new(),
        flags: Vec::new(),
        after_removal: None,
    };
    for (at, token) in all.iter().enumerate() {
        filter.read(token, &all[at + 1..]);
    }
    let mut flags = filter.flags;
    flags.sort_unstable();
    flags.dedup();
    Filtered {
        text: write(&filter.kept, text),
        flags,
    }
}

fn write(kept: &[Token], text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for token in kept {
        if token.gap != Gap::None {
            written.push(' ');
        }
        written.push_str(&text[token.start..token.end]);
    }
    written
}

struct Filter {
    kept: Vec<Token>,
    flags: Vec<PromptFlag>,
    /// What was taken out directly before the next token.
    after_removal: Option<(PromptFlag, Gap)>,
}

impl Filter {
    fn read(&mut self, token: &Token, rest: &[Token]) {
        let mut token = token.clone();
        if let Some((flag, gap)) = self.after_removal {
            let belongs = match flag {
                PromptFlag::IgnoreInstructions if token.is_word => {
                    RULES.contains(&token.text.as_str())
                }
                _ => {
                    !token.is_word
                        && matches!(token.text.as_str(), ":" | "," | "." | ";" | "!" | ">")
                }
            };
            if belongs && token.gap != Gap::Line {
                return;
            }
            self.after_removal = None;
            // What was apart stays apart, and what stood at the start of a line still does.
            if gap == Gap::Line || token.gap == Gap::None {
                token.gap = if gap == Gap::Line { gap } else { Gap::Blank };
            }
        }
        self.kept.push(token);
        if let Some(start) = markers::completed(&self.kept) {
            self.remove(start, PromptFlag::RoleMarker);
        } else if let Some((start, flag)) = self.phrase(rest) {
            self.remove(start, flag);
        }
    }

    fn remove(&mut self, start: usize, flag: PromptFlag) {
        self.after_removal = Some((flag, self.kept[start].gap));
        self.kept.truncate(start);
        self.flags.push(flag);
    }

    /// The longest phrase that the last word completes.
    fn phrase(&self, rest: &[Token]) -> Option<(usize, PromptFlag)> {
        let starts = self.recent_words();
        let words: Vec<&str> = starts
            .iter()
            .map(|at| self.kept[*at].text.as_str())
            .collect();
        (0..words.len()).find_map(|from| {
            let found = PHRASES
                .iter()
                .find(|it| it.is(&words[from..]) && self.is_order(it, starts[from], rest))?;
            Some((starts[from], found.flag))
        })
    }

    /// Where the last words stand that one phrase could be made of, in reading order.
    fn recent_words(&self) -> Vec<usize> {
        let mut starts = Vec::new();
        if self.kept.last().is_some_and(|it| it.is_word) {
            let back = self.kept.iter().enumerate().rev().take(3 * LONGEST_PHRASE);
            let phrase = back.take_while(|(_, it)| it.is_word || it.is_soft());
            starts.extend(
                phrase
                    .filter(|(_, it)| it.is_word)
                    .map(|(at, _)| at)
                    .take(LONGEST_PHRASE),
            );
            starts.reverse();
        }
        starts
    }

    fn is_order(&self, phrase: &Phrase, start: usize, rest: &[Token]) -> bool {
        let next = rest.iter().find(|it| !it.is_soft());
        let followed_by = |words: &[&str]| next.is_some_and(|it| words.contains(&it.text.as_str()));
        let is_placed = match phrase.position {
            Position::Anywhere => true,
            Position::Command => self.begins_command(start),
            Position::BeforeColon => followed_by(&[":"]),
        };
        is_placed
            && !followed_by(phrase.unless_followed_by)
            && !self.is_negated(phrase, start, rest)
    }

    fn begins_command(&self, start: usize) -> bool {
        let Some(before) = start.checked_sub(1).map(|at| &self.kept[at]) else {
            return true;
        };
        let is_border = self.kept[start].gap == Gap::Line || !before.is_word;
        is_border || LEADS.contains(&before.text.as_str())
    }

    fn is_negated(&self, phrase: &Phrase, start: usize, rest: &[Token]) -> bool {
        if phrase.flag != PromptFlag::IgnoreInstructions {
            return false;
        }
        let before = start.checked_sub(1).map(|at| self.kept[at].text.as_str());
        let clause = rest
            .iter()
            .take_while(|it| it.is_word && it.text != "en")
            .take(NEGATION_REACH);
        before.is_some_and(|it| NEGATIONS.contains(&it))
            || (self.kept[start].text == "vergeet"
                && clause.into_iter().any(|it| it.text == "niet"))
    }
}
