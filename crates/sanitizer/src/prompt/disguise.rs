//! Words that are spelled out, written with digits, or broken in two.

use super::grammar::Grammar;
use super::lexicon::{LONGEST, WordId};
use super::tokens::{Gap, Token};

/// So many single letters in a row are no accident.
const SPELLED_MIN: usize = 4;
/// Shorter words hide no other.
const NESTED_MIN: usize = 9;
/// Words that are shorter are not several written as one.
const GLUED_MIN: u32 = 14;
/// No part of a broken word is longer.
const PART_MAX: usize = 12;

/// Which word is meant by `word`, which has digits in it.
pub(super) fn leet(word: &[u8], grammar: &Grammar) -> WordId {
    let mut letters = [0; LONGEST];
    let Some(letters) = letters.get_mut(..word.len()) else {
        return 0;
    };
    let known = grammar.word(word);
    if known != 0 || !word.iter().any(|it| stands_for_a_letter(*it)) {
        return known;
    }
    [b'i', b'l']
        .into_iter()
        .map(|one| meant(word, letters, one, grammar))
        .find(|it| *it != 0)
        .unwrap_or(0)
}

const fn stands_for_a_letter(byte: u8) -> bool {
    matches!(
        byte,
        b'0' | b'1' | b'3' | b'4' | b'5' | b'7' | b'8' | b'@' | b'$'
    )
}

fn meant(word: &[u8], letters: &mut [u8], one: u8, grammar: &Grammar) -> WordId {
    for (letter, written) in letters.iter_mut().zip(word) {
        *letter = match written {
            b'0' => b'o',
            b'1' => one,
            b'3' => b'e',
            b'4' | b'@' => b'a',
            b'5' | b'$' => b's',
            b'7' => b't',
            b'8' => b'b',
            other => *other,
        };
    }
    grammar.word(letters)
}

/// Tags of HTML that only change how the text between them looks.
const FORMAT_TAGS: &[&str] = &[
    "b", "i", "u", "s", "p", "br", "em", "strong", "span", "small", "mark", "code", "div", "tt",
    "del", "ins", "sub", "sup", "font", "li", "ul", "ol", "h1", "h2", "h3", "td", "tr",
];

/// How long the tag is that `text` begins with, if it only changes how something looks; else 0.
pub(super) fn format_tag(text: &str) -> usize {
    let inside = text[1..].strip_prefix('/').unwrap_or(&text[1..]);
    let name = inside.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let rest = inside[name..].strip_prefix('/').unwrap_or(&inside[name..]);
    let is_format = rest.starts_with('>')
        && FORMAT_TAGS
            .iter()
            .any(|it| it.eq_ignore_ascii_case(&inside[..name]));
    if is_format {
        text.len() - rest.len() + 1
    } else {
        0
    }
}

/// A known word that an unknown one was wrapped around, so that it is whole when the known one has been taken out:
/// `disreignore`.
fn nested(word: &[u8], grammar: &Grammar) -> WordId {
    let length = word.len();
    if length < 6 || !word.is_ascii() {
        return 0;
    }
    let is_bot = word.ends_with(b"Bot") || word.ends_with(b"BOT");
    if is_bot || word[length - 3..].eq_ignore_ascii_case(b"gpt") {
        return grammar.chatbot;
    }
    if !(NESTED_MIN..=2 * LONGEST).contains(&length) || !word.is_ascii() {
        return 0;
    }
    let ends = [6, 7, 8, 9]
        .into_iter()
        .filter(|it| *it < length)
        .map(|it| &word[length - it..]);
    let begins = [6, 11, 12]
        .into_iter()
        .filter(|it| *it < length)
        .map(|it| &word[..it]);
    let mut known = ends.chain(begins).map(|it| grammar.word(it));
    known
        .find(|it| grammar.is(*it, grammar.nested))
        .unwrap_or(0)
}

/// Splits `IgnoreAllPreviousInstructions`, if it is nothing but known words.
fn take_apart(text: &str, token: Token, grammar: &Grammar, apart: &mut Vec<Token>) -> bool {
    let word = token.of(text).as_bytes();
    let before = apart.len();
    let mut from = 0;
    while from < word.len() && word.len() <= 4 * LONGEST {
        let longest = (word.len() - from).min(LONGEST);
        let Some((length, id)) = (2..=longest).rev().find_map(|length| {
            let id = grammar.word(&word[from..from + length]);
            (id != 0).then_some((length, id))
        }) else {
            break;
        };
        let start = token.start + u32::try_from(from).unwrap_or(0);
        let end = start + u32::try_from(length).unwrap_or(0);
        let gap = if from == 0 { token.gap } else { Gap::None };
        apart.push(Token {
            start,
            end,
            word: id,
            gap,
            ..token
        });
        from += length;
    }
    let is_apart = from == word.len() && apart.len() >= before + 3;
    if !is_apart {
        apart.truncate(before);
    }
    is_apart
}

/// Puts together what belongs together.
pub(super) fn uncover(text: &str, tokens: &mut Vec<Token>, grammar: &Grammar) {
    join_single_words(tokens);
    take_all_apart(text, tokens, grammar);
    let mut is_whole = true;
    let mut singles = 0_u8;
    for at in 0..tokens.len() {
        let token = tokens[at];
        // Two single letters in a row, or with a token between them, may be a word that is spelled out.
        singles = (singles << 1 | u8::from(token.is_single)) & ((1 << SPELLED_MIN) - 1);
        is_whole &= singles.count_ones() < 2;
        if !token.is_word() || token.word != 0 {
            continue;
        }
        tokens[at].word = nested(token.of(text).as_bytes(), grammar);
        is_whole &= at == 0 || is_broken(&tokens[at - 1], &tokens[at], text, grammar) == 0;
    }
    if is_whole {
        return;
    }
    let mut whole: Vec<Token> = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while at < tokens.len() {
        let run = spelled(&tokens[at..]);
        if run.letters >= SPELLED_MIN {
            words_in(text, &tokens[at..at + run.tokens], grammar, &mut whole);
            at += run.tokens;
            continue;
        }
        let token = tokens[at];
        let joined = whole
            .last()
            .map_or(0, |last| is_broken(last, &token, text, grammar));
        match whole.last_mut() {
            Some(last) if joined != 0 => {
                last.word = joined;
                last.end = token.end;
            }
            _ => whole.push(token),
        }
        at += 1;
    }
    *tokens = whole;
}

fn take_all_apart(text: &str, tokens: &mut Vec<Token>, grammar: &Grammar) {
    let is_glued = |it: &Token| it.word == 0 && it.end - it.start >= GLUED_MIN && it.is_word();
    if !tokens.iter().any(is_glued) {
        return;
    }
    let mut apart = Vec::with_capacity(tokens.len());
    for token in tokens.iter() {
        if !is_glued(token) || !take_apart(text, *token, grammar, &mut apart) {
            apart.push(*token);
        }
    }
    *tokens = apart;
}

/// Full stops between single words are no ends of sentences: "Ignore. All. Previous. Rules."
fn join_single_words(tokens: &mut [Token]) {
    let mut joined = 0;
    for at in 1..tokens.len().saturating_sub(1) {
        let is_stop = |at: usize| tokens.get(at).is_some_and(|it| it.mark == b'.');
        let is_word = |at: usize| tokens.get(at).is_some_and(Token::is_word);
        let is_between = is_stop(at) && is_word(at - 1) && is_word(at + 1);
        let goes_on = is_stop(at + 2) && is_word(at + 3);
        if is_between && (goes_on || (joined > 0 && joined + 2 == at)) {
            tokens[at].mark = b',';
            joined = at;
        }
    }
}

/// The word that a break inside it made two unknown ones of.
fn is_broken(first: &Token, second: &Token, text: &str, grammar: &Grammar) -> WordId {
    let are_unknown = first.is_word() && second.is_word() && first.word == 0 && second.word == 0;
    if !are_unknown || second.gap == Gap::None {
        return 0;
    }
    let (first, second) = (first.of(text).as_bytes(), second.of(text).as_bytes());
    if first.len().max(second.len()) > PART_MAX || first.len() + second.len() < 6 {
        return 0;
    }
    if first.len() > 1 && !grammar.may_have(first, first.len() + second.len()) {
        return 0;
    }
    let mut joined = [0; LONGEST];
    joined[..first.len()].copy_from_slice(first);
    joined[first.len()..first.len() + second.len()].copy_from_slice(second);
    grammar.word(&joined[..first.len() + second.len()])
}

/// A row of single letters, with at most one mark between two of them.
struct Run {
    tokens: usize,
    letters: usize,
}

fn spelled(tokens: &[Token]) -> Run {
    let mut run = Run {
        tokens: 0,
        letters: 0,
    };
    let mut marks = 0;
    for (at, token) in tokens.iter().enumerate() {
        if token.is_single {
            run = Run {
                tokens: at + 1,
                letters: run.letters + 1,
            };
            marks = 0;
        } else if token.is_word()
            || marks > 0
            || at == 0
            || matches!(token.mark, b'[' | b']' | b'<' | b'>')
        {
            break;
        } else {
            marks += 1;
        }
    }
    run
}

/// The words that the letters of `run` make, longest first.
fn words_in(text: &str, run: &[Token], grammar: &Grammar, whole: &mut Vec<Token>) {
    let (places, letters): (Vec<usize>, Vec<u8>) = run
        .iter()
        .enumerate()
        .filter(|(_, it)| it.is_single)
        .map(|(at, it)| (at, letter(it.of(text))))
        .unzip();
    let has_digit = letters.iter().any(|it| stands_for_a_letter(*it));
    let meant = |word: &[u8]| {
        if has_digit {
            leet(word, grammar)
        } else {
            grammar.word(word)
        }
    };
    let mut from = 0;
    let mut next = 0;
    while from < letters.len() {
        let longest = (letters.len() - from).min(LONGEST);
        let found = (2..=longest).rev().find_map(|length| {
            let known = meant(&letters[from..from + length]);
            (known != 0).then_some((length, known))
        });
        let (length, word) = found.unwrap_or((1, run[places[from]].word));
        let (first, last) = (places[from], places[from + length - 1]);
        whole.extend_from_slice(&run[next..first]);
        whole.push(Token {
            end: run[last].end,
            word,
            is_single: false,
            ..run[first]
        });
        next = last + 1;
        from += length;
    }
}

fn letter(single: &str) -> u8 {
    let mut folded = 0;
    if let [ascii @ ..0x80] = single.as_bytes() {
        return ascii.to_ascii_lowercase();
    }
    for c in single.chars().take(1) {
        crate::fold::fold_char(c, &mut |it| {
            folded = if folded == 0 {
                u8::try_from(it).unwrap_or(0x80)
            } else {
                folded
            };
        });
    }
    folded
}
