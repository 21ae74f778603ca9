//! The known words, found by a hash of their first and last letters.

/// Which word; 0 is any that is not known.
pub(super) type WordId = u16;

/// Longer words are not known.
pub(super) const LONGEST: usize = 24;
/// Four places for every word that there may be.
const PLACES: usize = 1 << 13;
/// All ASCII letters in lower case, all digits as they are.
const LOWER: u64 = 0x2020_2020_2020_2020;

/// All known words.
#[derive(Debug)]
pub(super) struct Lexicon {
    words: Vec<String>,
    places: Vec<(WordId, u32)>,
}

impl Lexicon {
    /// Numbers `words`, each of which comes once, from 1.
    pub(super) fn new(words: Vec<String>) -> Self {
        let mut lexicon = Self {
            words,
            places: vec![(0, 0); PLACES],
        };
        for (at, word) in lexicon.words.iter().enumerate() {
            let hash = hash(word.as_bytes());
            let mut place = place_of(hash);
            while lexicon.places[place].0 != 0 {
                place = (place + 1) % PLACES;
            }
            let id = WordId::try_from(at + 1).expect("there are far fewer words");
            lexicon.places[place] = (id, tag_of(hash));
        }
        lexicon
    }

    /// Which word the letters and digits `word` are, in whatever case.
    #[inline]
    pub(super) fn find(&self, word: &[u8]) -> WordId {
        if word.len() > LONGEST {
            return 0;
        }
        let hash = hash(word);
        let tag = tag_of(hash);
        let mut place = place_of(hash);
        loop {
            let (id, known) = self.places[place];
            if id == 0 {
                return 0;
            }
            if known == tag
                && self.words[usize::from(id) - 1]
                    .as_bytes()
                    .eq_ignore_ascii_case(word)
            {
                return id;
            }
            place = (place + 1) % PLACES;
        }
    }
}

const fn place_of(hash: u64) -> usize {
    (hash >> 40) as usize % PLACES
}

const fn tag_of(hash: u64) -> u32 {
    (hash & 0xffff_ffff) as u32
}

#[inline]
fn hash(word: &[u8]) -> u64 {
    let (first, last) = match word.len() {
        0 => (0, 0),
        length @ 1..8 => (short(word), length as u64),
        length => (eight(&word[..8]), eight(&word[length - 8..])),
    };
    let mixed = (first ^ last.rotate_left(23)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed ^ (mixed >> 29) ^ word.len() as u64).wrapping_mul(0xbf58_476d_1ce4_e5b9)
}

fn eight(bytes: &[u8]) -> u64 {
    bytes.try_into().map_or(0, u64::from_le_bytes) | LOWER
}

fn short(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0, |all, it| (all << 8) | u64::from(it | 0x20))
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
