//! The tables of words and shapes, put together once for quick looking up.

use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

use super::PromptFlag;
use super::ends::{Ends, Needed, Needs, mark};
use super::lexicon::{Lexicon, WordId};
use super::notation::{Between, Written, read};
use super::shapes::shapes;
use super::words::{COMMON, EVERYWHERE, groups};

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
    ends: Vec<Ends>,
    /// Per word, which needs of shapes it meets.
    needs: Vec<Needs>,
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
    pub(super) fn ended_by(&self, word: WordId) -> &Ends {
        &self.ends[usize::from(word)]
    }

    /// The needs of shapes that `word` meets.
    #[inline]
    pub(super) fn needs(&self, word: WordId) -> &Needs {
        &self.needs[usize::from(word)]
    }

    /// Every word, and first the one that stands for those that are not known.
    pub(super) fn all_words(&self) -> impl Iterator<Item = WordId> {
        (0..).zip(&self.ends).map(|(word, _)| word)
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

    /// Whether there may be a word of `length` letters that begins like `begun` does.
    #[inline]
    pub(super) fn may_have(&self, begun: &[u8], length: usize) -> bool {
        self.lexicon.may_have(begun, length)
    }

    /// Like [`Self::word`], for a folded word.
    pub(super) fn word_in(&self, folded: &[u8], is_upper: impl Fn() -> bool) -> WordId {
        let id = self.lexicon.find(folded);
        if id == self.dan && id != 0 && is_upper() {
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
            ends: vec![Ends::default(); words.len() + 1],
            needs: vec![Needs::default(); words.len() + 1],
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
        grammar.index(&shapes, &sets.members);
        grammar.shapes = shapes;
        grammar
    }

    fn index(&mut self, shapes: &[Shape], members: &[Vec<String>]) {
        let ids: Vec<Vec<WordId>> = members
            .iter()
            .map(|it| {
                it.iter()
                    .map(|word| self.lexicon.find(word.as_bytes()))
                    .collect()
            })
            .map(|mut ids: Vec<WordId>| {
                ids.sort_unstable();
                ids.dedup();
                ids
            })
            .collect();
        let costs = self.costs(&ids);
        let by_cost = |places: &[Place]| {
            let mut needed: Vec<SetId> = places
                .iter()
                .filter(|it| !it.is_optional)
                .map(|it| it.set)
                .collect();
            needed.sort_by_key(|it| costs[usize::from(*it)]);
            needed
        };
        let mut numbers = Numbers::default();
        for (shape, at) in shapes.iter().zip(0_u16..) {
            let Some((last, before)) = shape.places.split_last() else {
                continue;
            };
            let mut sets = by_cost(before).into_iter().map(|it| numbers.of(it));
            let needed = sets.next().map(|rarest| Needed {
                rarest,
                others: std::array::from_fn(|_| sets.next().unwrap_or(rarest)),
            });
            let crosses_marks = shape.places.iter().any(|it| it.crosses_marks);
            for word in &ids[usize::from(last.set)] {
                self.ends[usize::from(*word)].add(at, needed, crosses_marks);
            }
        }
        for (set, number) in numbers.known {
            for word in &ids[usize::from(set)] {
                mark(&mut self.needs[usize::from(*word)], number);
            }
        }
    }

    /// Per set, how likely an honest text is to have one of its words.
    fn costs(&self, ids: &[Vec<WordId>]) -> Vec<u32> {
        let mut cost = vec![1; self.ends.len()];
        for (words, each) in [(COMMON, 30), (EVERYWHERE, 3000)] {
            for word in words.split_whitespace() {
                cost[usize::from(self.lexicon.find(word.as_bytes()))] = each;
            }
        }
        ids.iter()
            .map(|it| it.iter().map(|word| cost[usize::from(*word)]).sum())
            .collect()
    }
}

/// Numbers for the sets that shapes need, in the order in which they are asked for.
#[derive(Default)]
struct Numbers {
    known: HashMap<SetId, u16>,
}

impl Numbers {
    fn of(&mut self, set: SetId) -> u16 {
        let next = u16::try_from(self.known.len()).unwrap_or(u16::MAX);
        *self.known.entry(set).or_insert(next)
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
