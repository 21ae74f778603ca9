//! The part of the day that a word ends in: `filmavond`, `zaterdagnamiddag`.

use super::LANGUAGES;
use super::meaning::DayPart;

/// The part of the day at the end of a lower-case word.
pub(crate) fn part_of_day(word: &str) -> Option<DayPart> {
    let parts = LANGUAGES.iter().flat_map(|it| it.weekday_parts);
    parts
        // "Morgen" by itself is tomorrow.
        .filter(|(name, part)| word.ends_with(name) && (word != *name || *part != DayPart::Morning))
        .max_by_key(|(name, _)| name.len())
        .map(|(_, part)| *part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_ending_says_the_part() {
        assert_eq!(part_of_day("filmavond"), Some(DayPart::Evening));
        assert_eq!(part_of_day("zaterdagvoormiddag"), Some(DayPart::Morning));
        assert_eq!(part_of_day("middag"), Some(DayPart::Afternoon));
        assert_eq!(part_of_day("film"), None);
    }
}
