//! What is stored of somebody, written down: as JSON for machines, and as a text to read.

use std::fmt::Write as _;
use std::ops::Range;

use chrono::SecondsFormat;
use privacy_core::{Export, Sheet, Value, retained};
use serde_json::{Map, Number, Value as Json, json};

/// The version of the form of the JSON; one that older readers do not understand gets a new number.
const FORMAT_VERSION: u32 = 1;

/// Which of so many parts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part {
    /// From 1.
    pub(super) number: usize,
    /// How many there are.
    pub(super) of: usize,
}

/// How many rows there are, over all tables.
pub(super) fn rows(export: &Export) -> usize {
    export.sheets.iter().map(|it| it.rows.len()).sum()
}

/// Each table with those of its rows that are in `range`, counted over all tables.
fn slices(export: &Export, range: Range<usize>) -> impl Iterator<Item = (&Sheet, &[Vec<Value>])> {
    let mut before = 0;
    export.sheets.iter().filter_map(move |sheet| {
        let (first, last) = (before, before + sheet.rows.len());
        before = last;
        let from = range.start.clamp(first, last) - first;
        let to = range.end.clamp(first, last) - first;
        let rows = sheet.rows.get(from..to)?;
        (!rows.is_empty()).then_some((sheet, rows))
    })
}

/// The rows of `range` as JSON.
pub(super) fn as_json(export: &Export, range: Range<usize>, part: Part) -> String {
    let tables = slices(export, range).map(|(sheet, rows)| {
        let rows = rows.iter().map(|it| object(sheet, it)).collect();
        (sheet.table.to_owned(), Json::Array(rows))
    });
    let kept: Vec<_> = retained()
        .map(|it| json!({ "table": it.table, "reason": it.reason }))
        .collect();
    let whole = json!({
        "format_version": FORMAT_VERSION,
        "exported_at": export.at.to_rfc3339_opts(SecondsFormat::Secs, true),
        "user_id": export.user.to_string(),
        "part": part.number,
        "parts": part.of,
        "data": tables.collect::<Map<_, _>>(),
        "retained": kept,
    });
    format!("{whole:#}\n")
}

fn object(sheet: &Sheet, row: &[Value]) -> Json {
    let named = sheet.columns.iter().zip(row);
    Json::Object(
        named
            .map(|(name, it)| ((*name).to_owned(), json(it)))
            .collect(),
    )
}

fn json(value: &Value) -> Json {
    match value {
        Value::Nothing => Json::Null,
        Value::Truth(it) => Json::Bool(*it),
        // What is no number for JSON stays a text.
        Value::Number(it) => it
            .parse::<Number>()
            .map_or_else(|_| Json::String(it.clone()), Json::Number),
        Value::Text(it) => Json::String(it.clone()),
        Value::List(all) => Json::Array(all.iter().map(json).collect()),
        Value::Fields(all) => Json::Object(
            all.iter()
                .map(|(name, it)| (name.clone(), json(it)))
                .collect(),
        ),
    }
}

/// The rows of `range` as a text to read.
pub(super) fn as_text(export: &Export, range: Range<usize>, part: Part) -> String {
    let mut text = String::from("What Alphapy keeps of you\n=========================\n\n");
    let _ = writeln!(text, "Of:    {}", export.user);
    let _ = writeln!(
        text,
        "As of: {}",
        export.at.to_rfc3339_opts(SecondsFormat::Secs, true)
    );
    if part.of > 1 {
        let _ = writeln!(text, "Part:  {} of {}", part.number, part.of);
    }
    for (sheet, rows) in slices(export, range) {
        let _ = write!(
            text,
            "\n\n{}\n{}\n",
            sheet.purpose,
            "-".repeat(sheet.purpose.chars().count())
        );
        let _ = writeln!(text, "(table {})", sheet.table);
        for row in rows {
            text.push('\n');
            for (name, value) in sheet.columns.iter().zip(row) {
                if *value != Value::Nothing {
                    let _ = writeln!(text, "{name}: {}", readable(value));
                }
            }
        }
    }
    text.push_str("\n\nWhat stays when you have everything erased, without your name\n");
    text.push_str("-------------------------------------------------------------\n\n");
    for it in retained() {
        let _ = writeln!(text, "{}: {}", it.table, it.reason);
    }
    text
}

fn readable(value: &Value) -> String {
    match value {
        Value::Nothing => "-".to_owned(),
        Value::Truth(true) => "yes".to_owned(),
        Value::Truth(false) => "no".to_owned(),
        Value::Number(it) => it.clone(),
        // Further lines are indented, so that none looks like the name of a column.
        Value::Text(it) => it.replace('\n', "\n    "),
        Value::List(all) => all.iter().map(readable).collect::<Vec<_>>().join(", "),
        Value::Fields(all) => {
            let named = all
                .iter()
                .map(|(name, it)| format!("{name} = {}", readable(it)));
            named.collect::<Vec<_>>().join("; ")
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use kernel::UserId;

    use super::*;

    fn export() -> Export {
        let text = |it: &str| Value::Text(it.to_owned());
        Export {
            user: UserId::new(900_000_000_000_000_007).unwrap(),
            at: DateTime::from_timestamp(1_800_000_000, 0).unwrap(),
            sheets: vec![
                Sheet {
                    table: "growth_checkins",
                    purpose: "Check-ins",
                    columns: vec!["user_id", "goal", "shared", "id"],
                    rows: vec![
                        vec![
                            text("900000000000000007"),
                            text("run\nfar"),
                            Value::Truth(false),
                            Value::Number("7".to_owned()),
                        ],
                        vec![
                            text("900000000000000007"),
                            Value::Nothing,
                            Value::Truth(true),
                            Value::Number("8".to_owned()),
                        ],
                    ],
                },
                Sheet {
                    table: "onboarding",
                    purpose: "Answers",
                    columns: vec!["responses"],
                    rows: vec![vec![Value::Fields(vec![(
                        "0".to_owned(),
                        Value::List(vec![text("a"), text("b")]),
                    )])]],
                },
            ],
        }
    }

    const WHOLE: Part = Part { number: 1, of: 1 };

    #[test]
    fn the_json_has_every_row_by_its_table_and_ids_as_texts() {
        let whole: Json = serde_json::from_str(&as_json(&export(), 0..3, WHOLE)).unwrap();
        assert_eq!(whole["user_id"], "900000000000000007");
        assert_eq!(whole["exported_at"], "2027-01-15T08:00:00Z");
        assert_eq!(whole["format_version"], 1);
        let first = json!({ "user_id": "900000000000000007", "goal": "run\nfar", "shared": false, "id": 7 });
        assert_eq!(whole["data"]["growth_checkins"][0], first);
        assert_eq!(whole["data"]["growth_checkins"][1]["goal"], Json::Null);
        assert_eq!(
            whole["data"]["onboarding"],
            json!([{ "responses": { "0": ["a", "b"] } }])
        );
        assert_eq!(whole["retained"][0]["table"], "faq_entries");
    }

    #[test]
    fn the_text_can_be_read() {
        let text = as_text(&export(), 0..3, WHOLE);
        for line in [
            "(table growth_checkins)",
            "goal: run\n    far\n",
            "shared: no",
            "responses: 0 = a, b",
        ] {
            assert!(text.contains(line), "{line}: {text}");
        }
        assert!(
            !text.contains("goal: -"),
            "what is not there is not told of"
        );
    }

    #[test]
    fn parts_put_together_are_the_whole() {
        let export = export();
        for cut in 0..=3 {
            let parts = [0..cut, cut..3].map(|it| {
                let part: Json = serde_json::from_str(&as_json(&export, it, WHOLE)).unwrap();
                part["data"]
                    .as_object()
                    .unwrap()
                    .values()
                    .map(|it| it.as_array().unwrap().len())
                    .sum::<usize>()
            });
            assert_eq!(parts, [cut, 3 - cut]);
        }
    }
}
