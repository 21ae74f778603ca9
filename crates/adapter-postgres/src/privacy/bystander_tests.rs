//! What an erasure does to others: to everything that is Bob's when Alice goes, and to tickets that she had to do with.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use growth_core::{CheckinForm, CheckinStore as _, NewCheckin};
use kernel::UserId;
use serde_json::Value as Json;
use sqlx::AssertSqlSafe;

use super::database_tests::{ALICE, BOB, Stored, empty, erase, now, settle, settle_in, town};
use crate::growth::PgCheckins;
use crate::testing::TestDatabase;

/// Every row of every table.
async fn everything(database: &TestDatabase) -> BTreeMap<String, Vec<Json>> {
    let tables: Vec<String> = sqlx::query_scalar(
        "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'alphapy' AND table_type = 'BASE TABLE'",
    )
    .fetch_all(database.pool())
    .await
    .unwrap();
    let mut all = BTreeMap::new();
    for table in tables {
        let statement = format!("SELECT to_jsonb(it) FROM alphapy.{table} it");
        let rows = sqlx::query_scalar(AssertSqlSafe(statement));
        let rows: Vec<Json> = rows.fetch_all(database.pool()).await.unwrap();
        all.insert(table, rows);
    }
    all
}

/// The row without Alice's id, and without what follows from that she does not have the ticket in hand any more.
fn without_alice(table: &str, mut row: Json) -> Json {
    let fields = row.as_object_mut().unwrap();
    for value in fields.values_mut().filter(|it| it.as_i64() == Some(ALICE)) {
        *value = Json::Null;
    }
    if table == "invite_joins" {
        fields.remove("invite_code");
    }
    if table == "support_tickets" {
        for field in [
            "status",
            "escalated_kind",
            "claimed_at",
            "revision",
            "updated_at",
        ] {
            fields.remove(field);
        }
    }
    row
}

#[tokio::test]
async fn whoever_stays_keeps_every_row_of_every_table() {
    let stored = empty().await;
    let guild = "INSERT INTO alphapy.guilds (guild_id, name) VALUES (1, 'Town')";
    sqlx::query(guild)
        .execute(stored.database.pool())
        .await
        .unwrap();
    settle_in(&stored, ALICE).await;
    let alices = everything(&stored.database).await;
    settle_in(&stored, BOB).await;
    let mut bobs = everything(&stored.database).await;
    for (table, rows) in &mut bobs {
        rows.retain(|it| !alices[table].contains(it));
    }
    let tables = bobs.values().filter(|it| !it.is_empty()).count();
    assert!(tables > 25, "this looks at {tables} tables");
    erase(&stored, ALICE).await;
    settle(&stored).await;
    let left = everything(&stored.database).await;
    for (table, rows) in bobs {
        // The FAQ has changed with her name. How Alice's draft for Bob's ticket fared is hers, and so is the work that said what she did.
        if ["ticket_suggestions", "ticket_jobs", "faq_revisions"].contains(&&*table) {
            continue;
        }
        let left = left[&table].iter().cloned();
        let left: Vec<_> = left.map(|it| without_alice(&table, it)).collect();
        for row in rows {
            let row = without_alice(&table, row);
            assert!(left.contains(&row), "{table} has lost {row:#}");
        }
    }
    let codes: Vec<Option<String>> =
        sqlx::query_scalar("SELECT invite_code FROM alphapy.invite_joins")
            .fetch_all(stored.database.pool())
            .await
            .unwrap();
    assert_eq!(codes, [None], "a code of hers tells that it was she");
}

async fn runs(stored: &Stored, sql: &str) {
    let pool = stored.database.pool();
    let done = sqlx::raw_sql(AssertSqlSafe(sql.to_owned()))
        .execute(pool)
        .await;
    done.unwrap();
}

/// A column of Bob's ticket, or of what belongs to it, as text.
async fn of_bobs<T>(stored: &Stored, sql: &str) -> T
where
    T: Send + Unpin + for<'r> sqlx::Decode<'r, sqlx::Postgres> + sqlx::Type<sqlx::Postgres>,
{
    let sql = sql.replace("$BOB", &BOB.to_string());
    let asked = sqlx::query_scalar(AssertSqlSafe(sql));
    asked.fetch_one(stored.database.pool()).await.unwrap()
}

#[tokio::test]
async fn what_the_erased_had_in_hand_is_free_again_as_if_it_had_been_set_back() {
    for (was, is) in [
        ("claimed", "open"),
        ("waiting_for_user", "waiting_for_user"),
        ("escalated", "escalated"),
    ] {
        let stored = town().await;
        runs(
            &stored,
            &format!(
                "UPDATE alphapy.support_tickets
                 SET status = '{was}', closed_at = NULL, closed_by = NULL, archived_at = NULL, archived_by = NULL,
                     claimed_by = {ALICE}, claimed_at = '2026-11-01', revision = 4
                 WHERE user_id = {BOB}"
            ),
        )
        .await;
        erase(&stored, ALICE).await;
        let ticket = "FROM alphapy.support_tickets WHERE user_id = $BOB";
        let status: String = of_bobs(&stored, &format!("SELECT status {ticket}")).await;
        assert_eq!(status, is);
        let free =
            format!("SELECT claimed_by IS NULL AND claimed_at IS NULL AND revision = 5 {ticket}");
        assert!(of_bobs::<bool>(&stored, &free).await, "{was}");
        let noted = format!(
            "SELECT count(*) FROM alphapy.ticket_events
             WHERE event = 'unclaimed' AND actor_id IS NULL AND from_status = '{was}' AND to_status = '{is}'
               AND ticket_id = (SELECT id {ticket})"
        );
        assert_eq!(of_bobs::<i64>(&stored, &noted).await, 1);
        let work = format!(
            "SELECT string_agg(kind || payload::text, ' ' ORDER BY id) FROM alphapy.ticket_jobs
             WHERE done_at IS NULL AND ticket_id = (SELECT id {ticket})"
        );
        assert_eq!(
            of_bobs::<String>(&stored, &work).await,
            r#"refresh_embed{} notify{"by": null, "line": "unclaimed"}"#
        );
    }
}

#[tokio::test]
async fn channels_of_tickets_that_go_are_remembered_until_they_are_taken_away() {
    for (change, expected) in [
        ("status = 'open', closed_at = NULL, archived_at = NULL", 1),
        ("status = 'closed', archived_at = NULL", 1),
        ("status = 'archived', archived_at = '2026-11-02'", 0),
    ] {
        let stored = town().await;
        runs(
            &stored,
            &format!(
                "UPDATE alphapy.support_tickets SET channel_id = 77, {change}
                 WHERE user_id = {ALICE}"
            ),
        )
        .await;
        erase(&stored, ALICE).await;
        let left =
            "SELECT count(*) FROM alphapy.left_ticket_rooms WHERE guild_id = 1 AND channel_id = 77";
        assert_eq!(of_bobs::<i64>(&stored, left).await, expected, "{change}");
    }
    let stored = town().await;
    runs(
        &stored,
        &format!(
            "UPDATE alphapy.support_tickets SET status = 'archived', archived_at = '2026-11-02', channel_id = 77
             WHERE user_id = {ALICE};
             INSERT INTO alphapy.ticket_jobs (guild_id, ticket_id, kind, run_after, created_at)
             SELECT 1, id, 'delete_channel', '2026-11-02', '2026-11-02' FROM alphapy.support_tickets WHERE user_id = {ALICE}"
        ),
    )
    .await;
    erase(&stored, ALICE).await;
    let left = "SELECT count(*) FROM alphapy.left_ticket_rooms WHERE channel_id = 77";
    assert_eq!(
        of_bobs::<i64>(&stored, left).await,
        1,
        "its work went with the ticket"
    );
}

fn checkin(asked_at: DateTime<Utc>) -> NewCheckin {
    NewCheckin {
        guild: None,
        user: UserId::try_from(ALICE).unwrap(),
        form: CheckinForm::new("sleep", "thoughts", "fine").unwrap(),
        reply: "Well done.".to_owned(),
        asked_at,
        created_at: now() + TimeDelta::minutes(1),
    }
}

#[tokio::test]
async fn a_check_in_from_before_an_erasure_is_not_kept_after_it() {
    let stored = town().await;
    erase(&stored, ALICE).await;
    let checkins = PgCheckins::new(stored.database.pool().clone());
    let before = checkin(now() - TimeDelta::seconds(9));
    assert_eq!(checkins.add(&before).await.unwrap(), None);
    let later = checkin(now() + TimeDelta::seconds(9));
    assert!(checkins.add(&later).await.unwrap().is_some());
    settle(&stored).await;
    assert!(checkins.add(&before).await.unwrap().is_some(), "long since");
}

#[tokio::test]
async fn a_check_in_that_comes_while_its_author_is_erased_waits_for_that_and_is_not_kept() {
    let stored = town().await;
    let pool = stored.database.pool();
    runs(
        &stored,
        &format!(
            "INSERT INTO alphapy.privacy_requests (kind, origin, discord_user_id, state, requested_at)
             VALUES ('erase', 'command', {ALICE}, 'queued', '2026-11-22 11:59:00+00')"
        ),
    )
    .await;
    let mut erasure = pool.begin().await.unwrap();
    let carried_out = "UPDATE alphapy.privacy_requests SET state = 'running', completed_at = $1";
    let carried_out = sqlx::query(carried_out).bind(now());
    carried_out.execute(&mut *erasure).await.unwrap();
    let checkins = PgCheckins::new(pool.clone());
    let before = checkin(now() - TimeDelta::seconds(9));
    let waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%privacy_requests%'";
    let erased = async {
        while of_bobs::<i64>(&stored, waiting).await == 0 {
            tokio::task::yield_now().await;
        }
        erasure.commit().await.unwrap();
    };
    let (added, ()) = tokio::join!(checkins.add(&before), erased);
    assert_eq!(added.unwrap(), None);
}
