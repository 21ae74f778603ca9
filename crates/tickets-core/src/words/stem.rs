//! What the forms of a word share: `boekingen` and `boeken` are both `boek`, `policies` and `policy` both `polici`.
//!
//! A handful of rules for Dutch and English at once, taken again until none applies, so that a form that is reached by
//! one rule goes the same way as a word that was typed so. Stems need not be pretty, only the same.

/// A stem keeps at least so many letters.
const SHORTEST: usize = 3;

/// The stem of a folded word. Words with digits, or with letters outside a to z, are their own.
pub(crate) fn stem(word: &str) -> String {
    if !word.bytes().all(|it| it.is_ascii_lowercase()) {
        return word.to_owned();
    }
    let mut stem = word.to_owned();
    settle(&mut stem);
    while let Some(shorter) = without_ending(&stem) {
        stem.truncate(shorter);
        settle(&mut stem);
    }
    with_single_vowels(&stem)
}

/// How long the word is without its ending, if it has one.
fn without_ending(word: &str) -> Option<usize> {
    let is_word = |it: &str| it.len() >= SHORTEST && it.bytes().any(is_vowel);
    let rules = [diminutive, plural_s, plural_en, gerund, past, last_e];
    let mut kept = rules.into_iter().filter_map(|rule| rule(word));
    kept.find(|it| is_word(it)).map(str::len)
}

/// `knopje`, `boompje`, `kamertje`, `spelletje`; `ticketje` is a ticket.
fn diminutive(word: &str) -> Option<&str> {
    let rest = word.strip_suffix("je")?;
    if let Some(rest) = rest.strip_suffix("et")
        && (ends_doubled(rest) || rest.ends_with("ng") || rest.ends_with('m'))
    {
        return Some(rest);
    }
    if let Some(rest) = rest.strip_suffix('p').filter(|it| it.ends_with('m')) {
        return Some(rest);
    }
    // A kaartje is a kaart more often than a kaar, and a ticketje no ticke.
    let short = rest.strip_suffix('t').filter(|it| match last_byte(it) {
        b'e' => it.ends_with("ee") || it.ends_with("ie"),
        b'r' => !it.ends_with("aar"),
        last => is_vowel(last) || b"lnw".contains(&last),
    });
    Some(short.unwrap_or(rest))
}

/// `orders`, `fotos`, `boxes`; not `huis`, `status`, `access`, `prijs`, `kaas`.
fn plural_s(word: &str) -> Option<&str> {
    let rest = word.strip_suffix('s')?;
    if let Some(rest) = rest.strip_suffix('e')
        && ["x", "z", "ss", "ch", "sh"]
            .into_iter()
            .any(|it| rest.ends_with(it))
    {
        return Some(rest);
    }
    let is_long = ["aa", "ee", "oo", "uu"]
        .into_iter()
        .any(|it| rest.ends_with(it));
    (!is_long && !b"siuj".contains(&last_byte(rest))).then_some(rest)
}

/// `groepen`, `ideeen`; not `steen`, `groen`, `misschien`.
fn plural_en(word: &str) -> Option<&str> {
    let rest = word.strip_suffix("en")?;
    let fits = !is_vowel(last_byte(rest)) || rest.ends_with("ee") || rest.ends_with("ie");
    fits.then_some(rest)
}

/// `boeking`, `planning`; not `string`.
fn gerund(word: &str) -> Option<&str> {
    word.strip_suffix("ing")
}

/// `hosted`, `verified`; not `gebied`, `speed`.
fn past(word: &str) -> Option<&str> {
    let rest = word.strip_suffix("ed")?;
    let fits = !is_vowel(last_byte(rest)) || rest.ends_with('i') && word.len() > 6;
    fits.then_some(rest)
}

/// `sessie`, `change`; not `idee`.
fn last_e(word: &str) -> Option<&str> {
    let rest = word.strip_suffix('e')?;
    (last_byte(rest) != b'e').then_some(rest)
}

/// Writes the end of a stem as where it stands alone: `plann` is `plan`, `huiz` is `huis`, `policy` is `polici`.
fn settle(stem: &mut String) {
    if stem.len() > SHORTEST && ends_doubled(stem) {
        stem.pop();
    }
    let before_last = stem.len().checked_sub(2).map(|at| stem.as_bytes()[at]);
    let last = match last_byte(stem) {
        b'v' => 'f',
        b'z' => 's',
        b'y' if before_last.is_some_and(|it| !is_vowel(it)) => 'i',
        _ => return,
    };
    stem.pop();
    stem.push(last);
}

/// `muur` as in `muren`.
fn with_single_vowels(stem: &str) -> String {
    let mut single = String::with_capacity(stem.len());
    for (at, c) in stem.char_indices() {
        let is_doubled = "aeou".contains(c) && single.ends_with(c);
        let left = stem.len() - at - 1;
        if !is_doubled || single.len() + left < SHORTEST {
            single.push(c);
        }
    }
    single
}

fn ends_doubled(word: &str) -> bool {
    matches!(word.as_bytes(), [.., a, b] if a == b && !is_vowel(*a))
}

fn last_byte(word: &str) -> u8 {
    word.as_bytes().last().copied().unwrap_or_default()
}

fn is_vowel(letter: u8) -> bool {
    matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::words::fold;

    #[test]
    fn forms_of_a_word_have_one_stem() {
        for (one, other) in [
            ("kamers", "kamer"),
            ("groepen", "groep"),
            ("muren", "muur"),
            ("bomen", "boom"),
            ("brieven", "brief"),
            ("huizen", "huis"),
            ("vragen", "vraag"),
            ("knopje", "knop"),
            ("kastje", "kast"),
            ("boompje", "boom"),
            ("foto's", "foto"),
            ("boekingen", "boeken"),
            ("planningen", "planning"),
            ("orders", "order"),
            ("policies", "policy"),
            ("boxes", "box"),
            ("hosted", "host"),
            ("lessen", "les"),
            ("prijzen", "prijs"),
            ("fietsen", "fiets"),
            ("adressen", "adres"),
            ("kussens", "kussen"),
            ("examens", "examen"),
            ("tokens", "token"),
            ("sessies", "sessie"),
            ("vragenlijsten", "vragenlijst"),
            ("partijen", "partij"),
            ("ideeën", "idee"),
            ("stenen", "steen"),
            ("seizoenen", "seizoen"),
            ("opzegging", "opzeggen"),
            ("uitnodigingen", "uitnodigen"),
            ("kaartjes", "kaart"),
            ("kamertje", "kamer"),
            ("spelletjes", "spel"),
            ("ticketje", "ticket"),
            ("rekeningen", "rekening"),
            ("classes", "class"),
            ("cancelled", "cancelling"),
            ("verified", "verify"),
            ("changes", "changing"),
        ] {
            assert_eq!(stem(&fold(one)), stem(&fold(other)), "{one} {other}");
        }
    }

    #[test]
    fn different_words_stay_apart() {
        for (one, other) in [
            ("huis", "hui"),
            ("status", "stat"),
            ("gebied", "geb"),
            ("steen", "ste"),
            ("string", "str"),
            ("kamer", "kam"),
            ("server", "serv"),
            ("2fa", "fa"),
        ] {
            assert_ne!(stem(one), stem(other), "{one} {other}");
        }
    }

    #[test]
    fn a_stem_need_not_be_pretty() {
        assert_eq!(stem("arrived"), "arrif");
        assert_eq!(stem("arrive"), "arrif");
        assert_eq!(stem("never"), "never");
        assert_eq!(stem("reset"), "reset");
    }

    proptest! {
        #[test]
        fn any_word_has_a_stem_that_is_no_longer_and_not_too_short(word in "\\PC{0,12}|[a-z]{0,12}") {
            let stem = stem(&word);
            prop_assert!(stem.len() <= word.len());
            prop_assert!(stem.len() >= SHORTEST.min(word.len()));
        }
    }
}
