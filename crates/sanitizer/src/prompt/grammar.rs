//! The tables of words and shapes, put together once for quick looking up.

use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

use super::PromptFlag;
use super::lexicon::{Lexicon, WordId};
use super::notation::{Between, Written, read};
use super::shapes::shapes;
use super::words::{COMMON, groups};

/// A set of words that can fill a place.
pub(super) type SetId = u16;

/// A place of a shape.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub(super) set: SetId,
    pub(super) is_optional: bool,
    pub(super) gap: u8,
    pub(super) between: Between,
    pub(super) crosses_marks: bool,
}

/// A shape.
#[derive(Debug)]
pub(super) struct Shape {
    pub(super) flag: PromptFlag,
    pub(super) places: Box<[Place]>,
    pub(super) begins_command: bool,
    pub(super) only_reports: bool,
    pub(super) before_colon: bool,
    pub(super) unless_next: Option<SetId>,
    pub(super) unless_around: Option<SetId>,
    pub(super) unless_in_clause: Option<SetId>,
    pub(super) unless_near: Option<SetId>,
    /// A bit for the set of the first place.
    pub(super) opener: u128,
    pub(super) crosses_marks: bool,
}

/// Everything that is known about words and shapes.
#[derive(Debug)]
pub(super) struct Grammar {
    pub(super) lexicon: Lexicon,
    pub(super) shapes: Vec<Shape>,
    /// Per word, a bit for each set that it is in.
    sets: Vec<u64>,
    /// How many words of 64 bits that takes.
    lanes: usize,
    /// Per word, the shapes that it can complete.
    ends: Vec<Vec<u16>>,
    /// Per word, which first places it can fill.
    openers: Vec<u128>,
    /// Per word, whether it is in no text without a reason to look closer.
    triggers: Vec<bool>,
    names: HashMap<&'static str, SetId>,
    dan: WordId,
    persona: WordId,
    /// What a name that ends in "bot" or "GPT" is.
    pub(super) chatbot: WordId,
    /// Words that are looked for inside others.
    pub(super) nested: SetId,
}

/// The grammar; put together at first use.
pub(super) static GRAMMAR: LazyLock<Grammar> = LazyLock::new(Grammar::new);

impl Grammar {
    /// Whether `word` is in `set`.
    #[inline]
    pub(super) fn is(&self, word: WordId, set: SetId) -> bool {
        let lane = usize::from(word) * self.lanes + usize::from(set >> 6);
        self.sets[lane] >> (set & 63) & 1 == 1
    }

    /// The shapes that `word` can be the last word of.
    #[inline]
    pub(super) fn ended_by(&self, word: WordId) -> &[u16] {
        &self.ends[usize::from(word)]
    }

    /// The first places that `word` can fill.
    #[inline]
    pub(super) fn openers(&self, word: WordId) -> u128 {
        self.openers[usize::from(word)]
    }

    /// Whether a text with this word has to be looked at closely.
    #[inline]
    pub(super) fn is_trigger(&self, word: WordId) -> bool {
        self.triggers[usize::from(word)]
    }

    /// Which word the ASCII letters and digits `word` are. A name in capitals is not the word that it looks like.
    #[inline]
    pub(super) fn word(&self, word: &[u8]) -> WordId {
        let id = self.lexicon.find(word);
        if id != 0 && id == self.dan && word.iter().all(u8::is_ascii_uppercase) {
            return self.persona;
        }
        id
    }

    /// Like [`Self::word`], for a folded word.
    pub(super) fn word_in(&self, folded: &[u8], is_upper: bool) -> WordId {
        let id = self.lexicon.find(folded);
        if id == self.dan && id != 0 && is_upper {
            self.persona
        } else {
            id
        }
    }

    /// The set of the group `name`.
    pub(super) fn set(&self, name: &str) -> SetId {
        *self.names.get(name).expect("the tables have this group")
    }

    fn new() -> Self {
        let mut sets = Sets::default();
        let mut names: HashMap<_, _> = groups().map(|(name, _)| (*name, sets.set(name))).collect();
        let nested = sets.set("NESTED");
        names.insert("NOTHING", sets.set("FILL|QUAL|YOUR|ALLQ|PRIOR|KIND"));
        let shapes: Vec<Shape> = shapes()
            .flat_map(|(flag, it)| read(flag, it))
            .map(|it| sets.shape(it))
            .collect();
        let words = sets.words();
        let lanes = sets.members.len().div_ceil(64);
        let mut grammar = Self {
            sets: vec![0; (words.len() + 1) * lanes],
            lanes,
            ends: vec![Vec::new(); words.len() + 1],
            openers: vec![0; words.len() + 1],
            triggers: vec![false; words.len() + 1],
            lexicon: Lexicon::new(words),
            shapes: Vec::new(),
            names,
            dan: 0,
            persona: 0,
            chatbot: 0,
            nested,
        };
        grammar.dan = grammar.lexicon.find(b"dan");
        grammar.chatbot = grammar.lexicon.find(b"chatbot");
        grammar.persona = grammar.lexicon.find(b"=dan");
        for (set, members) in sets.members.iter().enumerate() {
            for word in members {
                let id = usize::from(grammar.lexicon.find(word.as_bytes()));
                grammar.sets[id * lanes + set / 64] |= 1 << (set % 64);
            }
        }
        grammar.index(&shapes);
        grammar.shapes = shapes;
        grammar
    }

    fn index(&mut self, shapes: &[Shape]) {
        let is_common =
            COMMON
                .split_whitespace()
                .fold(vec![false; self.ends.len()], |mut all, it| {
                    all[usize::from(self.lexicon.find(it.as_bytes()))] = true;
                    all
                });
        for word in 1..self.ends.len() {
            let id = WordId::try_from(word).expect("there are far fewer words");
            for (at, shape) in shapes.iter().enumerate() {
                let (Some(first), Some(last)) = (shape.places.first(), shape.places.last()) else {
                    continue;
                };
                if self.is(id, last.set) {
                    self.ends[word].push(u16::try_from(at).expect("there are far fewer shapes"));
                }
                if self.is(id, first.set) {
                    self.openers[word] |= shape.opener;
                }
            }
        }
        for shape in shapes {
            let anchor = self.rarest(shape, &is_common);
            for word in 1..self.ends.len() {
                let id = WordId::try_from(word).expect("there are far fewer words");
                self.triggers[word] |= self.is(id, anchor);
            }
        }
    }

    /// The place whose words are least likely to be in an honest text.
    fn rarest(&self, shape: &Shape, is_common: &[bool]) -> SetId {
        let common_words = |set: SetId| {
            let words = (1..self.ends.len())
                .filter(|it| WordId::try_from(*it).is_ok_and(|id| self.is(id, set)));
            let all: Vec<usize> = words.collect();
            (all.iter().filter(|it| is_common[**it]).count(), all.len())
        };
        let needed = shape.places.iter().filter(|it| !it.is_optional);
        let sets = needed.map(|it| it.set);
        sets.min_by_key(|it| common_words(*it))
            .expect("a shape has a place that must be filled")
    }
}

/// The sets of words, while they are gathered.
#[derive(Default)]
struct Sets {
    members: Vec<Vec<String>>,
    known: HashMap<String, SetId>,
}

impl Sets {
    /// The set of the groups and words between bars in `notation`.
    fn set(&mut self, notation: &str) -> SetId {
        if let Some(known) = self.known.get(notation) {
            return *known;
        }
        let mut members = Vec::new();
        for name in notation.split('|') {
            let before = members.len();
            let named = groups().filter(|(group, _)| *group == name);
            members
                .extend(named.flat_map(|(_, words)| words.split_whitespace().map(str::to_owned)));
            if members.len() == before {
                members.push(name.to_lowercase());
            }
        }
        self.members.push(members);
        let id = SetId::try_from(self.members.len() - 1).expect("there are far fewer sets");
        self.known.insert(notation.to_owned(), id);
        id
    }

    fn shape(&mut self, written: Written) -> Shape {
        let places: Box<[Place]> = written
            .places
            .iter()
            .map(|it| Place {
                set: self.set(&it.words),
                is_optional: it.is_optional,
                gap: it.gap,
                between: it.between,
                crosses_marks: it.crosses_marks,
            })
            .collect();
        Shape {
            flag: written.flag,
            opener: 1 << (places[0].set % 128),
            crosses_marks: places.iter().any(|it| it.crosses_marks),
            places,
            begins_command: written.begins_command,
            only_reports: written.only_reports,
            before_colon: written.before_colon,
            unless_next: written.unless_next.map(|it| self.set(&it)),
            unless_around: written.unless_around.map(|it| self.set(&it)),
            unless_in_clause: written.unless_in_clause.map(|it| self.set(&it)),
            unless_near: written.unless_near.map(|it| self.set(&it)),
        }
    }

    fn words(&self) -> Vec<String> {
        let all: BTreeSet<&str> = self.members.iter().flatten().map(String::as_str).collect();
        all.into_iter().map(str::to_owned).collect()
    }
}
