//! Numbers in words, put together from the pieces of each language.

/// The order in which a language says tens and ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Compound {
    /// `vierentwintig`: ones, a joint, tens.
    OnesFirst(&'static str),
    /// `twenty-four`, `twenty four`.
    TensFirst,
}

/// The pieces of a language's numbers.
pub(crate) struct NumberWords {
    /// From one to nineteen.
    pub(crate) ones: [&'static str; 19],
    /// Twenty, thirty … ninety.
    pub(crate) tens: [&'static str; 8],
    /// From first to nineteenth.
    pub(crate) ordinals: [&'static str; 19],
    /// Twentieth … ninetieth.
    pub(crate) tens_ordinals: [&'static str; 8],
    pub(crate) compound: Compound,
}

/// The words of Dutch.
pub(super) const DUTCH: NumberWords = NumberWords {
    ones: [
        "een",
        "twee",
        "drie",
        "vier",
        "vijf",
        "zes",
        "zeven",
        "acht",
        "negen",
        "tien",
        "elf",
        "twaalf",
        "dertien",
        "veertien",
        "vijftien",
        "zestien",
        "zeventien",
        "achttien",
        "negentien",
    ],
    tens: [
        "twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig",
    ],
    ordinals: [
        "eerste",
        "tweede",
        "derde",
        "vierde",
        "vijfde",
        "zesde",
        "zevende",
        "achtste",
        "negende",
        "tiende",
        "elfde",
        "twaalfde",
        "dertiende",
        "veertiende",
        "vijftiende",
        "zestiende",
        "zeventiende",
        "achttiende",
        "negentiende",
    ],
    tens_ordinals: [
        "twintigste",
        "dertigste",
        "veertigste",
        "vijftigste",
        "zestigste",
        "zeventigste",
        "tachtigste",
        "negentigste",
    ],
    compound: Compound::OnesFirst("en"),
};

/// The words of English.
pub(super) const ENGLISH: NumberWords = NumberWords {
    ones: [
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ],
    tens: [
        "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
    ],
    ordinals: [
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "sixth",
        "seventh",
        "eighth",
        "ninth",
        "tenth",
        "eleventh",
        "twelfth",
        "thirteenth",
        "fourteenth",
        "fifteenth",
        "sixteenth",
        "seventeenth",
        "eighteenth",
        "nineteenth",
    ],
    tens_ordinals: [
        "twentieth",
        "thirtieth",
        "fortieth",
        "fiftieth",
        "sixtieth",
        "seventieth",
        "eightieth",
        "ninetieth",
    ],
    compound: Compound::TensFirst,
};

impl NumberWords {
    /// Every number from thirteen to ninety-nine in each of its spellings, in the tokens' form and without accents.
    pub(super) fn cardinals(&self) -> Vec<(String, u32)> {
        let teens = self.ones.iter().zip(1..).skip(12);
        let mut all: Vec<(String, u32)> = teens.map(|(it, n)| ((*it).to_owned(), n)).collect();
        for (tens, value) in self.tens.iter().zip((20..).step_by(10)) {
            all.push(((*tens).to_owned(), value));
            for (ones, digit) in self.ones.iter().zip(1..10) {
                let spelled = self.joined(ones, ones, tens, tens);
                all.extend(spelled.into_iter().map(|it| (it, value + digit)));
            }
        }
        all
    }

    /// Every ordinal from first to ninety-ninth in each of its spellings, in the tokens' form.
    pub(super) fn nths(&self) -> Vec<(String, u32)> {
        let small = self.ordinals.iter().zip(1..);
        let mut all: Vec<(String, u32)> = small.map(|(it, n)| ((*it).to_owned(), n)).collect();
        let tens = self.tens.iter().zip(&self.tens_ordinals);
        for ((tens, last), value) in tens.zip((20..).step_by(10)) {
            all.push(((*last).to_owned(), value));
            for (at, digit) in (0..9).zip(1..) {
                let spelled = self.joined(self.ones[at], self.ordinals[at], tens, last);
                all.extend(spelled.into_iter().map(|it| (it, value + digit)));
            }
        }
        all
    }

    /// Ones and tens as one number; the piece that comes last is taken in its last form.
    fn joined(&self, ones: &str, ones_last: &str, tens: &str, tens_last: &str) -> Vec<String> {
        match self.compound {
            Compound::OnesFirst(joint) => vec![format!("{ones}{joint}{tens_last}")],
            Compound::TensFirst => [" - ", " "]
                .into_iter()
                .map(|joint| format!("{tens}{joint}{ones_last}"))
                .collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(words: &[(String, u32)], word: &str) -> Option<u32> {
        words.iter().find(|it| it.0 == word).map(|it| it.1)
    }

    #[test]
    fn dutch_says_the_ones_first() {
        assert_eq!(value(&DUTCH.cardinals(), "vierentwintig"), Some(24));
        assert_eq!(value(&DUTCH.cardinals(), "tweeentachtig"), Some(82));
        assert_eq!(value(&DUTCH.nths(), "eenendertigste"), Some(31));
        assert_eq!(value(&DUTCH.nths(), "twintigste"), Some(20));
    }

    #[test]
    fn english_says_the_tens_first() {
        assert_eq!(value(&ENGLISH.cardinals(), "twenty - four"), Some(24));
        assert_eq!(value(&ENGLISH.nths(), "thirty first"), Some(31));
        assert_eq!(value(&ENGLISH.nths(), "twentieth"), Some(20));
    }
}
