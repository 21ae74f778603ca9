//! Where each word stands, and how well a text fits what somebody typed.

use super::query::{Ending, QueryWord, is_telling, words_of};
use super::vocabulary::{Candidate, TermId, UNDERSTOOD, Vocabulary};
use crate::words::{Run, runs};

/// What a word counts in each part of a text.
const TITLE: f64 = 3.0;
const KEYWORDS: f64 = 2.5;
const BODY: f64 = 1.0;
/// What it counts for the title to be just what was typed.
const TITLE_ITSELF: f64 = 1.5;

/// Texts that can be searched, each in a slot that its owner chose. One index holds the texts of one guild.
///
/// ```
/// use tickets_core::faq::WordIndex;
///
/// let mut index = WordIndex::default();
/// index.put(0, "Facturen downloaden", ["btw"], "Ze staan op je account.");
/// index.put(1, "Server rules", [], "Be kind.");
/// let fits = index.search("where is my invoise?");
/// assert_eq!(fits[0].slot, 0);
/// assert!(index.search("weather in Paris").is_empty());
/// ```
#[derive(Debug, Default)]
pub struct WordIndex {
    vocabulary: Vocabulary,
    /// Where each word stands, by its number.
    places: Vec<Vec<Place>>,
    /// What is known of each text, by its slot.
    texts: Vec<Option<Text>>,
    count: u32,
    /// How many words no text has any longer.
    unused: usize,
}

/// How well a text fits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fit {
    /// Which text.
    pub slot: u32,
    /// How well, above 0; only comparable within one search.
    pub score: f64,
    /// How many of the words it has.
    pub matched: u32,
    /// How many words were looked for.
    pub words: u32,
    /// Whether it fits well enough to be an answer, and not only to be mentioned.
    pub is_answer: bool,
}

/// A word stands in a text.
#[derive(Debug, Clone, Copy)]
struct Place {
    slot: u32,
    /// What it counts by itself: 0 where it only stands joined.
    itself: f64,
    /// What it counts as two words that are written together here: 0 where they are not.
    joined: f64,
}

#[derive(Debug, Default)]
struct Text {
    /// Its words, each once.
    terms: Vec<TermId>,
    /// The telling words of its title, in the order of their numbers.
    title: Vec<TermId>,
}

impl WordIndex {
    /// How many texts there are.
    pub fn len(&self) -> usize {
        self.count as usize
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Puts a text into a slot, in place of what was there. Slots are best few and small: they are places in a list.
    pub fn put<'a>(
        &mut self,
        slot: u32,
        title: &str,
        keywords: impl IntoIterator<Item = &'a str>,
        body: &str,
    ) {
        self.remove(slot);
        let mut text = Text::default();
        let title_words = self.put_part(slot, title, TITLE, Joins::Count, &mut text);
        for keyword in keywords {
            self.put_part(slot, keyword, KEYWORDS, Joins::Count, &mut text);
        }
        self.put_part(slot, body, BODY, Joins::Ignored, &mut text);
        text.terms.sort_unstable();
        text.terms.dedup();
        text.title = title_words;
        text.title.sort_unstable();
        text.title.dedup();
        let at = slot as usize;
        if self.texts.len() <= at {
            self.texts.resize_with(at + 1, || None);
        }
        self.texts[at] = Some(text);
        self.count += 1;
    }

    /// Empties a slot.
    pub fn remove(&mut self, slot: u32) {
        let Some(text) = self.texts.get_mut(slot as usize).and_then(Option::take) else {
            return;
        };
        for term in text.terms {
            let places = &mut self.places[term as usize];
            places.retain(|it| it.slot != slot);
            self.unused += usize::from(places.is_empty());
        }
        self.count -= 1;
    }

    /// How many words no text has any longer.
    pub(super) fn unused_words(&self) -> usize {
        self.unused
    }

    /// How many words there are.
    pub(super) fn words(&self) -> usize {
        self.vocabulary.len()
    }

    /// The texts that fit, best first, then by how many words they have, then by slot; without those whose score is
    /// below a quarter of the best.
    pub fn search(&self, query: &str) -> Vec<Fit> {
        let mut fits = self.fits(query, Ending::Sent);
        fits.retain(|it| it.is_answer);
        let least = fits.first().map_or(0.0, |it| it.score / 4.0);
        fits.retain(|it| it.score >= least);
        fits
    }

    /// Every text that has one of the words, best first.
    pub(super) fn fits(&self, query: &str, ending: Ending) -> Vec<Fit> {
        let words = words_of(query, ending, &self.vocabulary);
        let mut tallies = vec![Tally::default(); self.texts.len()];
        let mut scratch = Scratch::new(self.texts.len());
        for word in &words {
            self.tally(word, &mut scratch, &mut tallies);
        }
        let title = self.title_of(&words);
        let total = u32::try_from(words.len()).unwrap_or(u32::MAX);
        let slots = (0..).zip(&tallies).filter(|(_, it)| it.matched > 0);
        let mut fits: Vec<Fit> = slots
            .map(|(slot, tally)| {
                let is_title = !title.is_empty() && self.title_at(slot) == title;
                tally.fit(slot, total, is_title)
            })
            .collect();
        fits.sort_unstable_by(|one, other| {
            let by_score = other.score.total_cmp(&one.score);
            let by_words = other.matched.cmp(&one.matched);
            by_score.then(by_words).then(one.slot.cmp(&other.slot))
        });
        fits
    }

    /// Adds what a word counts in each text that has it.
    fn tally(&self, word: &QueryWord, scratch: &mut Scratch, tallies: &mut [Tally]) {
        for candidate in self.vocabulary.candidates(word) {
            for place in &self.places[candidate.term as usize] {
                scratch.note(*place, candidate);
            }
        }
        let rarity = scratch.rarity(self.count);
        for slot in scratch.touched.drain(..) {
            let best = std::mem::take(&mut scratch.best[slot as usize]);
            let tally = &mut tallies[slot as usize];
            tally.score += rarity * best.value;
            tally.matched += 1;
            tally.is_understood |= best.quality >= UNDERSTOOD;
            tally.is_named |= best.is_named;
        }
    }

    /// The words as a title of just them would have them; nothing where one of them is in no text.
    fn title_of(&self, words: &[QueryWord]) -> Vec<TermId> {
        let terms = words.iter().map(|it| self.vocabulary.find(&it.text.text));
        let mut terms: Vec<_> = terms.collect::<Option<_>>().unwrap_or_default();
        terms.sort_unstable();
        terms.dedup();
        terms
    }

    fn title_at(&self, slot: u32) -> &[TermId] {
        let text = self.texts.get(slot as usize).and_then(Option::as_ref);
        text.map_or(&[], |it| &it.title)
    }

    /// Takes in a part of a text; the telling words that it has.
    fn put_part(
        &mut self,
        slot: u32,
        part: &str,
        weight: f64,
        joins: Joins,
        text: &mut Text,
    ) -> Vec<TermId> {
        let runs = runs(part);
        if joins == Joins::Count {
            let flat: Vec<&String> = runs.iter().flat_map(|it| &it.parts).collect();
            // The second word may say nothing, as in `log in`; `in voice` is no invoice.
            for pair in flat.windows(2).filter(|it| is_telling(it[0])) {
                let joined = format!("{}{}", pair[0], pair[1]);
                self.put_word(slot, &joined, weight, Standing::Joined, text);
            }
        }
        let words: Vec<String> = runs.into_iter().flat_map(Run::forms).collect();
        let has_telling = words.iter().any(|it| is_telling(it));
        let telling = words.iter().filter(|it| !has_telling || is_telling(it));
        telling
            .map(|word| self.put_word(slot, word, weight, Standing::Itself, text))
            .collect()
    }

    fn put_word(
        &mut self,
        slot: u32,
        word: &str,
        weight: f64,
        standing: Standing,
        text: &mut Text,
    ) -> TermId {
        let term = self.vocabulary.take_in(word);
        if self.places.len() <= term as usize {
            self.places.resize_with(term as usize + 1, Vec::new);
            self.unused += 1;
        }
        let places = &mut self.places[term as usize];
        // A text is taken in at once, so that its place can only be the last.
        if places.last().is_none_or(|it| it.slot != slot) {
            self.unused -= usize::from(places.is_empty());
            places.push(Place {
                slot,
                itself: 0.0,
                joined: 0.0,
            });
            text.terms.push(term);
        }
        if let Some(place) = places.last_mut() {
            let counts = match standing {
                Standing::Itself => &mut place.itself,
                Standing::Joined => &mut place.joined,
            };
            *counts = counts.max(weight);
        }
        term
    }
}

/// Whether words that stand side by side are also found written together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Joins {
    Count,
    Ignored,
}

/// How a word stands in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    Itself,
    Joined,
}

/// What all words together count in a text.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    score: f64,
    matched: u32,
    is_understood: bool,
    is_named: bool,
}

impl Tally {
    fn fit(&self, slot: u32, words: u32, is_title: bool) -> Fit {
        let share = f64::from(self.matched) / f64::from(words.max(1));
        let bonus = if is_title { TITLE_ITSELF } else { 1.0 };
        Fit {
            slot,
            score: self.score * (0.5 + 0.5 * share) * bonus,
            matched: self.matched,
            words,
            is_answer: self.is_understood || self.is_named && share >= 0.5,
        }
    }
}

/// What one word counts in each text.
#[derive(Debug)]
struct Scratch {
    best: Vec<Best>,
    touched: Vec<u32>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Best {
    value: f64,
    quality: f64,
    is_named: bool,
}

impl Scratch {
    fn new(slots: usize) -> Self {
        Self {
            best: vec![Best::default(); slots],
            touched: Vec::new(),
        }
    }

    fn note(&mut self, place: Place, candidate: Candidate) {
        let joined = if candidate.whole { place.joined } else { 0.0 };
        let itself = place.itself * candidate.quality;
        let joined_value = joined * candidate.quality.min(UNDERSTOOD);
        let value = itself.max(joined_value);
        if value <= 0.0 {
            return;
        }
        let quality = if place.itself > 0.0 {
            candidate.quality
        } else {
            candidate.quality.min(UNDERSTOOD)
        };
        let best = &mut self.best[place.slot as usize];
        if best.quality <= 0.0 {
            self.touched.push(place.slot);
        }
        best.value = best.value.max(value);
        best.quality = best.quality.max(quality);
        best.is_named |= place.itself > BODY || joined > 0.0;
    }

    /// How much a word tells that so many of `count` texts have: those that have it for sure, or else those that may.
    fn rarity(&self, count: u32) -> f64 {
        let sure = self.touched.iter();
        let sure = sure.filter(|it| self.best[**it as usize].quality >= UNDERSTOOD);
        let having = match sure.count() {
            0 => self.touched.len(),
            some => some,
        };
        let having = f64::from(u32::try_from(having).unwrap_or(u32::MAX));
        (1.0 + (f64::from(count) - having + 0.5) / (having + 0.5)).ln()
    }
}
