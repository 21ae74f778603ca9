//! Every word of a phrase or a label, each with a number, so that a word of a text is looked up once.

/// A word that is longer than this in bytes is compared by its text, a shorter one by its key alone.
const KEY_BYTES: usize = 8;

/// A factor that spreads the keys of short words over the table: the golden ratio of 64 bits.
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;

/// Places of the table for each word, so that most words of a text find an empty one.
const ROOM: usize = 8;

/// Which word of the vocabulary a word of a text is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct WordId(u16);

/// The bytes of a word, folded into a number while they are read: for short words without loss.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct WordKey(u64);

/// All words, by their keys.
pub(crate) struct Vocabulary {
    /// Which places of the table are taken, a bit for each: small enough to stay near, and most words end here.
    taken: Vec<u64>,
    /// Numbers of words at and behind the place of their key; 0 where there is none.
    table: Vec<WordId>,
    /// By number; the first is no word.
    words: Vec<(WordKey, Box<str>)>,
    /// How far a key is shifted to give a place of the table.
    shift: u32,
}

impl WordId {
    /// A word of no phrase.
    pub(crate) const NONE: Self = Self(0);

    pub(super) fn index(self) -> usize {
        usize::from(self.0)
    }

    /// One of 64 bits, which other words share.
    pub(super) fn bit(self) -> u64 {
        1 << (self.0 % 64)
    }
}

impl WordKey {
    /// The key of a whole lower-case word.
    pub(crate) fn of(word: &str) -> Self {
        Self::of_bytes(word.as_bytes())
    }

    /// The same for its bytes.
    #[inline]
    pub(crate) fn of_bytes(word: &[u8]) -> Self {
        let mut eights = word.chunks_exact(8);
        // Eight bytes turn the key around once.
        let whole = eights.by_ref().filter_map(|it| it.first_chunk());
        let mut key = Self(whole.fold(0, |key, eight| key ^ u64::from_be_bytes(*eight)));
        eights.remainder().iter().for_each(|byte| key.push(*byte));
        key
    }

    /// The key of a word of one byte.
    pub(crate) fn of_byte(byte: u8) -> Self {
        Self(u64::from(byte))
    }

    /// Adds the next byte of a lower-case word.
    pub(crate) fn push(&mut self, byte: u8) {
        self.0 = self.0.rotate_left(8) ^ u64::from(byte);
    }

    /// Adds the first bytes of eight, at most all of them, as if one after the other.
    #[inline]
    pub(crate) fn push_first(&mut self, eight: [u8; 8], count: u32) {
        let bits = 8 * count;
        let first = u64::from_be_bytes(eight).checked_shr(u64::BITS - bits);
        self.0 = self.0.rotate_left(bits) ^ first.unwrap_or_default();
    }
}

impl Vocabulary {
    /// The vocabulary of these phrases, whose words are separated by single blanks.
    pub(super) fn of<'a>(phrases: impl Iterator<Item = &'a str>) -> Self {
        let mut words: Vec<&str> = phrases.flat_map(|it| it.split(' ')).chain([""]).collect();
        words.sort_unstable();
        words.dedup();
        let places = (words.len() * ROOM).next_power_of_two();
        let mut vocabulary = Self {
            taken: vec![0; places.div_ceil(64)],
            table: vec![WordId::NONE; places],
            words: words
                .into_iter()
                .map(|it| (WordKey::of(it), Box::from(it)))
                .collect(),
            shift: u64::BITS - places.ilog2(),
        };
        for at in 1..vocabulary.words.len() {
            let mut place = vocabulary.place(vocabulary.words[at].0);
            while vocabulary.table[place] != WordId::NONE {
                place = vocabulary.next(place);
            }
            vocabulary.taken[place / 64] |= 1 << (place % 64);
            vocabulary.table[place] =
                WordId(u16::try_from(at).expect("a few thousand words fit two bytes"));
        }
        vocabulary
    }

    /// Which word this is: the bytes of a lower-case word and its key.
    #[inline]
    pub(crate) fn find(&self, key: WordKey, word: &[u8]) -> WordId {
        let mut place = self.place(key);
        while self.taken[place / 64] & (1 << (place % 64)) != 0 {
            let id = self.table[place];
            let (known, text) = &self.words[id.index()];
            let same = *known == key && text.len() == word.len();
            if same && (word.len() <= KEY_BYTES || text.as_bytes() == word) {
                return id;
            }
            place = self.next(place);
        }
        WordId::NONE
    }

    /// Which word a lower-case text is.
    pub(super) fn id(&self, word: &str) -> WordId {
        self.find(WordKey::of(word), word.as_bytes())
    }

    /// How many numbers there are, with that of no word.
    pub(super) fn len(&self) -> usize {
        self.words.len()
    }

    fn next(&self, place: usize) -> usize {
        (place + 1) & (self.table.len() - 1)
    }

    fn place(&self, key: WordKey) -> usize {
        usize::try_from(key.0.wrapping_mul(SPREAD) >> self.shift).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vocabulary() -> Vocabulary {
        Vocabulary::of(["maandag", "om de week", "september", "t / m", "over", "na"].into_iter())
    }

    #[test]
    fn every_word_is_found_and_no_other() {
        let vocabulary = vocabulary();
        assert_eq!(vocabulary.words.len(), 11);
        for (at, (_, word)) in vocabulary.words.iter().enumerate().skip(1) {
            assert_eq!(vocabulary.id(word).index(), at, "{word}");
            assert_eq!(vocabulary.id(&format!("{word}s")), WordId::NONE);
        }
        assert_eq!(vocabulary.id(""), WordId::NONE);
    }

    #[test]
    fn long_words_of_one_key_stay_apart() {
        // Two bytes that stand eight places apart may change places without changing the key.
        let (known, other) = ("september", "reptembes");
        assert_eq!(WordKey::of(known), WordKey::of(other));
        assert_ne!(vocabulary().id(known), WordId::NONE);
        assert_eq!(vocabulary().id(other), WordId::NONE);
    }
}
