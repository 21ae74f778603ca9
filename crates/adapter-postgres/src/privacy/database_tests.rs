//! A person in every table: what they are given, what is left of them once they were erased, and what others keep.

use std::collections::BTreeMap;

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use kernel::UserId;
use privacy_core::map::{Part, tables};
use privacy_core::testing::request_contract::Fixture;
use privacy_core::{Origin, PersonalData, Value};
use sqlx::AssertSqlSafe;

use super::{PgPersonalData, SubjectKey};
use crate::testing::{TestDatabase, fresh_database};

pub(super) const ALICE: i64 = 900_000_000_000_000_007;
pub(super) const BOB: i64 = 900_000_000_000_000_008;

fn user(id: i64) -> UserId {
    UserId::try_from(id).unwrap()
}

pub(super) fn now() -> DateTime<Utc> {
    "2026-11-22T12:00:00Z".parse().unwrap()
}

pub(super) struct Stored {
    pub(super) database: TestDatabase,
    pub(super) data: PgPersonalData,
}

pub(super) async fn empty() -> Stored {
    let database = fresh_database().await;
    let key = SubjectKey::new(b"the operator's key, thirty-two bytes");
    let data = PgPersonalData::new(database.pool().clone(), Some(key));
    Stored { database, data }
}

/// Alice and Bob in every table, in guild 1; in what is Alice's, Bob did something, and the other way round. Their words are
/// `secret of …` where they go with them, and `kept of …` where they stay.
pub(super) async fn town() -> Stored {
    let stored = empty().await;
    let pool = stored.database.pool();
    let guild = "INSERT INTO alphapy.guilds (guild_id, name) VALUES (1, 'Town')";
    sqlx::query(guild).execute(pool).await.unwrap();
    for who in [ALICE, BOB] {
        settle_in(&stored, who).await;
    }
    stored
}

/// What one of the two did in guild 1, and what the other did with it.
pub(super) async fn settle_in(stored: &Stored, person: i64) {
    let (other, name, number) = match person {
        ALICE => (BOB, "alice", "1"),
        _ => (ALICE, "bob", "2"),
    };
    let rows = SEED
        .replace("$ME", &person.to_string())
        .replace("$OTHER", &other.to_string())
        .replace("$NAME", name)
        .replace("$N", number);
    let pool = stored.database.pool();
    let inserted = sqlx::raw_sql(AssertSqlSafe(rows)).execute(pool).await;
    inserted.unwrap();
}

const SEED: &str = "
INSERT INTO alphapy.guilds (guild_id, name, owner_id) VALUES (10 + $N, 'kept of $NAME', $ME);
INSERT INTO alphapy.bot_settings (guild_id, scope, key, value, value_type, updated_by)
    VALUES (1, 'scope', 'key$N', '\"kept of $NAME\"', 'text', $ME);
INSERT INTO alphapy.settings_history (guild_id, scope, key, new_value, changed_by, change_type)
    VALUES (1, 'scope', 'key$N', '\"kept of $NAME\"', $ME, 'created');
INSERT INTO alphapy.reminders (guild_id, name, channel_id, message, created_by, event_time)
    VALUES (1, 'kept of $NAME', 5, 'kept of $NAME', $ME, '2026-11-23');
INSERT INTO alphapy.reminder_images (guild_id, reminder_id, file_name, content_type, content)
    SELECT 1, id, 'kept of $NAME.png', 'image/png', '\\x00' FROM alphapy.reminders WHERE created_by = $ME;
INSERT INTO alphapy.reminder_occurrences
    (guild_id, reminder_id, fires_at, kind, event_at, state, claimed_at, finished_at, asked_by)
    SELECT 1, id, event_time, 'snoozed', event_time, 'sent', event_time, event_time, $ME FROM alphapy.reminders LIMIT 1;
INSERT INTO alphapy.watched_messages
    (guild_id, channel_id, message_id, content, title, place, body, seen_at, closed_at, undone_by)
    VALUES (1, 5, 60 + $N, 0, 0, 0, 0, '2026-11-01', '2026-11-01', $ME);
INSERT INTO alphapy.support_tickets
    (guild_id, ticket_no, user_id, username, description, status, claimed_by, claimed_at, escalated_kind, escalated_to,
     closed_at, closed_by, close_reason, archived_at, archived_by, archive_started_by, last_activity_at, created_at, updated_at)
    VALUES (1, $N, $ME, 'secret of $NAME', 'secret of $NAME', 'archived', $OTHER, '2026-11-01', 'user', $OTHER,
            '2026-11-02', $OTHER, 'secret of $NAME', '2026-11-03', $OTHER, $OTHER, '2026-11-02', '2026-11-01', '2026-11-03');
INSERT INTO alphapy.ticket_events (guild_id, ticket_id, event, actor_id, to_status, at)
    SELECT 1, id, 'created', actor, 'open', '2026-11-01'
    FROM alphapy.support_tickets, (VALUES ($ME), ($OTHER)) actors (actor) WHERE user_id = $ME;
INSERT INTO alphapy.ticket_jobs (guild_id, ticket_id, kind, payload, run_after, done_at, created_at)
    SELECT 1, id, 'notify', '{\"line\": \"reopened\", \"by\": $OTHER}', '2026-11-01', '2026-11-01', '2026-11-01'
    FROM alphapy.support_tickets WHERE user_id = $ME;
INSERT INTO alphapy.ticket_summaries (guild_id, ticket_id, closed_at, summary, created_at)
    SELECT 1, id, closed_at, 'secret of $NAME', closed_at FROM alphapy.support_tickets WHERE user_id = $ME;
INSERT INTO alphapy.ticket_suggestions (guild_id, ticket_id, requested_by, chars, created_at)
    SELECT 1, id, $OTHER, 9, '2026-11-01' FROM alphapy.support_tickets WHERE user_id = $ME;
INSERT INTO alphapy.ticket_metrics (guild_id, scope, counts, snapshot, triggered_by, minute, created_at)
    VALUES (1, 'all', '{}', '{}', $ME, '2026-11-0$N', '2026-11-01');
INSERT INTO alphapy.ticket_numbers (guild_id, last_no) VALUES (1, 2) ON CONFLICT DO NOTHING;
INSERT INTO alphapy.faq_entries
    (guild_id, title, title_folded, summary, created_by, updated_by, source_ticket_id, created_at, updated_at)
    SELECT 1, 'kept of $NAME', 'kept of $NAME', 'kept of $NAME', $ME, $OTHER, id, '2026-11-01', '2026-11-01'
    FROM alphapy.support_tickets WHERE user_id = $ME;
INSERT INTO alphapy.faq_proposals
    (guild_id, similarity_key, topic_terms, sample, occurrences, ticket_ids, state, decided_by, created_at, decided_at)
    SELECT 1, 'topic $N', '{a}', 'secret of $NAME', 1, ARRAY[id], 'dismissed', $OTHER, '2026-11-01', '2026-11-01'
    FROM alphapy.support_tickets WHERE user_id = $ME;
INSERT INTO alphapy.faq_search_logs (guild_id, query, match_count, created_at) VALUES (1, 'kept of $NAME', 0, '2026-11-01');
INSERT INTO alphapy.growth_checkins (guild_id, user_id, goal, obstacle, feeling, reply, created_at)
    VALUES (1, $ME, 'secret of $NAME', 'secret of $NAME', 'secret of $NAME', 'secret of $NAME', '2026-11-01'),
           (NULL, $ME, 'secret of $NAME', 'secret of $NAME', 'secret of $NAME', 'secret of $NAME', '2026-11-01');
INSERT INTO alphapy.waiting_questions
    (guild_id, user_id, feature, parts, model, max_tokens, token, reference, answerable_until, due_at)
    VALUES (NULL, $ME, 'leaderhelp', '{secret of $NAME}', 'm', 1, 'token of $NAME', 'r', '2026-11-22', '2026-11-22');
INSERT INTO alphapy.invite_tracker (guild_id, user_id, invite_count, adjusted_by, updated_at)
    VALUES (1, $ME, 3, $OTHER, '2026-11-01');
INSERT INTO alphapy.invite_joins (guild_id, member_id, inviter_id, invite_code, way, grade, joined_at)
    VALUES (1, $ME, $OTHER, 'code$N', 'uses', 'exact', '2026-11-01');
INSERT INTO alphapy.invite_announcements (guild_id, member_id, inviter_id, invite_count, joined_at, held_until)
    VALUES (1, $ME, $OTHER, 3, '2026-11-01', '2026-11-01');
INSERT INTO alphapy.onboarding (guild_id, user_id, responses) VALUES (1, $ME, '{\"0\": \"secret of $NAME\"}');
INSERT INTO alphapy.onboarding_role_work (guild_id, user_id, nonce, completed_at, questions, is_rerun, due_at)
    VALUES (1, $ME, 'nonce-$N-nonce', '2026-11-01', '[]', false, '2026-11-01');
INSERT INTO alphapy.onboarding_sessions (guild_id, user_id, nonce, phase, step, answers, created_at, expires_at)
    VALUES (1, $ME, 'nonce-$N-nonce', 'questions', 1, '{\"0\": \"secret of $NAME\"}', '2026-11-01', '2026-11-02');
INSERT INTO alphapy.onboarding_panels (guild_id, channel_id, message_id, posted_by, posted_at)
    VALUES (10 + $N, 5, 6, $ME, '2026-11-01');
INSERT INTO alphapy.onboarding_screening (guild_id, user_id, since, due_at, tries)
    VALUES (1, $ME, '2026-11-01', '2026-11-01', 1);
INSERT INTO alphapy.gpt_usage (user_id, guild_id, usage_date) VALUES ($ME, 1, '2026-11-22'), ($ME, NULL, '2026-11-22');
INSERT INTO alphapy.gpt_calls (guild_id, user_id, feature, model, outcome, at)
    VALUES (1, $ME, 'leaderhelp', 'm', 'ok', '2026-11-22');
INSERT INTO alphapy.audit_logs (guild_id, user_id, command_name, command_type, success, error_message, created_at)
    VALUES (NULL, $ME, 'help', 'slash', false, 'secret of $NAME', '2026-11-22');
INSERT INTO alphapy.gdpr_acceptance (guild_id, user_id, version) VALUES (1, $ME, '1'), (10 + $N, $ME, '1');
INSERT INTO alphapy.alphapy_discord_links (innersync_user_id, discord_user_id, verified_by)
    VALUES ('00000000-0000-0000-0000-00000000000$N', $ME, 'admin');
";

/// How many rows of each table have this text anywhere, as it stands or in bytes.
pub(super) async fn traces(database: &TestDatabase, text: &str) -> BTreeMap<String, i64> {
    let names: Vec<String> = sqlx::query_scalar(
        "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'alphapy' AND table_type = 'BASE TABLE'",
    )
    .fetch_all(database.pool())
    .await
    .unwrap();
    let mut found = BTreeMap::new();
    for name in names {
        let statement =
            format!("SELECT count(*) FROM alphapy.{name} it WHERE strpos(it::text, $1) > 0");
        let count: i64 = sqlx::query_scalar(AssertSqlSafe(statement))
            .bind(text)
            .fetch_one(database.pool())
            .await
            .unwrap();
        if count > 0 {
            found.insert(name, count);
        }
    }
    found
}

pub(super) async fn erase(stored: &Stored, id: i64) {
    let asked = stored
        .data
        .request_erasure(user(id), Origin::Command, now());
    let request = asked.await.unwrap();
    stored.data.erase(request, now()).await.unwrap().unwrap();
}

pub(super) async fn settle(stored: &Stored) {
    let settled = stored.data.settle(now() + TimeDelta::hours(1), 9).await;
    assert_eq!(settled.unwrap(), 1);
}

#[tokio::test]
async fn alice_is_in_every_column_of_the_town_that_can_hold_a_person() {
    let stored = town().await;
    for table in tables() {
        for person in table.people.iter().filter(|it| it.part != Part::Request) {
            let (name, column) = (table.name, person.column);
            let statement = format!("SELECT count(*) FROM alphapy.{name} WHERE {column} = $1");
            let count: i64 = sqlx::query_scalar(AssertSqlSafe(statement))
                .bind(ALICE)
                .fetch_one(stored.database.pool())
                .await
                .unwrap();
            assert!(count > 0, "add a row with alice as {name}.{column} to SEED");
        }
    }
}

#[tokio::test]
async fn whoever_was_erased_is_nowhere_and_nothing_of_theirs_but_what_the_map_keeps() {
    let stored = town().await;
    assert!(traces(&stored.database, "secret of alice").await.len() > 5);
    let kept = traces(&stored.database, "kept of alice").await;
    erase(&stored, ALICE).await;
    settle(&stored).await;
    let nothing = BTreeMap::new();
    assert_eq!(traces(&stored.database, &ALICE.to_string()).await, nothing);
    assert_eq!(traces(&stored.database, "secret of alice").await, nothing);
    assert_eq!(traces(&stored.database, "token of alice").await, nothing);
    assert_eq!(traces(&stored.database, "kept of alice").await, kept);
}

fn printed(value: &Value) -> String {
    format!("{value:?}")
}

#[tokio::test]
async fn whoever_asks_is_given_what_is_theirs_and_nothing_of_others() {
    let stored = town().await;
    let sheets = stored.data.gather(user(ALICE)).await.unwrap();
    let names: Vec<_> = sheets.iter().map(|it| it.table).collect();
    for table in tables() {
        let has_any = table.people.iter().any(|it| it.part != Part::Request);
        assert_eq!(
            names.contains(&table.name),
            has_any || table.name == "ticket_summaries",
            "{}",
            table.name
        );
    }
    let mut text = String::new();
    for sheet in &sheets {
        for row in &sheet.rows {
            assert_eq!(row.len(), sheet.columns.len());
            for value in row {
                text.push_str(&printed(value));
            }
        }
    }
    assert!(
        text.contains("secret of alice") && text.contains("kept of alice"),
        "{text}"
    );
    assert!(text.contains(&format!("Text(\"{ALICE}\")")) && text.contains("Text(\"other\")"));
    for hidden in ["of bob", &BOB.to_string(), "token of"] {
        assert!(!text.contains(hidden), "{hidden}: {text}");
    }
    let moment = "Text(\"2026-11-01T00:00:00+00:00\")";
    assert!(text.contains(moment), "{text}");
}

#[tokio::test]
async fn of_whom_nothing_is_stored_nothing_is_gathered_or_erased() {
    let stored = town().await;
    let nobody = 900_000_000_000_000_009;
    assert_eq!(stored.data.gather(user(nobody)).await.unwrap(), []);
    let asked = stored
        .data
        .request_erasure(user(nobody), Origin::Command, now());
    let request = asked.await.unwrap();
    let erased = stored.data.erase(request, now()).await.unwrap().unwrap();
    assert_eq!(erased.rows, []);
}

#[tokio::test]
async fn an_erasure_that_one_table_refuses_erases_nothing_at_all() {
    let stored = town().await;
    let pool = stored.database.pool();
    let before = traces(&stored.database, &ALICE.to_string()).await;
    for sql in [
        "CREATE FUNCTION public.refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no'; END $$",
        "CREATE TRIGGER refuse BEFORE DELETE ON alphapy.alphapy_discord_links
         FOR EACH ROW EXECUTE FUNCTION public.refuse()",
    ] {
        sqlx::query(sql).execute(pool).await.unwrap();
    }
    let asked = stored
        .data
        .request_erasure(user(ALICE), Origin::Command, now());
    let request = asked.await.unwrap();
    let failure = stored.data.erase(request, now()).await.unwrap_err();
    stored.data.note_failure(request, &failure).await.unwrap();
    let mut after = traces(&stored.database, &ALICE.to_string()).await;
    assert_eq!(after.remove("privacy_requests"), Some(1));
    assert_eq!(after, before);
    sqlx::query("DROP TRIGGER refuse ON alphapy.alphapy_discord_links")
        .execute(pool)
        .await
        .unwrap();
    let waiting = stored
        .data
        .unfinished(now() + TimeDelta::minutes(1), 9)
        .await
        .unwrap();
    assert_eq!(waiting, [request]);
    stored.data.erase(request, now()).await.unwrap();
    settle(&stored).await;
    assert_eq!(
        traces(&stored.database, &ALICE.to_string()).await,
        BTreeMap::new()
    );
}

#[tokio::test]
async fn what_is_written_down_late_goes_when_the_request_is_settled_and_what_came_later_stays() {
    let stored = town().await;
    erase(&stored, ALICE).await;
    for at in ["2026-11-22 11:59:59+00", "2026-11-22 12:00:01+00"] {
        let statement = format!(
            "INSERT INTO alphapy.audit_logs (user_id, command_name, command_type, created_at)
             VALUES ({ALICE}, 'help', 'slash', '{at}')"
        );
        sqlx::raw_sql(AssertSqlSafe(statement))
            .execute(stored.database.pool())
            .await
            .unwrap();
    }
    settle(&stored).await;
    let left = traces(&stored.database, &ALICE.to_string()).await;
    assert_eq!(left, BTreeMap::from([("audit_logs".to_owned(), 1)]));
}

#[tokio::test]
async fn a_request_says_who_it_was_about_only_to_whoever_has_the_key() {
    let stored = town().await;
    erase(&stored, ALICE).await;
    settle(&stored).await;
    let (digest, state, user, counts): (Option<Vec<u8>>, String, Option<i64>, serde_json::Value) =
        sqlx::query_as(
            "SELECT subject_hash, state, discord_user_id, row_counts FROM alphapy.privacy_requests",
        )
        .fetch_one(stored.database.pool())
        .await
        .unwrap();
    let key = SubjectKey::new(b"the operator's key, thirty-two bytes");
    assert_eq!(digest, Some(key.digest(super::database_tests::user(ALICE))));
    assert_eq!((&*state, user), ("done", None));
    assert_eq!(counts["growth_checkins"], 2);
    let without = PgPersonalData::new(stored.database.pool().clone(), None);
    without
        .note_export(super::database_tests::user(ALICE), &Vec::new(), now())
        .await
        .unwrap();
    let unnamed: i64 =
        sqlx::query_scalar("SELECT count(*) FROM alphapy.privacy_requests WHERE kind = 'export' AND subject_hash IS NULL")
            .fetch_one(stored.database.pool())
            .await
            .unwrap();
    assert_eq!(unnamed, 1);
}

#[tokio::test]
async fn two_who_confirm_at_once_are_told_the_same_and_erase_once() {
    let stored = town().await;
    let confirm = async || {
        let asked = stored
            .data
            .request_erasure(user(ALICE), Origin::Command, now());
        let request = asked.await.unwrap();
        stored.data.erase(request, now()).await.unwrap().unwrap()
    };
    let (one, other) = tokio::join!(confirm(), confirm());
    let rows = |it: &privacy_core::Erased| it.rows.iter().map(|it| it.1).sum::<u64>();
    assert!(rows(&one).max(rows(&other)) > 20);
    // Whoever came when it was over already found nothing.
    assert!(one == other || rows(&one).min(rows(&other)) == 0);
    let left = traces(&stored.database, "secret of alice").await;
    assert_eq!(left, BTreeMap::new());
}

#[async_trait]
impl Fixture for Stored {
    fn data(&self) -> &dyn PersonalData {
        &self.data
    }

    async fn store(&self, user: UserId, rows: u64) {
        sqlx::query(
            "INSERT INTO alphapy.growth_checkins (user_id, goal, obstacle, feeling, reply, created_at)
             SELECT $1, 'g', 'o', 'f', 'r', now() FROM generate_series(1, $2)",
        )
        .bind(user.as_i64())
        .bind(i64::try_from(rows).unwrap())
        .execute(self.database.pool())
        .await
        .unwrap();
    }
}

privacy_core::privacy_request_contract!(#[tokio::test] fn() => empty().await);
