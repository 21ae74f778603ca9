//! The days option of commands: a list of weekdays as a member types it.
//!
//! ```text
//! list  = piece { separator piece }          separators: , ; / + & blanks, "and", "en"
//! piece = day | day range day | group        ranges: - t/m to tot; groups: daily, werkdagen, weekend …
//! ```

use chrono::Weekday;

use crate::WeekdaySet;
use crate::language::{DayGroup, day_group, day_name, is_list_word, without_heading};
use crate::weekday_set::WEEK;

/// What a days text says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Days {
    /// The days that were understood.
    pub days: WeekdaySet,
    /// The pieces that were not, as they were typed.
    pub unknown: Vec<String>,
}

/// Reads a list of weekdays in Dutch or English; never fails, and names what it did not understand.
///
/// ```
/// let read = parsers::parse_days("ma t/m wo, fri, blah");
/// assert_eq!(read.days.numbers(), [0, 1, 2, 4]);
/// assert_eq!(read.unknown, ["blah"]);
/// ```
pub fn parse_days(text: &str) -> Days {
    let pieces = pieces(text);
    let mut read = Days::default();
    let mut every = false;
    let mut at = 0;
    while let Some(piece) = pieces.get(at) {
        at += 1;
        let Piece::Word(word) = *piece else {
            // A range mark without a day before it belongs to what follows: `-3` is no day.
            if let Some(Piece::Word(next)) = pieces.get(at) {
                read.unknown.push(format!("-{next}"));
                at += 1;
            }
            continue;
        };
        let folded = fold(word);
        if let Some(first) = single_day(&folded) {
            let (days, used) = range_from(first, &pieces[at..]);
            read.days = read.days.union(days);
            at += used;
        } else if let Some(group) = day_group(&folded) {
            read.days = read.days.union(group_days(group));
        } else if every && is_list_word(&folded, |it| it.day) {
            read.days = WeekdaySet::ALL;
        } else if !is_noise(&folded) && !matches!(word, "'s" | "’s") {
            read.unknown.push(word.to_owned());
        }
        every = is_list_word(&folded, |it| it.every);
    }
    read
}

enum Piece<'a> {
    Word(&'a str),
    Range,
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let text = without_heading(text.trim());
    let mut found = Vec::new();
    for chunk in text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '+' | '&')) {
        if is_list_word(&fold(chunk), |it| it.through) {
            found.push(Piece::Range);
            continue;
        }
        let follows_range = matches!(found.last(), Some(Piece::Range));
        if follows_range && is_list_word(chunk, |it| it.after_through) {
            continue;
        }
        let mut start = 0;
        for (at, mark) in chunk.match_indices(|c: char| c == '/' || is_dash(c)) {
            push_word(&mut found, &chunk[start..at]);
            if mark != "/" {
                found.push(Piece::Range);
            }
            start = at + mark.len();
        }
        push_word(&mut found, &chunk[start..]);
    }
    found
}

fn push_word<'a>(found: &mut Vec<Piece<'a>>, word: &'a str) {
    if word.chars().any(char::is_alphanumeric) {
        found.push(Piece::Word(word));
    }
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

fn fold(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric())
        .to_lowercase()
}

fn single_day(word: &str) -> Option<Weekday> {
    match word.as_bytes() {
        [digit @ b'0'..=b'6'] => Some(WEEK[usize::from(digit - b'0')]),
        _ => day_name(word),
    }
}

fn range_from(first: Weekday, rest: &[Piece<'_>]) -> (WeekdaySet, usize) {
    let last = match rest {
        [Piece::Range, Piece::Word(last), ..] => single_day(&fold(last)),
        _ => None,
    };
    match last {
        Some(last) => (WeekdaySet::range(first, last), 2),
        None => (WeekdaySet::from_iter([first]), 0),
    }
}

fn group_days(group: DayGroup) -> WeekdaySet {
    match group {
        DayGroup::All => WeekdaySet::ALL,
        DayGroup::Workdays => WeekdaySet::WORKDAYS,
        DayGroup::Weekend => WeekdaySet::WEEKEND,
    }
}

fn is_noise(word: &str) -> bool {
    is_list_word(word, |it| it.every) || is_list_word(word, |it| it.noise)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, days: &[u8], unknown: &[&str]) {
        let read = parse_days(text);
        assert_eq!(read.days.numbers(), days, "days of {text:?}");
        assert_eq!(read.unknown, unknown, "unknown pieces of {text:?}");
    }

    #[test]
    fn reads_every_row_of_the_table() {
        check("vr, di", &[1, 4], &[]);
        check("Saturday sun 2", &[2, 5, 6], &[]);
        check("WEEKENDS", &[5, 6], &[]);
        check("thu, blah", &[3], &["blah"]);
        check("6 6 6", &[6], &[]);
        check("wed-sat", &[2, 3, 4, 5], &[]);
        check("vr-zo", &[4, 5, 6], &[]);
        check("weekend", &[5, 6], &[]);
        check("werkdagen en zaterdag", &[0, 1, 2, 3, 4, 5], &[]);
        check("tue/thu", &[1, 3], &[]);
        check("mayor", &[], &["mayor"]);
        check("womanhood", &[], &["womanhood"]);
        check("s", &[], &["s"]);
        check("8", &[], &["8"]);
        check("-3", &[], &["-3"]);
        check("²", &[], &["²"]);
        check("", &[], &[]);
    }

    #[test]
    fn reads_ranges_groups_plurals_and_prefixes() {
        check("ma t/m vr", &[0, 1, 2, 3, 4], &[]);
        check("za tot ma", &[0, 5, 6], &[]);
        check("Mon to Thu; zo", &[0, 1, 2, 3, 6], &[]);
        check("every day", &[0, 1, 2, 3, 4, 5, 6], &[]);
        check("elke dag", &[0, 1, 2, 3, 4, 5, 6], &[]);
        check("Daily: Monday", &[0], &[]);
        check("Mondays & woensdagen", &[0, 2], &[]);
        check("'s maandags, tot en met", &[0], &[]);
        check("di tot en met do", &[1, 2, 3], &[]);
        check("thurs\nsatur", &[3, 5], &[]);
        check("day", &[], &["day"]);
        check("ma - 9", &[0], &["-9"]);
    }
}
