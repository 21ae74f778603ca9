//! The data map says what the schema says: every table, every column, nothing else.

use std::collections::BTreeSet;

use privacy_core::map::{OnErasure, Part, tables};

use crate::testing::{TestDatabase, fresh_database};

/// A column as the database has it.
#[derive(sqlx::FromRow)]
struct Column {
    table: String,
    name: String,
    data_type: String,
    is_nullable: bool,
}

async fn columns(database: &TestDatabase) -> Vec<Column> {
    sqlx::query_as(
        r#"SELECT table_name::text AS "table", column_name::text AS name, udt_name::text AS data_type,
                  is_nullable = 'YES' AS is_nullable
           FROM information_schema.columns WHERE table_schema = 'alphapy' ORDER BY 1, 2"#,
    )
    .fetch_all(database.pool())
    .await
    .unwrap()
}

fn mapped() -> BTreeSet<(String, String)> {
    tables()
        .flat_map(|table| table.columns().map(|it| (table.name.into(), it.into())))
        .collect()
}

async fn assert_says_what_the_schema_says(database: &TestDatabase) {
    let there: BTreeSet<_> = columns(database)
        .await
        .into_iter()
        .map(|it| (it.table, it.name))
        .collect();
    let mapped = mapped();
    let unmapped: Vec<_> = there.difference(&mapped).collect();
    assert!(
        unmapped.is_empty(),
        "say in crates/privacy-core/src/map what these hold and what becomes of it: {unmapped:#?}"
    );
    let gone: Vec<_> = mapped.difference(&there).collect();
    assert!(gone.is_empty(), "the map has what is not there: {gone:#?}");
}

#[tokio::test]
async fn every_column_of_every_table_is_in_the_data_map_and_nothing_else_is() {
    assert_says_what_the_schema_says(&fresh_database().await).await;
}

#[tokio::test]
#[should_panic(expected = "what these hold")]
async fn a_column_that_nobody_has_thought_about_is_noticed() {
    let database = fresh_database().await;
    let added = sqlx::query("ALTER TABLE alphapy.reminders ADD COLUMN deputy bigint");
    added.execute(database.pool()).await.unwrap();
    assert_says_what_the_schema_says(&database).await;
}

#[tokio::test]
#[should_panic(expected = "what is not there")]
async fn a_table_that_is_gone_is_noticed() {
    let database = fresh_database().await;
    let dropped = sqlx::query("DROP TABLE alphapy.growth_checkins");
    dropped.execute(database.pool()).await.unwrap();
    assert_says_what_the_schema_says(&database).await;
}

/// Names of columns that hold people as a rule; what is no person, says so by being a place or a fact.
fn sounds_like_a_person(column: &str) -> bool {
    let known = [
        "user", "member", "actor", "owner", "inviter", "claimed", "closed", "archived",
    ];
    let by = column.ends_with("_by") || column.ends_with("_to");
    by || column.ends_with("_id") && known.iter().any(|it| column.starts_with(it))
        || column.contains("user_id")
}

#[tokio::test]
async fn a_number_that_sounds_like_a_person_is_mapped_as_one_and_a_person_is_a_number() {
    let database = fresh_database().await;
    for it in columns(&database).await {
        let table = tables().find(|table| table.name == it.table).unwrap();
        let is_person = table.people.iter().any(|person| person.column == it.name);
        let name = format!("{}.{}", it.table, it.name);
        if is_person {
            assert_eq!(it.data_type, "int8", "{name}");
        } else if it.data_type == "int8" {
            assert!(!sounds_like_a_person(&it.name), "{name}");
        }
    }
}

#[tokio::test]
async fn an_id_that_is_to_be_taken_out_of_a_row_may_be_missing_there() {
    let database = fresh_database().await;
    let columns = columns(&database).await;
    for table in tables() {
        for person in table.people {
            let column = columns
                .iter()
                .find(|it| it.table == table.name && it.name == person.column);
            let taken_out = person.part != Part::Subject;
            assert!(
                !taken_out || column.unwrap().is_nullable,
                "{}.{}",
                table.name,
                person.column
            );
        }
    }
}

#[tokio::test]
async fn rows_that_belong_to_others_go_with_them_by_the_schema_too() {
    let database = fresh_database().await;
    for table in tables() {
        let Some(part_of) = table.part_of else {
            continue;
        };
        let cascades: i64 = sqlx::query_scalar(
            "SELECT count(*) FROM pg_constraint
             WHERE contype = 'f' AND confdeltype = 'c' AND conrelid = ('alphapy.' || $1)::regclass
               AND confrelid = ('alphapy.' || $2)::regclass
               AND conkey @> ARRAY[(
                   SELECT attnum FROM pg_attribute WHERE attrelid = ('alphapy.' || $1)::regclass AND attname = $3
               )]",
        )
        .bind(table.name)
        .bind(part_of.table)
        .bind(part_of.by)
        .fetch_one(database.pool())
        .await
        .unwrap();
        assert_eq!(cascades, 1, "{}", table.name);
    }
}

#[tokio::test]
async fn whatever_holds_texts_is_mapped_as_words_or_is_short() {
    let database = fresh_database().await;
    let mut read = 0;
    for it in columns(&database).await {
        if !["jsonb", "_text", "bytea"].contains(&it.data_type.as_str()) {
            continue;
        }
        let table = tables().find(|table| table.name == it.table).unwrap();
        let is_fact = table.facts.contains(&it.name.as_str());
        let harmless = [
            // Figures.
            "counts",
            "snapshot",
            "row_counts",
            "topics",
            // Words of whole topics, of more than one member.
            "topic_terms",
            // Numbers and names of the FAQ.
            "sources",
            // Names in the program.
            "days",
            "paused_missing",
            // Digests.
            "scope_hash",
            "body_hash",
            "subject_hash",
        ];
        assert!(
            !is_fact || harmless.contains(&it.name.as_str()),
            "{}.{}",
            it.table,
            it.name
        );
        read += 1;
    }
    assert!(read > 10, "this finds hardly any: {read}");
}

#[test]
fn words_that_are_taken_out_of_rows_are_of_tables_that_this_adapter_knows() {
    let known = ["ticket_jobs", "faq_proposals", "invite_joins"];
    let taken_out = tables().filter(|table| {
        let mut words = table.words.iter();
        words.any(|it| matches!(it.on_erasure, OnErasure::TakenOut(_)))
    });
    let taken_out: Vec<_> = taken_out.map(|it| it.name).collect();
    assert_eq!(taken_out, known);
}

#[tokio::test]
async fn a_person_is_found_by_an_index_in_every_table() {
    let database = fresh_database().await;
    for table in tables() {
        for person in table.people.iter().filter(|it| it.part != Part::Request) {
            let (name, column) = (table.name, person.column);
            let indexes: i64 = sqlx::query_scalar(
                "SELECT count(*) FROM pg_index i
                 JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
                 WHERE i.indrelid = ('alphapy.' || $1)::regclass AND a.attname = $2
                   AND coalesce(pg_get_expr(i.indpred, i.indrelid), '(' || $2 || ' IS NOT NULL)')
                     = '(' || $2 || ' IS NOT NULL)'",
            )
            .bind(name)
            .bind(column)
            .fetch_one(database.pool())
            .await
            .unwrap();
            assert!(indexes > 0, "{name} needs an index by {column}");
        }
    }
}
