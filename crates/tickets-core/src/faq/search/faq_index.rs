//! The entries of one guild, in order of fitting.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::query::Ending;
use super::word_index::{Fit, WordIndex};
use crate::faq::{FaqEntry, FaqId};

/// So many answers are shown at most.
const MOST_HITS: usize = 5;
/// So many titles are named where there is no answer.
const MOST_CLOSEST: usize = 3;
/// So many choices Discord shows at most.
pub(crate) const MOST_CHOICES: usize = 25;
/// So many answers a new ticket is given at most.
const MOST_HELP: usize = 2;
/// A text is help where it has so many of the words, or fits so well.
const HELP_WORDS: u32 = 2;
const HELP_SCORE: f64 = 6.0;
/// An answer is the clear one where it fits so many times as well as the next.
const CLEARLY: f64 = 2.0;
/// The index is made anew when it keeps so many words that nobody uses, and they are most of them.
const MOST_UNUSED: usize = 1000;

/// The FAQ of one guild, ready to be searched. Holding another guild's entries is a mistake of whoever puts them in.
///
/// An entry is put in or taken out by itself; nothing has to be built anew for it.
#[derive(Debug, Default)]
pub struct FaqIndex {
    words: WordIndex,
    entries: Vec<Option<Arc<FaqEntry>>>,
    slots: BTreeMap<FaqId, u32>,
    free: Vec<u32>,
    chars: usize,
}

/// An entry that fits.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// The entry.
    pub entry: Arc<FaqEntry>,
    /// How well it fits, above 0; only comparable within one search.
    pub score: f64,
    /// How many of the words it has.
    pub matched: u32,
}

/// What a search found.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Findings {
    /// The answers, best first, at most five.
    pub hits: Vec<Hit>,
    /// Where there is no answer: what came closest, at most three.
    pub closest: Vec<Hit>,
}

impl Findings {
    /// The one answer that fits far better than all others.
    pub fn clear(&self) -> Option<&Hit> {
        match self.hits.as_slice() {
            [only] => Some(only),
            [first, second, ..] if first.score >= CLEARLY * second.score => Some(first),
            _ => None,
        }
    }
}

impl FaqIndex {
    /// The index of these entries.
    pub fn of(entries: impl IntoIterator<Item = FaqEntry>) -> Self {
        let mut index = Self::default();
        for entry in entries {
            index.put(entry);
        }
        index
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.slots.len()
    }

    /// How many characters the entries have, which is what an index takes room by.
    pub fn chars(&self) -> usize {
        self.chars
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// The entry with this number.
    pub fn get(&self, id: FaqId) -> Option<&Arc<FaqEntry>> {
        self.entry_at(*self.slots.get(&id)?)
    }

    /// Every entry, by number.
    pub fn entries(&self) -> impl Iterator<Item = &Arc<FaqEntry>> {
        self.slots.values().filter_map(|it| self.entry_at(*it))
    }

    /// Puts an entry in, in place of what had its number.
    pub fn put(&mut self, entry: FaqEntry) {
        let next = u32::try_from(self.entries.len()).unwrap_or(u32::MAX);
        let known = self.slots.get(&entry.id).copied();
        let slot = known.or_else(|| self.free.pop()).unwrap_or(next);
        let keywords = entry.keywords.iter().map(String::as_str);
        self.words
            .put(slot, entry.title.as_str(), keywords, entry.answer.as_str());
        self.slots.insert(entry.id, slot);
        let at = slot as usize;
        if self.entries.len() <= at {
            self.entries.resize(at + 1, None);
        }
        self.chars += chars_of(&entry);
        if let Some(before) = self.entries[at].replace(Arc::new(entry)) {
            self.chars -= chars_of(&before);
        }
        self.forget_unused();
    }

    /// Takes an entry out, if it is in.
    pub fn remove(&mut self, id: FaqId) {
        let Some(slot) = self.slots.remove(&id) else {
            return;
        };
        self.words.remove(slot);
        if let Some(before) = self.entries[slot as usize].take() {
            self.chars -= chars_of(&before);
        }
        self.free.push(slot);
        self.forget_unused();
    }

    /// The answers to what somebody asked.
    pub fn search(&self, query: &str) -> Findings {
        let mut hits = self.in_order(self.words.search(query));
        hits.truncate(MOST_HITS);
        let mut closest = Vec::new();
        if hits.is_empty() {
            closest = self.in_order(self.words.fits(query, Ending::Sent));
            closest.truncate(MOST_CLOSEST);
        }
        Findings { hits, closest }
    }

    /// The entries that somebody may mean who is still typing, at most 25: of nothing typed, those that are pinned and
    /// then the newest.
    pub fn suggest(&self, typed: &str) -> Vec<Arc<FaqEntry>> {
        if typed.trim().is_empty() {
            let mut all: Vec<_> = self.entries().cloned().collect();
            all.sort_unstable_by(|one, other| precedence(one, other));
            all.truncate(MOST_CHOICES);
            return all;
        }
        let mut fits = self.words.fits(typed, Ending::Typing);
        fits.retain(|it| it.is_answer);
        let hits = self.in_order(fits).into_iter();
        hits.take(MOST_CHOICES).map(|it| it.entry).collect()
    }

    /// The answers that may help whoever wrote this at the opening of a ticket, at most two; none where the best fits by
    /// a single word and badly.
    pub fn help_for(&self, description: &str) -> Vec<Hit> {
        let mut hits = self.search(description).hits;
        let is_help = |it: &Hit| it.matched >= HELP_WORDS || it.score >= HELP_SCORE;
        hits.truncate(MOST_HELP);
        if !hits.first().is_some_and(is_help) {
            hits.clear();
        }
        hits
    }

    fn in_order(&self, fits: Vec<Fit>) -> Vec<Hit> {
        let hit = |fit: Fit| {
            Some(Hit {
                entry: Arc::clone(self.entry_at(fit.slot)?),
                score: fit.score,
                matched: fit.matched,
            })
        };
        let mut hits: Vec<_> = fits.into_iter().filter_map(hit).collect();
        hits.sort_by(|one, other| {
            let by_score = other.score.total_cmp(&one.score);
            let by_words = other.matched.cmp(&one.matched);
            by_score
                .then(by_words)
                .then_with(|| precedence(&one.entry, &other.entry))
        });
        hits
    }

    fn entry_at(&self, slot: u32) -> Option<&Arc<FaqEntry>> {
        self.entries.get(slot as usize)?.as_ref()
    }

    /// Words stay behind when entries change; when most of them are such, they go.
    fn forget_unused(&mut self) {
        let unused = self.words.unused_words();
        if unused < MOST_UNUSED || 2 * unused < self.words.words() {
            return;
        }
        let entries: Vec<_> = self.entries().map(|it| FaqEntry::clone(it)).collect();
        *self = Self::of(entries);
    }
}

fn chars_of(entry: &FaqEntry) -> usize {
    let keywords = entry.keywords.iter().map(String::as_str);
    let texts = keywords.chain([entry.title.as_str(), entry.answer.as_str()]);
    texts.map(|it| it.chars().count()).sum()
}

/// Pinned before others, newer before older, lower numbers before higher.
pub(crate) fn precedence(one: &FaqEntry, other: &FaqEntry) -> Ordering {
    let by_pin = other.pinned.cmp(&one.pinned);
    let by_age = other.created_at.cmp(&one.created_at);
    by_pin.then(by_age).then(one.id.cmp(&other.id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::faq::testing::{guild, instant};
    use crate::faq::{Answer, Keywords, Title};

    fn entry(id: u64, title: &str, answer: &str) -> FaqEntry {
        FaqEntry {
            id: FaqId::new(id).unwrap(),
            guild: guild(1),
            title: Title::new(title).unwrap(),
            answer: Answer::new(answer).unwrap(),
            keywords: Keywords::default(),
            similarity_key: None,
            pinned: false,
            source_ticket: None,
            created_by: None,
            updated_by: None,
            created_at: instant("2026-02-04 09:00"),
            updated_at: instant("2026-02-04 09:00"),
        }
    }

    fn ids(findings: &Findings) -> Vec<u64> {
        findings.hits.iter().map(|it| it.entry.id.get()).collect()
    }

    #[test]
    fn what_changed_a_thousand_times_is_found_as_it_is_and_keeps_no_old_words() {
        let mut index = FaqIndex::of([entry(1, "Kept", "Stays as it is.")]);
        for number in 0..3000 {
            index.put(entry(2, &format!("word{number}"), &format!("text{number}")));
        }
        assert_eq!(ids(&index.search("word2999")), [2]);
        assert_eq!(ids(&index.search("word2998")), [0; 0]);
        assert_eq!(ids(&index.search("kept")), [1]);
        assert!(
            index.words.words() < 3 * MOST_UNUSED,
            "{}",
            index.words.words()
        );
        index.remove(FaqId::new(2).unwrap());
        assert_eq!(ids(&index.search("word2999")), [0; 0]);
        assert_eq!((index.len(), index.entries().count()), (1, 1));
        assert_eq!(index.chars(), "KeptStays as it is.".len());
    }

    #[test]
    fn equals_stand_pinned_first_then_the_newest_then_by_number() {
        let mut pinned = entry(4, "Muziek d", "Hier.");
        pinned.pinned = true;
        let mut newer = entry(3, "Muziek c", "Hier.");
        newer.created_at = instant("2026-02-05 09:00");
        let (one, two) = (entry(1, "Muziek a", "Hier."), entry(2, "Muziek b", "Hier."));
        let index = FaqIndex::of([two, newer, one, pinned]);
        assert_eq!(ids(&index.search("muziek")), [4, 3, 1, 2]);
        let suggested: Vec<_> = index.suggest("").iter().map(|it| it.id.get()).collect();
        assert_eq!(suggested, [4, 3, 1, 2]);
    }

    #[test]
    fn whoever_types_is_helped_from_the_first_letter_on() {
        let index = FaqIndex::of([
            entry(1, "Facturen downloaden", "Op je account."),
            entry(2, "Muziek spelen", "Met /speel."),
        ]);
        for typed in ["f", "fac", "facturen do", "hoe kan ik fact", "downlaoden"] {
            let suggested = index.suggest(typed);
            assert_eq!(suggested.len(), 1, "{typed}");
            assert_eq!(suggested[0].id.get(), 1, "{typed}");
        }
    }

    #[test]
    fn where_nothing_is_an_answer_the_closest_titles_are_told() {
        let index = FaqIndex::of([entry(1, "Muziek", "Met een verzoeknummer in het kanaal.")]);
        let findings = index.search("nummerplaat van mijn verzoek kwijt");
        assert_eq!(ids(&findings), [0; 0]);
        assert_eq!(findings.closest.len(), 1);
        assert_eq!(findings.clear(), None);
    }

    #[test]
    fn an_answer_is_clear_when_it_fits_twice_as_well_as_the_next() {
        let index = FaqIndex::of([
            entry(1, "Factuur kwijt", "Op je account."),
            entry(2, "Factuur wijzigen", "Schrijf ons."),
            entry(3, "Muziek", "Met /speel."),
        ]);
        assert_eq!(index.search("factuur").clear(), None);
        let clear = index.search("muziek spelen");
        assert_eq!(clear.clear().unwrap().entry.id.get(), 3);
    }
}
