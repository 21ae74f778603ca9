//! The known words, found by a hash of their first and last letters.

/// Which word; 0 is any that is not known.
pub(super) type WordId = u16;

/// Longer words are not known.
pub(super) const LONGEST: usize = 24;
/// Four places for every word that there may be.
const PLACES: usize = 1 << 13;
/// All ASCII letters in lower case, all digits as they are.
const LOWER: u64 = 0x2020_2020_2020_2020;
/// Bits of a letter that are the same in both cases.
const CASELESS: u8 = 31;

/// All known words.
#[derive(Debug)]
pub(super) struct Lexicon {
    words: Vec<String>,
    keys: Vec<Key>,
    places: Vec<WordId>,
    /// Per two first letters, a bit for each length that a word has.
    lengths: Vec<u32>,
}

/// What words of up to [`KEYED`] letters are told apart by: all of them; longer ones begin and end like this.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Key {
    first: u64,
    last: u64,
    length: usize,
}

/// A longer word is not told by its [`Key`] alone.
const KEYED: usize = 16;

impl Lexicon {
    /// Numbers `words`, each of which comes once, from 1.
    pub(super) fn new(words: Vec<String>) -> Self {
        let mut lexicon = Self {
            keys: words.iter().map(|it| Key::of(it.as_bytes())).collect(),
            words,
            places: vec![0; PLACES],
            lengths: vec![0; 1 << 10],
        };
        for (at, word) in lexicon.words.iter().enumerate() {
            let mut place = lexicon.keys[at].place();
            while lexicon.places[place] != 0 {
                place = (place + 1) % PLACES;
            }
            lexicon.places[place] = WordId::try_from(at + 1).expect("there are far fewer words");
            if word.len() <= LONGEST {
                lexicon.lengths[beginning(word.as_bytes())] |= 1 << word.len();
            }
        }
        lexicon
    }

    /// Whether there may be a word of `length` letters and digits that begins like `beginning` does.
    #[inline]
    pub(super) fn may_have(&self, begun: &[u8], length: usize) -> bool {
        length <= LONGEST && self.lengths[beginning(begun)] >> length & 1 == 1
    }

    fn is_word(&self, at: usize, word: &[u8]) -> bool {
        self.words[at].as_bytes().eq_ignore_ascii_case(word)
    }

    /// Which word the letters and digits `word` are, in whatever case.
    #[inline]
    pub(super) fn find(&self, word: &[u8]) -> WordId {
        if !self.may_have(word, word.len()) {
            return 0;
        }
        let key = Key::of(word);
        let mut place = key.place();
        loop {
            let id = self.places[place];
            if id == 0 {
                return 0;
            }
            let at = usize::from(id) - 1;
            if self.keys[at] == key && (word.len() <= KEYED || self.is_word(at, word)) {
                return id;
            }
            place = (place + 1) % PLACES;
        }
    }
}

#[inline]
fn beginning(word: &[u8]) -> usize {
    let letter = |at| usize::from(word.get(at).map_or(0, |it| it & CASELESS));
    letter(0) << 5 | letter(1)
}

impl Key {
    #[inline]
    fn of(word: &[u8]) -> Self {
        let (first, last) = match word.len() {
            length @ 8.. => (eight(&word[..8]), eight(&word[length - 8..])),
            length @ 4.. => (four(&word[..4]), four(&word[length - 4..])),
            length => (
                word.iter().fold(0, |all, it| (all << 8) | u64::from(*it)),
                length as u64,
            ),
        };
        Self {
            first: first | LOWER,
            last: last | LOWER,
            length: word.len(),
        }
    }

    #[inline]
    const fn place(self) -> usize {
        let mixed = (self.first ^ self.last.rotate_left(23)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let mixed = (mixed ^ (mixed >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        (mixed >> 40) as usize % PLACES
    }
}

fn eight(bytes: &[u8]) -> u64 {
    bytes.try_into().map_or(0, u64::from_le_bytes)
}

fn four(bytes: &[u8]) -> u64 {
    bytes.try_into().map_or(0, u32::from_le_bytes).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_found_in_any_case_and_its_neighbours_are_not() {
        let lexicon = Lexicon::new(vec!["you".into(), "instructions".into()]);
        assert_eq!(lexicon.find(b"YoU"), 1);
        assert_eq!(lexicon.find(b"Instructions"), 2);
        for other in ["", "yo", "yout", "instruct1ons", "instructionss"] {
            assert_eq!(lexicon.find(other.as_bytes()), 0, "{other}");
        }
    }
}
