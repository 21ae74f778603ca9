//! Whether one word is a slip of another: letters missing, doubled, wrong or swapped.

/// The letters of a word, ready to be compared with many others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Spelling {
    letters: Vec<char>,
    traits: u32,
    is_word: bool,
}

/// How many slips a word of so many letters may have.
pub(crate) fn slip_allowance(letters: usize) -> usize {
    match letters {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    }
}

impl Spelling {
    /// The spelling of a folded word.
    pub(crate) fn of(word: &str) -> Self {
        Self {
            letters: word.chars().collect(),
            traits: traits_of(word),
            is_word: is_word(word),
        }
    }

    /// How many letters it has.
    pub(crate) fn len(&self) -> usize {
        self.letters.len()
    }

    /// Which letters it has, a bit for each of 32 kinds.
    pub(crate) fn traits(&self) -> u32 {
        self.traits
    }

    /// Whether a word with these letters may be a slip of this one, or this one of it. Says yes too often, and quickly.
    pub(crate) fn may_slip(&self, traits: u32) -> bool {
        (self.traits ^ traits).count_ones() as usize <= 2 * slip_allowance(self.len())
    }

    /// Whether one is a slip of the other, but not the same. The shorter one decides how many slips are forgiven. The
    /// first letter must be right where two are, and in words of at most seven letters, where it may only be swapped with
    /// the second: `kopen` is no slip of `open`. What has digits is never a slip either: 2025 is not 2026.
    pub(crate) fn is_slip_of(&self, other: &Self) -> bool {
        let allowed = slip_allowance(self.len().min(other.len()));
        if allowed == 0
            || !(self.is_word && other.is_word)
            || !self.may_slip(other.traits)
            || self.len().abs_diff(other.len()) > allowed
            || self.letters == other.letters
        {
            return false;
        }
        let slips = distance(&self.letters, &other.letters, allowed);
        slips <= allowed && (slips < allowed || self.begins_like(other))
    }

    fn begins_like(&self, other: &Self) -> bool {
        match (self.letters.as_slice(), other.letters.as_slice()) {
            ([a, b, ..], [c, d, ..]) => a == c || (a, b) == (d, c),
            _ => false,
        }
    }
}

/// Which letters a word has, a bit for each of 32 kinds. One slip changes at most two bits.
fn traits_of(word: &str) -> u32 {
    word.chars().fold(0, |bits, c| bits | 1 << (c as u32 % 32))
}

fn is_word(word: &str) -> bool {
    !word.chars().any(char::is_numeric)
}

/// The Damerau–Levenshtein distance in which no letter is edited twice; anything above `limit` where it is more.
fn distance(one: &[char], other: &[char], limit: usize) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.iter().enumerate() {
        let mut row = Vec::with_capacity(last.len());
        row.push(i + 1);
        for (j, b) in other.iter().enumerate() {
            let mut best = (last[j] + usize::from(a != b))
                .min(last[j + 1] + 1)
                .min(row[j] + 1);
            if i > 0 && j > 0 && *a == other[j - 1] && one[i - 1] == *b {
                best = best.min(before[j - 1] + 1);
            }
            row.push(best);
        }
        if row.iter().all(|it| *it > limit) {
            return limit + 1;
        }
        before = std::mem::replace(&mut last, row);
    }
    last[other.len()]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn is_slip(one: &str, other: &str) -> bool {
        Spelling::of(one).is_slip_of(&Spelling::of(other))
    }

    #[test]
    fn one_slip_in_short_words_and_two_in_long_ones() {
        for (one, other) in [
            ("pasword", "password"),
            ("refnud", "refund"),
            ("wachtwoort", "wachtwoord"),
            ("wahctwoort", "wachtwoord"),
            ("faktuur", "factuur"),
            ("owrd", "word"),
        ] {
            assert!(is_slip(one, other) && is_slip(other, one), "{one} {other}");
        }
        for (one, other) in [
            ("bon", "ban"),
            ("kopen", "open"),
            ("boeken", "zoeken"),
            ("refund", "refund"),
            ("fakturr", "factuur"),
            ("machtwoort", "wachtwoord"),
            ("2025", "2026"),
        ] {
            assert!(!is_slip(one, other), "{one} {other}");
        }
    }

    /// The distance by its definition, over all prefixes.
    fn by_definition(one: &[char], other: &[char]) -> usize {
        let (Some((a, rest)), Some((b, others))) = (one.split_last(), other.split_last()) else {
            return one.len() + other.len();
        };
        let mut best = by_definition(rest, others) + usize::from(a != b);
        best = best.min(by_definition(rest, other) + 1);
        best = best.min(by_definition(one, others) + 1);
        if rest.last() == Some(b) && others.last() == Some(a) {
            let (rest, others) = (&rest[..rest.len() - 1], &others[..others.len() - 1]);
            best = best.min(by_definition(rest, others) + 1);
        }
        best
    }

    proptest! {
        #[test]
        fn the_distance_is_that_of_the_definition(one in "[a-c]{0,6}", other in "[a-c]{0,6}") {
            let (one, other): (Vec<_>, Vec<_>) = (one.chars().collect(), other.chars().collect());
            let exact = by_definition(&one, &other);
            let found = distance(&one, &other, 2);
            prop_assert_eq!(found.min(3), exact.min(3));
        }

        #[test]
        fn letters_never_hide_a_slip(one in "[a-d]{8}", at in 0_usize..8, letter in "[a-z]") {
            let mut other = one.clone();
            other.replace_range(at..=at, &letter);
            prop_assert!(Spelling::of(&one).may_slip(traits_of(&other)));
        }
    }
}
