//! The statements that erase a person, made of the data map, in its order.
//!
//! Their text comes from the map alone, and the map is held to the schema by a test: nothing that anybody typed gets into it.

use chrono::{DateTime, Utc};
use privacy_core::RowCounts;
use privacy_core::map::{OnErasure, Part, Person, Table, tables};
use sqlx::{AssertSqlSafe, PgConnection};

use super::gathering::subjects_of;

/// What an excerpt becomes that was drawn from what the person wrote.
const TAKEN_OUT: &str = "(taken out)";

/// Erases the person with this id, at this moment. How many rows were deleted or changed, of each table in which there were any.
pub(super) async fn erase(
    connection: &mut PgConnection,
    user: i64,
    at: DateTime<Utc>,
) -> Result<RowCounts, sqlx::Error> {
    let mut counts = RowCounts::new();
    let let_go = super::tickets::let_go(&mut *connection, user, at).await?;
    for table in tables() {
        let mut rows = taken_out(table, &mut *connection, user).await?;
        if table.name == "support_tickets" {
            rows += let_go;
        }
        for statement in statements(table) {
            let done = sqlx::query(AssertSqlSafe(statement)).bind(user);
            rows += done.execute(&mut *connection).await?.rows_affected();
        }
        if rows > 0 {
            counts.push((table.name, rows));
        }
    }
    Ok(counts)
}

/// What was written of the person since `before`, but tells of something before it: see [`Table::late`].
pub(super) async fn erase_late(
    connection: &mut PgConnection,
    user: i64,
    before: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    for table in tables() {
        let Some(late) = table.late else { continue };
        // Before their id goes, by which it is found.
        taken_out(table, &mut *connection, user).await?;
        for statement in table.people.iter().filter_map(|it| of_person(table, it)) {
            let statement = format!("{statement} AND {late} <= $2");
            let done = sqlx::query(AssertSqlSafe(statement))
                .bind(user)
                .bind(before);
            done.execute(&mut *connection).await?;
        }
    }
    Ok(())
}

fn statements(table: &'static Table) -> impl Iterator<Item = String> {
    let of_whole = table.part_of.into_iter().flat_map(move |part_of| {
        subjects_of(part_of.table).map(move |subject| {
            format!(
                "DELETE FROM alphapy.{} it USING alphapy.{} o WHERE o.guild_id = it.guild_id AND o.id = it.{} AND o.{subject} = $1",
                table.name, part_of.table, part_of.by
            )
        })
    });
    of_whole.chain(table.people.iter().filter_map(|it| of_person(table, it)))
}

fn of_person(table: &Table, person: &Person) -> Option<String> {
    let (name, column) = (table.name, person.column);
    match (person.part, person.kind) {
        (Part::Subject, _) => Some(format!("DELETE FROM alphapy.{name} WHERE {column} = $1")),
        (Part::Author | Part::Actor, None) => Some(format!(
            "UPDATE alphapy.{name} SET {column} = NULL WHERE {column} = $1"
        )),
        (Part::Author | Part::Actor, Some(kind)) => {
            let (of, person, nobody) = (kind.column, kind.person, kind.nobody);
            Some(format!(
                "UPDATE alphapy.{name} SET {column} = NULL, {of} = '{nobody}' WHERE {column} = $1 AND {of} = '{person}'"
            ))
        }
        (Part::Request, _) => None,
    }
}

/// Takes the person's words out of rows that are not theirs.
async fn taken_out(
    table: &Table,
    connection: &mut PgConnection,
    user: i64,
) -> Result<u64, sqlx::Error> {
    let has_any = |it: &privacy_core::map::Words| matches!(it.on_erasure, OnErasure::TakenOut(_));
    if !table.words.iter().any(has_any) {
        return Ok(0);
    }
    let done = match table.name {
        "ticket_jobs" => {
            sqlx::query!(
                r"DELETE FROM alphapy.ticket_jobs
                  WHERE done_at IS NOT NULL AND payload::text ~ ('\m' || $1::bigint::text || '\M')",
                user,
            )
            .execute(connection)
            .await?
        }
        "faq_proposals" => {
            sqlx::query!(
                "UPDATE alphapy.faq_proposals SET sample = $2
                 WHERE ticket_ids && ARRAY(SELECT id FROM alphapy.support_tickets WHERE user_id = $1)",
                user,
                TAKEN_OUT,
            )
            .execute(connection)
            .await?
        }
        "invite_joins" => {
            sqlx::query!(
                "UPDATE alphapy.invite_joins SET invite_code = NULL WHERE inviter_id = $1 AND invite_code IS NOT NULL",
                user,
            )
            .execute(connection)
            .await?
        }
        // A test holds the tables that have such words to those that are here.
        _ => return Ok(0),
    };
    Ok(done.rows_affected())
}
