//! Every word of a guild's entries, and which of them a typed word may mean.

use std::collections::{BTreeMap, HashMap};
use std::ops::Bound;
use std::sync::Arc;

use super::query::{QueryWord, Spelt};
use crate::words::{Group, Spelling, Synonyms, slip_allowance, stem};

/// The same word.
pub(super) const SAME: f64 = 1.0;
/// Another form of it.
pub(super) const FORM: f64 = 0.9;
/// A word that means the same, or two words that are written together elsewhere. From here on a word is understood.
pub(super) const UNDERSTOOD: f64 = 0.8;
/// The beginning of a word.
const BEGINNING: f64 = 0.7;
/// A part of a compound.
const PART: f64 = 0.6;
/// A slip of the word.
const SLIP: f64 = 0.6;
/// A slip of another form of it, a slip of a word that means the same, or a compound with a word that does.
const FAR: f64 = 0.5;

/// The least letters of a word that is looked for in compounds.
const SHORTEST_PART: usize = 5;

/// The number of a word.
pub(super) type TermId = u32;

/// A word that an entry may mean by a typed one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Candidate {
    /// Which word.
    pub(super) term: TermId,
    /// How sure it is that it is meant, from 0 to 1.
    pub(super) quality: f64,
    /// Whether it is meant as it stands, and not by a part of it.
    pub(super) whole: bool,
}

/// The different words of many texts. Words are never forgotten; their index is made anew when too many are unused.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    by_text: HashMap<Arc<str>, TermId>,
    in_order: BTreeMap<Arc<str>, TermId>,
    by_stem: HashMap<Arc<str>, Vec<TermId>>,
    by_group: HashMap<Group, Vec<TermId>>,
    /// The compounds that a word of the group is a part of.
    compounds_of: HashMap<Group, Vec<TermId>>,
    /// Words and stems by how many letters they have.
    shapes: Vec<Shapes>,
}

/// Words and stems of one length, as quickly passed over: their letters lie side by side, apart from the rest.
#[derive(Debug, Default)]
struct Shapes {
    traits: Vec<u32>,
    forms: Vec<(TermId, Arc<str>)>,
}

impl Vocabulary {
    /// How many words there are.
    pub(super) fn len(&self) -> usize {
        self.by_text.len()
    }

    /// The number of this very word.
    pub(super) fn find(&self, word: &str) -> Option<TermId> {
        self.by_text.get(word).copied()
    }

    /// Whether the word, a form of it or a word that means the same is there.
    pub(super) fn knows(&self, word: &str) -> bool {
        !self.understood(word, &stem(word)).is_empty()
    }

    /// The number of a word, which is taken in if it is new.
    pub(super) fn take_in(&mut self, word: &str) -> TermId {
        if let Some(known) = self.find(word) {
            return known;
        }
        let term = TermId::try_from(self.by_text.len()).unwrap_or(TermId::MAX);
        let text: Arc<str> = word.into();
        let stem: Arc<str> = stem(word).into();
        self.by_text.insert(Arc::clone(&text), term);
        self.in_order.insert(Arc::clone(&text), term);
        if let Some(group) = Synonyms::built_in().group_of(word, &stem) {
            self.by_group.entry(group).or_default().push(term);
        }
        for group in Synonyms::built_in().parts(word) {
            self.compounds_of.entry(group).or_default().push(term);
        }
        if stem != text {
            self.add_shape(term, &stem);
        }
        self.add_shape(term, &text);
        self.by_stem.entry(stem).or_default().push(term);
        term
    }

    fn add_shape(&mut self, term: TermId, text: &Arc<str>) {
        let letters = Spelling::of(text);
        if self.shapes.len() <= letters.len() {
            self.shapes.resize_with(letters.len() + 1, Shapes::default);
        }
        let shapes = &mut self.shapes[letters.len()];
        shapes.traits.push(letters.traits());
        shapes.forms.push((term, Arc::clone(text)));
    }

    /// What a typed word may mean, each word once and as surely as it can be.
    pub(super) fn candidates(&self, word: &QueryWord) -> Vec<Candidate> {
        let mut found = self.understood(&word.text.text, &word.stem.text);
        let is_known = !found.is_empty();
        for join in &word.joins {
            let joined = self.understood(join, &stem(join)).into_iter();
            found.extend(joined.map(|it| Candidate {
                quality: it.quality.min(UNDERSTOOD),
                ..it
            }));
        }
        if let Some(least) = word.begins.filter(|it| word.text.letters.len() >= *it) {
            debug_assert!(least > 0, "every word begins with nothing");
            found.extend(self.beginning_with(&word.text.text));
        }
        if word.is_one_of_few || !is_known {
            self.compounds(word, &mut found);
        }
        if !is_known {
            for (mine, quality) in word.forms().zip([SLIP, FAR]) {
                self.slips(mine, quality, &mut found);
            }
            let groups = Synonyms::built_in().slips(&word.text.letters);
            for group in groups {
                found.extend(whole(self.of_group(group), FAR));
            }
        }
        best_of_each(found)
    }

    /// The word itself, its other forms, and the words that mean the same.
    fn understood(&self, word: &str, stem: &str) -> Vec<Candidate> {
        let mut found: Vec<_> = whole(self.find(word).as_slice(), SAME).collect();
        let forms = self.by_stem.get(stem).map_or(&[][..], Vec::as_slice);
        found.extend(whole(forms, FORM));
        if let Some(group) = Synonyms::built_in().group_of(word, stem) {
            found.extend(whole(self.of_group(group), UNDERSTOOD));
        }
        found
    }

    fn of_group(&self, group: Group) -> &[TermId] {
        self.by_group.get(&group).map_or(&[], Vec::as_slice)
    }

    fn beginning_with(&self, word: &str) -> impl Iterator<Item = Candidate> {
        let from = (Bound::Included(word), Bound::Unbounded);
        let words = self.in_order.range::<str, _>(from);
        let these = words.take_while(move |(text, _)| text.starts_with(word));
        these.map(|(_, term)| Candidate {
            term: *term,
            quality: BEGINNING,
            whole: false,
        })
    }

    /// Compounds that the word, or one that means the same, is a part of; and parts that the word is a compound of.
    fn compounds(&self, word: &QueryWord, found: &mut Vec<Candidate>) {
        let synonyms = Synonyms::built_in();
        let (text, stem) = (&word.text.text, &word.stem.text);
        if let Some(group) = synonyms.group_of(text, stem) {
            let compounds = self.compounds_of.get(&group);
            found.extend(whole(compounds.map_or(&[], Vec::as_slice), FAR));
        }
        for group in synonyms.parts(text) {
            found.extend(whole(self.of_group(group), FAR));
        }
        for mine in word.forms().filter(|it| it.letters.len() >= SHORTEST_PART) {
            let traits = mine.letters.traits();
            // One of the two can only contain the other if it has all of its letters.
            let may = |it: u32| it & traits == traits || it & traits == it;
            let shares = |it: &str| it.contains(&mine.text) || mine.text.contains(it);
            let long = self.shapes.iter().skip(SHORTEST_PART);
            let terms = long.flat_map(|it| it.like(may, shares));
            found.extend(terms.map(|term| Candidate {
                term,
                quality: PART,
                whole: false,
            }));
        }
    }

    /// Words that the typed one is a slip of. Only words of about the same length are looked at.
    fn slips(&self, mine: &Spelt, quality: f64, found: &mut Vec<Candidate>) {
        let letters = &mine.letters;
        let allowed = slip_allowance(letters.len());
        let shortest = letters.len().saturating_sub(allowed);
        let may = |it: u32| letters.may_slip(it);
        let is_slip = |it: &str| letters.is_slip_of(&Spelling::of(it));
        let near = self.shapes.iter().skip(shortest).take(2 * allowed + 1);
        let terms = near.flat_map(|it| it.like(may, is_slip));
        found.extend(terms.map(|term| Candidate {
            term,
            quality,
            whole: true,
        }));
    }
}

impl Shapes {
    /// The words whose letters and then whose text are alike.
    fn like(
        &self,
        letters: impl Fn(u32) -> bool,
        text: impl Fn(&str) -> bool,
    ) -> impl Iterator<Item = TermId> {
        let near = self.traits.iter().enumerate();
        let near = near.filter_map(move |(at, traits)| letters(*traits).then_some(at));
        let forms = near.filter_map(|at| self.forms.get(at));
        forms.filter_map(move |(term, form)| text(form).then_some(*term))
    }
}

fn whole(terms: &[TermId], quality: f64) -> impl Iterator<Item = Candidate> {
    terms.iter().map(move |term| Candidate {
        term: *term,
        quality,
        whole: true,
    })
}

fn best_of_each(mut found: Vec<Candidate>) -> Vec<Candidate> {
    found.sort_unstable_by(|one, other| {
        let by_quality = other.quality.total_cmp(&one.quality);
        let by_term = one.term.cmp(&other.term);
        by_term.then(by_quality).then(other.whole.cmp(&one.whole))
    });
    found.dedup_by_key(|it| it.term);
    found
}
