//! The statements that gather what is stored of a person, made of the data map.
//!
//! Their text comes from the map alone, and the map is held to the schema by a test: nothing that anybody typed gets into it.

use privacy_core::map::{Part, Person, Table, tables};
use privacy_core::{Sheet, Value};
use serde_json::Value as Json;
use sqlx::{AssertSqlSafe, PgConnection};

/// What stands for another person.
const OTHER: &str = "other";

/// What is stored of the person with this id, table by table.
pub(super) async fn gather(
    connection: &mut PgConnection,
    user: i64,
) -> Result<Vec<Sheet>, sqlx::Error> {
    let mut sheets = Vec::new();
    for table in tables() {
        let Some(statement) = statement(table) else {
            continue;
        };
        let rows: Vec<(Json,)> = sqlx::query_as(AssertSqlSafe(statement))
            .bind(user)
            .fetch_all(&mut *connection)
            .await?;
        if rows.is_empty() {
            continue;
        }
        sheets.push(Sheet {
            table: table.name,
            purpose: table.purpose,
            columns: exported(table).collect(),
            rows: rows.into_iter().map(|(row,)| values(row)).collect(),
        });
    }
    Ok(sheets)
}

/// The columns that are in an export.
fn exported(table: &Table) -> impl Iterator<Item = &'static str> {
    let withheld = table.withheld;
    table.columns().filter(move |it| !withheld.contains(it))
}

/// The statement for one table: each row as a JSON array. None where no row can be about anybody.
fn statement(table: &'static Table) -> Option<String> {
    let name = table.name;
    let mut found: Vec<String> = Vec::new();
    let mut whole: Vec<String> = Vec::new();
    for person in table.people {
        let is_theirs = is_theirs(person);
        match person.part {
            Part::Subject | Part::Author => whole.push(is_theirs.clone()),
            Part::Actor => {}
            Part::Request => continue,
        }
        found.push(format!(
            "SELECT it.ctid FROM alphapy.{name} it WHERE {is_theirs}"
        ));
    }
    if let Some(part_of) = table.part_of.filter(|it| it.is_exported) {
        for subject in subjects_of(part_of.table) {
            let (other, by) = (part_of.table, part_of.by);
            let of_theirs =
                format!("o.guild_id = it.guild_id AND o.id = it.{by} AND o.{subject} = $1");
            found.push(format!(
                "SELECT it.ctid FROM alphapy.{name} it JOIN alphapy.{other} o ON {of_theirs}"
            ));
            whole.push(format!(
                "EXISTS (SELECT FROM alphapy.{other} o WHERE {of_theirs})"
            ));
        }
    }
    if found.is_empty() {
        return None;
    }
    let is_whole = match &*whole {
        [] => "false".to_owned(),
        parts => parts.join(" OR "),
    };
    let is_word = |column: &str| table.words.iter().any(|it| it.columns.contains(&column));
    let values: Vec<_> = exported(table)
        .map(|column| {
            if let Some(person) = table.people.iter().find(|it| it.column == column) {
                who(person)
            } else if is_word(column) {
                format!(r#"CASE WHEN {is_whole} THEN to_jsonb(it."{column}") END"#)
            } else if table.places.contains(&column) {
                format!(r#"to_jsonb(it."{column}"::text)"#)
            } else {
                format!(r#"to_jsonb(it."{column}")"#)
            }
        })
        .collect();
    Some(format!(
        "SELECT jsonb_build_array({}) FROM alphapy.{name} it WHERE it.ctid = ANY(ARRAY({})) ORDER BY it.ctid",
        values.join(", "),
        found.join(" UNION "),
    ))
}

/// Whether a row has the person in this column.
fn is_theirs(person: &Person) -> String {
    let column = person.column;
    match person.kind {
        Some(kind) => format!(
            "it.{column} = $1 AND it.{} = '{}'",
            kind.column, kind.person
        ),
        None => format!("it.{column} = $1"),
    }
}

/// The id of the person, and of everybody else that they are somebody else.
fn who(person: &Person) -> String {
    let column = person.column;
    let other = format!("WHEN it.{column} IS NOT NULL THEN to_jsonb('{OTHER}'::text)");
    let own = format!("WHEN it.{column} = $1 THEN to_jsonb(it.{column}::text)");
    match person.kind {
        Some(kind) => format!(
            "CASE {own} WHEN it.{} <> '{}' THEN to_jsonb(it.{column}::text) {other} END",
            kind.column, kind.person
        ),
        None => format!("CASE {own} {other} END"),
    }
}

/// The columns with those whom a table's rows are about.
pub(super) fn subjects_of(name: &str) -> impl Iterator<Item = &'static str> {
    let table = tables().find(move |it| it.name == name);
    let people = table.into_iter().flat_map(|it| it.people);
    people
        .filter(|it| it.part == Part::Subject)
        .map(|it| it.column)
}

fn values(row: Json) -> Vec<Value> {
    match value(row) {
        Value::List(values) => values,
        other => vec![other],
    }
}

fn value(json: Json) -> Value {
    match json {
        Json::Null => Value::Nothing,
        Json::Bool(it) => Value::Truth(it),
        Json::Number(it) => Value::Number(it.to_string()),
        Json::String(it) => Value::Text(it),
        Json::Array(all) => Value::List(all.into_iter().map(value).collect()),
        Json::Object(all) => Value::Fields(
            all.into_iter()
                .map(|(name, it)| (name, value(it)))
                .collect(),
        ),
    }
}
