//! What every kind of setting makes of JSON: of input (specification 1.1) and of stored rows (1.2), case by case.
//!
//! A line of the tables in `data` has the kind, the text of a JSON value, and what it `is` (`clear` for the input that
//! clears, `unset` for the row that means nothing) or the code of why it is `not`.

use std::collections::BTreeSet;

use serde::Deserialize;
use settings_core::{Coerced, CoercionError, Kind, SettingValue};

const INPUT: &str = include_str!("data/coercion.jsonl");
const STORED: &str = include_str!("data/stored.jsonl");

const KINDS: [(&str, Kind); 12] = [
    ("bool", Kind::Bool),
    ("int", Kind::Int { min: 0, max: 4320 }),
    (
        "whole",
        Kind::Int {
            min: i64::MIN,
            max: i64::MAX,
        },
    ),
    ("float", Kind::Float { min: 0.0, max: 2.0 }),
    ("channel", Kind::Channel),
    ("category", Kind::Category),
    ("role", Kind::Role),
    ("message", Kind::Message),
    ("enum", Kind::Choice(&["verbose", "critical"])),
    ("text", Kind::Text { max: 5 }),
    ("model", Kind::Model),
    ("zone", Kind::TimeZone),
];

#[derive(Deserialize)]
struct Case {
    kind: String,
    json: String,
    is: Option<String>,
    not: Option<String>,
}

impl Case {
    /// Every case of a table, with its kind.
    fn all(table: &str) -> Vec<(Self, Kind)> {
        let cases = table.lines().map(|line| {
            let case: Self = serde_json::from_str(line).expect(line);
            let kind = KINDS.iter().find(|it| it.0 == case.kind).expect(line).1;
            (case, kind)
        });
        cases.collect()
    }

    fn expected(&self) -> Result<&str, &str> {
        match (&self.is, &self.not) {
            (Some(is), None) => Ok(is),
            (None, Some(not)) => Err(not),
            _ => panic!("{} {}: is or not?", self.kind, self.json),
        }
    }
}

/// Every case that comes out otherwise.
fn wrong(
    table: &str,
    read: impl Fn(Kind, &str) -> Result<(Option<SettingValue>, &'static str), CoercionError>,
) -> Vec<String> {
    let cases = Case::all(table).into_iter();
    let wrong = cases.filter_map(|(case, kind)| {
        let found = match read(kind, &case.json) {
            Ok((Some(value), _)) if !is_of(kind, &value) => Ok(format!("{value:?}")),
            Ok((Some(value), _)) => Ok(value.to_string()),
            Ok((None, word)) => Ok(word.to_owned()),
            Err(why) => Err(why.code()),
        };
        let expected = case.expected();
        let fits = found.as_deref() == expected.as_ref().copied();
        (!fits).then(|| format!("{} {}: {found:?}, not {expected:?}", case.kind, case.json))
    });
    wrong.collect()
}

/// Whether a value is of the kind that it was read as.
fn is_of(kind: Kind, value: &SettingValue) -> bool {
    matches!(
        (kind, value),
        (Kind::Bool, SettingValue::Bool(_))
            | (Kind::Int { .. }, SettingValue::Int(_))
            | (Kind::Float { .. }, SettingValue::Float(_))
            | (Kind::Channel, SettingValue::Channel(_))
            | (Kind::Category, SettingValue::Category(_))
            | (Kind::Role, SettingValue::Role(_))
            | (Kind::Message, SettingValue::Message(_))
            | (
                Kind::Choice(_) | Kind::Text { .. } | Kind::Model,
                SettingValue::Text(_)
            )
            | (Kind::TimeZone, SettingValue::TimeZone(_))
    )
}

#[test]
fn input_is_read_as_the_specification_says() {
    let wrong = wrong(INPUT, |kind, json| {
        Ok(match kind.coerce(settings_json::read(json))? {
            Coerced::Value(value) => (Some(value), ""),
            Coerced::Clear => (None, "clear"),
        })
    });
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn stored_rows_are_read_as_the_specification_says() {
    let wrong = wrong(STORED, |kind, json| {
        let value = kind.decode_stored(settings_json::read(json))?;
        Ok((value, "unset"))
    });
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn what_is_taken_is_read_back_as_it_was_from_the_row_that_it_becomes() {
    for (case, kind) in Case::all(INPUT) {
        let Ok(Coerced::Value(value)) = kind.coerce(settings_json::read(&case.json)) else {
            continue;
        };
        let row = settings_json::write(&value).to_string();
        let read = kind.decode_stored(settings_json::read(&row));
        assert_eq!(read, Ok(Some(value)), "{} {}", case.kind, case.json);
    }
}

#[test]
fn the_tables_have_both_sides_of_every_kind() {
    for table in [INPUT, STORED] {
        let cases = Case::all(table);
        let sides: BTreeSet<_> = cases
            .iter()
            .map(|(case, _)| (case.kind.as_str(), case.is.is_some()))
            .collect();
        for (kind, _) in KINDS.iter().filter(|it| it.0 != "whole") {
            for side in [true, false] {
                assert!(sides.contains(&(kind, side)), "{kind} {side}");
            }
        }
    }
}
