//! What Alphapy itself has written down, in pieces that can be found.

use std::sync::{Arc, PoisonError, RwLock};

use async_trait::async_trait;
use sanitizer::beginning;

use super::Source;
use crate::faq::WordIndex;

/// A piece of a document has at most so many characters.
pub const CHUNK_MAX: usize = 900;
/// So many pieces are used at most.
const MOST_USED: usize = 3;

/// Documents as they are written, the same for all guilds.
#[async_trait]
pub trait DocumentSource: Send + Sync {
    /// Every document that can be read: its name, such as `tickets.md`, and its text. Those that cannot be are told to the
    /// operator and left out.
    async fn read(&self) -> Vec<(String, String)>;
}

/// Documents that can be searched. Clones share what is read.
#[derive(Clone)]
pub struct Documents {
    source: Arc<dyn DocumentSource>,
    read: Arc<RwLock<Chunks>>,
}

/// How much was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ReadDocuments {
    /// How many documents.
    pub documents: usize,
    /// How many pieces.
    pub chunks: usize,
}

#[derive(Default)]
struct Chunks {
    index: WordIndex,
    chunks: Vec<Source>,
}

impl Documents {
    /// Documents of which none is read yet.
    pub fn new(source: Arc<dyn DocumentSource>) -> Self {
        Self {
            source,
            read: Arc::default(),
        }
    }

    /// Reads all documents anew.
    pub async fn reload(&self) -> ReadDocuments {
        let documents = self.source.read().await;
        let count = documents.len();
        let mut read = Chunks::default();
        for (name, text) in documents {
            for chunk in chunks(&name, &text) {
                read.put(chunk);
            }
        }
        let chunks = read.chunks.len();
        *self.read.write().unwrap_or_else(PoisonError::into_inner) = read;
        ReadDocuments {
            documents: count,
            chunks,
        }
    }

    /// The pieces that answer a question best, at most three.
    pub(super) fn search(&self, question: &str) -> Vec<Source> {
        let read = self.read.read().unwrap_or_else(PoisonError::into_inner);
        let fits = read.index.search(question).into_iter().take(MOST_USED);
        let found = fits.filter_map(|it| read.chunks.get(it.slot as usize));
        numbered(found.cloned())
    }
}

impl Chunks {
    fn put(&mut self, chunk: Source) {
        if let Ok(slot) = u32::try_from(self.chunks.len()) {
            self.index.put(slot, &chunk.title, [], &chunk.text);
            self.chunks.push(chunk);
        }
    }
}

/// The same, each with an id that a model can repeat.
fn numbered(found: impl Iterator<Item = Source>) -> Vec<Source> {
    let named = (1..).zip(found);
    let named = named.map(|(at, it): (usize, Source)| Source {
        id: format!("D{at}"),
        ..it
    });
    named.collect()
}

/// The pieces of a Markdown document: what stands below each heading, cut between paragraphs where that is too long.
fn chunks(name: &str, text: &str) -> Vec<Source> {
    let mut found = Vec::new();
    let mut heading = name.to_owned();
    let mut section = String::new();
    let mut is_code = false;
    for line in text.lines() {
        is_code ^= line.trim_start().starts_with("```");
        if let Some(next) = heading_of(line).filter(|_| !is_code) {
            found.extend(pieces(name, &heading, &section));
            section.clear();
            next.clone_into(&mut heading);
        } else {
            section.push_str(line);
            section.push('\n');
        }
    }
    found.extend(pieces(name, &heading, &section));
    found
}

fn heading_of(line: &str) -> Option<&str> {
    let words = line.trim_start_matches('#');
    let depth = line.len() - words.len();
    let words = words.strip_prefix(' ')?.trim();
    ((1..=6).contains(&depth) && !words.is_empty()).then_some(words)
}

fn pieces(name: &str, heading: &str, section: &str) -> Vec<Source> {
    let mut pieces = Vec::new();
    let mut rest = section.trim();
    while !rest.is_empty() {
        let most = beginning(rest, CHUNK_MAX);
        let end = if most.len() == rest.len() {
            rest.len()
        } else {
            // Between paragraphs, else lines, else words, else wherever it is full.
            let cut = ["\n\n", "\n", " "].iter().find_map(|it| most.rfind(it));
            cut.filter(|it| *it > 0).unwrap_or(most.len())
        };
        let (piece, more) = rest.split_at(end);
        pieces.push(Source {
            id: String::new(),
            origin: format!("D:{name}#{heading}"),
            title: heading.to_owned(),
            text: piece.trim_end().to_owned(),
        });
        rest = more.trim_start();
    }
    pieces
}

#[cfg(test)]
mod tests {
    use language_model::Quoted;
    use proptest::prelude::*;

    use super::*;
    use crate::drafts::outcome;

    #[test]
    fn a_document_is_cut_at_its_headings() {
        let text = "Before.\n# Tickets\nOpen one with `/ticket`.\n\n## Closing\n```\n# no heading\n```\n#tag\n";
        let found = chunks("help.md", text);
        let shown: Vec<_> = found.iter().map(|it| (&*it.origin, &*it.text)).collect();
        assert_eq!(
            shown,
            [
                ("D:help.md#help.md", "Before."),
                ("D:help.md#Tickets", "Open one with `/ticket`."),
                ("D:help.md#Closing", "```\n# no heading\n```\n#tag"),
            ]
        );
    }

    #[test]
    fn a_long_section_is_cut_between_paragraphs() {
        let paragraph = "word ".repeat(100);
        let paragraph = paragraph.trim();
        let found = chunks("a.md", &format!("# A\n{paragraph}\n\n{paragraph}\n"));
        assert_eq!(found.len(), 2);
        assert!(found.iter().all(|it| it.text == paragraph));
    }

    struct Shelf(&'static str);

    #[async_trait]
    impl DocumentSource for Shelf {
        async fn read(&self) -> Vec<(String, String)> {
            vec![("a.md".to_owned(), self.0.to_owned())]
        }
    }

    #[tokio::test]
    async fn what_was_read_is_found_and_nothing_else() {
        let documents = Documents::new(Arc::new(Shelf(
            "# Reminders\nSet one with /add_reminder.\n# Tickets\nStaff answers.",
        )));
        assert_eq!(documents.search("reminders"), []);
        let read = documents.reload().await;
        assert_eq!((read.documents, read.chunks), (1, 2));
        let found = documents.clone().search("how do I set a reminder?");
        assert_eq!(found[0].title, "Reminders");
        assert_eq!(documents.search("weather in Paris"), []);
    }

    proptest! {
        #[test]
        fn whatever_a_document_is_called_its_pieces_can_be_named(
            name in "\\PC{1,30}",
            heading in "\\PC{1,90}",
        ) {
            let sources = numbered(chunks(&name, &format!("# {heading}\n\nSo it is.")).into_iter());
            prop_assert_eq!(sources.len(), 1);
            let quoted = Quoted::new(&sources[0].id, &sources[0].text, 100).to_string();
            let shown = quoted.split(['[', ']']).nth(1).unwrap();
            let answer = format!("A reply.\nSOURCES: {shown}");
            let (_, used) = outcome::read(&language_model::testing::answer(&answer), &sources).unwrap();
            prop_assert_eq!(used, sources);
        }

        #[test]
        fn nothing_is_lost_and_no_piece_is_too_long(text in "(\\PC|\n|# ){0,3000}") {
            let found = chunks("a.md", &text);
            for chunk in &found {
                prop_assert!((1..=CHUNK_MAX).contains(&chunk.text.chars().count()));
            }
        }
    }
}
