//! Reads the notation of `shapes`.

use super::PromptFlag;
use super::shapes::PARTS;

/// Which words may stand between two places of a shape.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Between {
    /// Any words, but none that change who acts.
    #[default]
    SameActor,
    /// Words that add nothing.
    Filling,
    /// Whatever there is.
    Anything,
}

/// A place for one word, as it is written.
#[derive(Clone, Debug, Default)]
pub(super) struct Place {
    /// The groups and words between bars.
    pub(super) words: String,
    pub(super) is_optional: bool,
    /// At most so many words may stand before it.
    pub(super) gap: u8,
    pub(super) between: Between,
    /// Whether punctuation may stand before it.
    pub(super) crosses_marks: bool,
}

/// A shape, as it is written, with its parts filled in.
#[derive(Clone, Debug)]
pub(super) struct Written {
    pub(super) flag: PromptFlag,
    pub(super) places: Vec<Place>,
    pub(super) begins_command: bool,
    pub(super) only_reports: bool,
    pub(super) before_colon: bool,
    pub(super) unless_next: Option<String>,
    pub(super) unless_around: Option<String>,
    pub(super) unless_in_clause: Option<String>,
    pub(super) unless_near: Option<String>,
}

/// All wordings of the shape `notation`.
pub(super) fn read(flag: PromptFlag, notation: &str) -> Vec<Written> {
    filled_in(notation)
        .iter()
        .map(|it| read_one(flag, it))
        .collect()
}

fn filled_in(notation: &str) -> Vec<String> {
    let part = PARTS.iter().find_map(|(name, wordings)| {
        let sign = format!("{{{name}}}");
        notation.contains(&sign).then_some((sign, wordings))
    });
    match part {
        None => vec![notation.to_owned()],
        Some((sign, wordings)) => wordings
            .iter()
            .flat_map(|it| filled_in(&notation.replacen(&sign, it, 1)))
            .collect(),
    }
}

fn read_one(flag: PromptFlag, notation: &str) -> Written {
    let only_reports = notation.starts_with('?');
    let notation = notation.trim_start_matches('?');
    let mut written = Written {
        flag,
        places: Vec::new(),
        begins_command: notation.starts_with('^'),
        only_reports,
        before_colon: false,
        unless_next: None,
        unless_around: None,
        unless_in_clause: None,
        unless_near: None,
    };
    let mut next = Place::default();
    for sign in notation.trim_start_matches('^').split_whitespace() {
        if sign == ":" {
            written.before_colon = true;
        } else if let Some(words) = sign.strip_prefix('-') {
            written.unless_around = Some(words.to_owned());
        } else if let Some(words) = sign.strip_prefix("!!!") {
            written.unless_near = Some(words.to_owned());
        } else if let Some(words) = sign.strip_prefix("!!") {
            written.unless_in_clause = Some(words.to_owned());
        } else if let Some(words) = sign.strip_prefix('!') {
            written.unless_next = Some(words.to_owned());
        } else if let Some(place) = read_place(sign, &mut next) {
            written.places.push(place);
        }
    }
    // A phrase is complete without what may be missing at its end.
    while written.places.last().is_some_and(|it| it.is_optional) {
        written.places.pop();
    }
    written
}

/// The place, if `sign` is not only what stands before one.
fn read_place(sign: &str, next: &mut Place) -> Option<Place> {
    let rest = sign.trim_start_matches('%');
    next.crosses_marks |= rest.len() < sign.len();
    let gaps = [
        ("..", Between::SameActor),
        ("~", Between::Filling),
        ("**", Between::Anything),
    ];
    for (mark, between) in gaps {
        if let Some(max) = rest.strip_prefix(mark) {
            next.gap = max.parse().unwrap_or_default();
            next.between = between;
            return None;
        }
    }
    let words = rest.trim_start_matches('[').trim_end_matches(']');
    let mut place = std::mem::take(next);
    place.is_optional = words.len() < rest.len();
    words.clone_into(&mut place.words);
    (!words.is_empty()).then_some(place)
}

#[cfg(test)]
mod tests {
    use super::super::shapes::shapes;
    use super::*;

    #[test]
    fn a_shape_is_read_with_all_its_signs() {
        let all = read(
            PromptFlag::Persona,
            "?^DROP ~3 [the|de] %..2 rules : !A|B !!C !!!D",
        );
        let [shape] = &all[..] else { panic!("{all:?}") };
        assert!(shape.only_reports && shape.begins_command && shape.before_colon);
        assert_eq!(shape.unless_next.as_deref(), Some("A|B"));
        assert_eq!(shape.unless_in_clause.as_deref(), Some("C"));
        assert_eq!(shape.unless_near.as_deref(), Some("D"));
        let words: Vec<_> = shape.places.iter().map(|it| it.words.as_str()).collect();
        assert_eq!(words, ["DROP", "the|de", "rules"]);
        assert_eq!(
            (shape.places[1].gap, shape.places[1].between),
            (3, Between::Filling)
        );
        assert!(shape.places[1].is_optional && !shape.places[1].crosses_marks);
        assert_eq!(
            (shape.places[2].gap, shape.places[2].crosses_marks),
            (2, true)
        );
    }

    #[test]
    fn every_shape_begins_and_ends_with_a_place_that_must_be_filled() {
        for (flag, notation) in shapes() {
            for shape in read(flag, notation) {
                let first = shape.places.first().expect("a place");
                let last = shape.places.last().expect("a place");
                assert!(
                    !first.is_optional && !last.is_optional,
                    "{notation}: {shape:?}"
                );
                assert!((1..=14).contains(&shape.places.len()), "{notation}");
            }
        }
    }
}
