//! The schema's way up, down and up again, and what stands in its way.
#![expect(
    clippy::unwrap_used,
    reason = "what fails in a helper of a test fails the test"
)]

use adapter_postgres::MIGRATOR;
use adapter_postgres::migrations::{MigrationError, MigrationState, down, history, status, up};
use adapter_postgres::testing::{TestDatabase, empty_database, fresh_database};

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

#[tokio::test]
async fn every_step_goes_up_down_and_up_again_and_leaves_the_same_schema() {
    let database = empty_database().await;
    let pool = database.pool();
    let mut before = Vec::new();
    for version in versions() {
        // The table of migrations itself is made by the first one and stays.
        before.push(catalogue(&database).await);
        assert_eq!(up(pool, Some(version)).await.unwrap(), [version]);
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
    assert_eq!(up(pool, None).await.unwrap(), versions());
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
    assert_eq!(up(database.pool(), None).await.unwrap(), versions());
    assert!(up(database.pool(), None).await.unwrap().is_empty());
}

#[tokio::test]
async fn two_processes_that_start_together_apply_each_step_once() {
    let database = empty_database().await;
    let (one, other) = tokio::join!(up(database.pool(), None), up(database.pool(), None));
    let mut both = [one.unwrap(), other.unwrap()].concat();
    both.sort_unstable();
    assert_eq!(both, versions());
}

#[tokio::test]
async fn status_tells_pending_from_applied_and_changes_nothing() {
    let database = empty_database().await;
    let before = catalogue(&database).await;
    let steps = status(database.pool()).await.unwrap();
    assert!(steps.iter().all(|it| it.state == MigrationState::Pending));
    assert_eq!(steps.len(), versions().len());
    assert_eq!(catalogue(&database).await, before);

    up(database.pool(), None).await.unwrap();
    let steps = status(database.pool()).await.unwrap();
    assert!(
        steps
            .iter()
            .all(|it| matches!(it.state, MigrationState::Applied { .. }))
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
    assert!(matches!(first.state, MigrationState::Changed { .. }));
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
    assert!(matches!(last.state, MigrationState::Unknown { .. }));
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
