//! The schema's way up, down and up again, and what stands in its way.
#![expect(
    clippy::unwrap_used,
    reason = "what fails in a helper of a test fails the test"
)]

use adapter_postgres::MIGRATOR;
use adapter_postgres::migrations::{MigrationError, down, history, status, up};
use adapter_postgres::testing::{TestDatabase, empty_database, fresh_database};
use operations_core::{DoneStep, StepState};

/// Everything that a migration can leave in the schema, as sorted text.
const CATALOGUE: &str = "
    SELECT line FROM (
        SELECT format('column %s.%s.%s %s null=%s default=%s', table_schema, table_name, column_name, data_type,
                      is_nullable, column_default) AS line
          FROM information_schema.columns WHERE table_schema NOT IN ('pg_catalog', 'information_schema')
        UNION ALL SELECT format('index %s', indexdef) FROM pg_indexes
          WHERE schemaname NOT IN ('pg_catalog', 'information_schema')
        UNION ALL SELECT format('constraint %s %s', c.conname, pg_get_constraintdef(c.oid)) FROM pg_constraint c
          JOIN pg_namespace n ON n.oid = c.connamespace WHERE n.nspname NOT IN ('pg_catalog', 'information_schema')
        UNION ALL SELECT format('trigger %s', pg_get_triggerdef(oid)) FROM pg_trigger WHERE NOT tgisinternal
        UNION ALL SELECT format('function %s', p.oid::regprocedure) FROM pg_proc p
          JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname NOT IN ('pg_catalog', 'information_schema')
        UNION ALL SELECT format('schema %s', nspname) FROM pg_namespace WHERE nspname NOT LIKE 'pg\\_%'
    ) everything ORDER BY line";

async fn catalogue(database: &TestDatabase) -> Vec<String> {
    sqlx::query_scalar(CATALOGUE)
        .fetch_all(database.pool())
        .await
        .unwrap()
}

fn versions() -> Vec<i64> {
    MIGRATOR
        .iter()
        .filter(|step| step.migration_type.is_up_migration())
        .map(|step| step.version)
        .collect()
}

/// The numbers of what was applied.
fn numbers(applied: &[DoneStep]) -> Vec<i64> {
    applied.iter().map(|it| it.version).collect()
}

#[tokio::test]
async fn every_step_goes_up_down_and_up_again_and_leaves_the_same_schema() {
    let database = empty_database().await;
    let pool = database.pool();
    let mut before = Vec::new();
    for version in versions() {
        // The table of migrations itself is made by the first one and stays.
        before.push(catalogue(&database).await);
        let applied = up(pool, Some(version)).await.unwrap();
        assert_eq!(numbers(&applied), [version]);
    }
    let whole = catalogue(&database).await;
    for (version, before) in versions().into_iter().zip(before).rev() {
        down(pool, version).await.unwrap();
        let is_left: Vec<String> = catalogue(&database)
            .await
            .into_iter()
            .filter(|line| !before.contains(line) && !line.contains("_sqlx_migrations"))
            .collect();
        assert!(is_left.is_empty(), "{version} leaves {is_left:#?}");
    }
    let applied = up(pool, None).await.unwrap();
    assert_eq!(numbers(&applied), versions());
    assert_eq!(catalogue(&database).await, whole);
}

#[tokio::test]
async fn taking_the_newest_step_back_and_applying_it_again_harms_no_older_row() {
    let database = fresh_database().await;
    let pool = database.pool();
    let newest = *versions().last().unwrap();
    sqlx::query("INSERT INTO alphapy.guilds (guild_id, name) VALUES (1, 'Harbour')")
        .execute(pool)
        .await
        .unwrap();
    down(pool, newest).await.unwrap();
    up(pool, None).await.unwrap();
    let name: String = sqlx::query_scalar("SELECT name FROM alphapy.guilds WHERE guild_id = 1")
        .fetch_one(pool)
        .await
        .unwrap();
    assert_eq!(name, "Harbour");
}

#[tokio::test]
async fn a_second_up_finds_nothing_to_do() {
    let database = empty_database().await;
    let applied = up(database.pool(), None).await.unwrap();
    assert_eq!(numbers(&applied), versions());
    assert!(up(database.pool(), None).await.unwrap().is_empty());
}

#[tokio::test]
async fn two_processes_that_start_together_apply_each_step_once() {
    let database = empty_database().await;
    let (one, other) = tokio::join!(up(database.pool(), None), up(database.pool(), None));
    let mut both = numbers(&[one.unwrap(), other.unwrap()].concat());
    both.sort_unstable();
    assert_eq!(both, versions());
}

#[tokio::test]
async fn status_tells_pending_from_applied_and_changes_nothing() {
    let database = empty_database().await;
    let before = catalogue(&database).await;
    let steps = status(database.pool()).await.unwrap();
    assert!(steps.iter().all(|it| it.state == StepState::Pending));
    assert_eq!(steps.len(), versions().len());
    assert_eq!(catalogue(&database).await, before);

    up(database.pool(), None).await.unwrap();
    let steps = status(database.pool()).await.unwrap();
    assert!(
        steps
            .iter()
            .all(|it| matches!(it.state, StepState::Applied { .. }))
    );
    let applied: Vec<i64> = history(database.pool())
        .await
        .unwrap()
        .iter()
        .map(|it| it.version)
        .collect();
    assert_eq!(applied, versions());
}

#[tokio::test]
async fn an_edited_step_is_named_and_nothing_goes_on() {
    let database = fresh_database().await;
    let pool = database.pool();
    let edited = versions()[0];
    sqlx::query("UPDATE public._sqlx_migrations SET checksum = 'other' WHERE version = $1")
        .bind(edited)
        .execute(pool)
        .await
        .unwrap();
    let first = status(pool).await.unwrap().remove(0);
    assert!(matches!(first.state, StepState::Changed { .. }));
    let error = up(pool, None).await.unwrap_err();
    assert!(matches!(error, MigrationError::Changed { version } if version == edited));
}

#[tokio::test]
async fn a_half_applied_step_is_named_and_nothing_goes_on() {
    let database = fresh_database().await;
    let half = *versions().last().unwrap();
    sqlx::query("UPDATE public._sqlx_migrations SET success = false WHERE version = $1")
        .bind(half)
        .execute(database.pool())
        .await
        .unwrap();
    let last = status(database.pool()).await.unwrap().pop().unwrap();
    assert_eq!(last.state, StepState::HalfApplied);
    let error = down(database.pool(), half).await.unwrap_err();
    assert!(matches!(error, MigrationError::Dirty { version } if version == half));
}

#[tokio::test]
async fn a_database_ahead_of_the_program_is_left_alone() {
    let database = fresh_database().await;
    let pool = database.pool();
    sqlx::query(
        "INSERT INTO public._sqlx_migrations VALUES (9999, 'from the future', now(), true, 'x', 1)",
    )
    .execute(pool)
    .await
    .unwrap();
    let last = status(pool).await.unwrap().pop().unwrap();
    assert!(matches!(last.state, StepState::Unknown { .. }));
    let up_error = up(pool, None).await.unwrap_err();
    let down_error = down(pool, 9999).await.unwrap_err();
    for error in [up_error, down_error] {
        assert!(
            matches!(error, MigrationError::DatabaseNewer { version: 9999, .. }),
            "{error}"
        );
    }
}

#[tokio::test]
async fn only_the_last_step_can_be_taken_back_and_only_by_its_name() {
    let database = fresh_database().await;
    let newest = *versions().last().unwrap();
    let error = down(database.pool(), newest + 1).await.unwrap_err();
    assert!(
        matches!(error, MigrationError::NotTheLast { last, .. } if last == Some(newest)),
        "{error}"
    );
    let error = up(database.pool(), Some(newest + 1)).await.unwrap_err();
    assert!(matches!(error, MigrationError::NoSuchVersion { .. }));
}

/// Rows as the newest release leaves them: every recurrence, several events of one announcement, rest, being snoozed.
const IN_FULL: [&str; 3] = [
    "INSERT INTO alphapy.guilds (guild_id, name) VALUES (1, 'Harbour')",
    r#"INSERT INTO alphapy.reminders
           (guild_id, name, channel_id, "time", call_time, days, rrule, starts_on, ends_on, event_time, offset_minutes,
            source, origin_channel_id, origin_message_id, origin_part, mention_everyone, paused_reason, paused_at,
            paused_missing, next_fire_at, next_kind, next_event_at)
       VALUES
         (1, 'weekly', 10, '19:00', '20:00', '{0,4}', NULL, NULL, NULL, NULL, 60, 'manual', NULL, NULL, 0, true,
          NULL, NULL, '{}', '2026-02-06 18:00Z', 'pre', '2026-02-06 19:00Z'),
         (1, 'monthly', 10, '19:00', '20:00', '{}', 'FREQ=MONTHLY;BYMONTHDAY=13', '2026-01-13', '2026-12-13', NULL, 60,
          'manual', NULL, NULL, 0, false, NULL, NULL, '{}', '2026-02-13 18:00Z', 'pre', '2026-02-13 19:00Z'),
         (1, 'resting daily', 10, '19:00', '20:00', '{}', 'FREQ=DAILY', NULL, NULL, NULL, 60, 'manual', NULL, NULL, 0,
          false, 'forbidden', '2026-02-05 12:00Z', '{send_messages}', NULL, NULL, NULL),
         (1, 'first part', 10, '19:00', '20:00', '{}', NULL, NULL, NULL, '2026-02-07 19:00Z', 60, 'watcher', 20, 77, 0,
          false, NULL, NULL, '{}', '2026-02-07 18:00Z', 'pre', '2026-02-07 19:00Z'),
         (1, 'second part', 10, '19:00', '20:00', '{}', NULL, NULL, NULL, '2026-02-08 19:00Z', 60, 'watcher', 20, 77, 1,
          false, NULL, NULL, '{}', '2026-02-08 18:00Z', 'pre', '2026-02-08 19:00Z'),
         (1, 'left', 10, '19:00', '20:00', '{}', NULL, NULL, NULL, '2026-02-09 19:00Z', 60, 'manual', NULL, NULL, 0,
          false, 'guild_left', '2026-02-05 12:00Z', '{}', NULL, NULL, NULL)"#,
    "INSERT INTO alphapy.reminder_occurrences
         (guild_id, reminder_id, fires_at, kind, event_at, state, claimed_at, lease_until, finished_at, error, problem)
     SELECT 1, id, timestamptz '2026-02-04 18:00Z', 'pre', timestamptz '2026-02-04 19:00Z', 'failed', timestamptz '2026-02-04 18:00Z', NULL::timestamptz,
            timestamptz '2026-02-04 18:00Z', 'missing permissions', 'forbidden'
     FROM alphapy.reminders WHERE name = 'resting daily'
     UNION ALL
     SELECT 1, id, timestamptz '2026-02-04 20:00Z', 'snoozed', timestamptz '2026-02-04 19:00Z', 'claimed', timestamptz '2026-02-04 19:00Z',
            timestamptz '2026-02-04 20:00Z', NULL, NULL, NULL
     FROM alphapy.reminders WHERE name = 'weekly'",
];

#[tokio::test]
async fn every_reminder_is_still_readable_after_the_fourth_step_went_down_and_up_again() {
    use reminders_core::{Completed, ListQuery, ReminderKinds, ReminderStore as _, Scope};
    let database = empty_database().await;
    let pool = database.pool();
    up(pool, Some(4)).await.unwrap();
    for sql in IN_FULL {
        sqlx::query(sql).execute(pool).await.unwrap();
    }
    down(pool, 4).await.unwrap();
    // The earlier release posts nothing that rests, and nothing of which it does not know the recurrence twice.
    let due: Vec<String> = sqlx::query_scalar(
        "SELECT name FROM alphapy.reminders WHERE next_fire_at IS NOT NULL AND NOT completed ORDER BY name",
    )
    .fetch_all(pool)
    .await
    .unwrap();
    assert_eq!(due, ["first part", "monthly", "second part", "weekly"]);
    up(pool, None).await.unwrap();
    let query = ListQuery {
        scope: Scope::Guild,
        kinds: ReminderKinds::All,
        completed: Completed::Included,
        offset: 0,
        limit: 100,
    };
    let store = adapter_postgres::PgReminderStore::new(pool.clone());
    let guild = reminders_core::testing::guild(1);
    let listed = store.list(guild, query).await.unwrap().reminders;
    let mut found: Vec<_> = listed
        .iter()
        .map(|it| (it.what.name.as_str(), it.completed))
        .collect();
    found.sort_unstable();
    let expected = [
        ("first part", false),
        ("left", true),
        ("monthly", false),
        ("resting daily", true),
        ("second part", false),
        ("weekly", false),
    ];
    assert_eq!(found, expected);
    let told: Vec<bool> =
        sqlx::query_scalar("SELECT told_at IS NOT NULL FROM alphapy.reminder_occurrences")
            .fetch_all(pool)
            .await
            .unwrap();
    assert_eq!(
        told,
        [true],
        "what failed was told of before, and what was snoozed is gone"
    );
}
