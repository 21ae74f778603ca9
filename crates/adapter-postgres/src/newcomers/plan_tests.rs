//! Among ten thousands of newcomers, each is found by an index, and so is what is left to do.

use chrono::DateTime;
use kernel::{GuildId, UserId};
use onboarding_core::{RunStore as _, UndoneStore as _};
use sqlx::PgPool;

use super::PgOnboardingRuns;
use crate::plans::{filled, is_by, plan_of};
use crate::testing::{TestDatabase, fresh_database};

/// Fifty servers with the same thousand people in each: their sessions, completions, and completions that are not over.
const CROWD: &str = "INSERT INTO alphapy.guilds (guild_id) SELECT generate_series(1, 50);
    INSERT INTO alphapy.onboarding_sessions (guild_id, user_id, nonce, phase, step, created_at, expires_at)
        SELECT n % 50 + 1, n / 50 + 1, 'abcdefgh12', 'questions', 0, now(), now() + n * interval '1 second'
        FROM generate_series(1, 50000) n;
    INSERT INTO alphapy.onboarding (guild_id, user_id, timestamp)
        SELECT n % 50 + 1, n / 50 + 1, now() + n * interval '1 second' FROM generate_series(1, 50000) n;
    INSERT INTO alphapy.onboarding_role_work
            (guild_id, user_id, nonce, completed_at, questions, is_rerun, due_at)
        SELECT n % 50 + 1, n / 50 + 1, 'abcdefgh12', now(), '[]', false, now() + n * interval '1 second'
        FROM generate_series(1, 50000) n";

/// The database with the crowd, in which each statement ran once, and the connection that it ran on.
async fn asked() -> (TestDatabase, PgPool) {
    let database = fresh_database().await;
    let pool = filled(&database, CROWD).await;
    let runs = PgOnboardingRuns::new(pool.clone());
    let (guild, member) = (GuildId::new(7).unwrap(), UserId::new(6).unwrap());
    let long_ago = DateTime::UNIX_EPOCH;
    assert!(
        runs.session(guild, member, long_ago)
            .await
            .unwrap()
            .is_some()
    );
    assert!(runs.completed(guild, member).await.unwrap().is_some());
    assert_eq!(runs.all_completed(guild).await.unwrap().len(), 1000);
    assert_eq!(runs.remove_expired(long_ago, 100).await.unwrap(), 0);
    let undone = runs.claim_undone(long_ago, long_ago, 20).await.unwrap();
    assert!(undone.is_empty());
    (database, pool)
}

#[tokio::test]
async fn a_session_and_a_completion_are_found_by_their_keys() {
    let (_database, pool) = asked().await;
    let session = "FROM alphapy.onboarding_sessions WHERE guild_id = $1 AND user_id = $2";
    let plan = plan_of(&pool, session, "7, 6, now()").await;
    is_by(&plan, "pk_onboarding_sessions");
    let completed = "SELECT user_id, responses, timestamp, nonce FROM alphapy.onboarding
             WHERE guild_id = $1 AND user_id = $2";
    is_by(&plan_of(&pool, completed, "7, 6").await, "pk_onboarding");
}

#[tokio::test]
async fn a_servers_completions_are_found_by_their_index() {
    let (_database, pool) = asked().await;
    let plan = plan_of(&pool, "ORDER BY timestamp, user_id", "7").await;
    is_by(&plan, "idx_onboarding_guild_id_timestamp");
}

#[tokio::test]
async fn what_is_left_to_do_is_claimed_by_its_index_however_much_waits() {
    let (_database, pool) = asked().await;
    let arguments = "now() + interval '1 day', now() + interval '2 days', 20";
    let plan = plan_of(&pool, "UPDATE alphapy.onboarding_role_work work", arguments).await;
    is_by(&plan, "idx_onboarding_role_work_due_at");
    assert!(!plan.contains("Sort"), "{plan}");
}

#[tokio::test]
async fn expired_sessions_are_removed_by_their_index() {
    let (_database, pool) = asked().await;
    let arguments = "now() + interval '1 minute', 100";
    let plan = plan_of(&pool, "DELETE FROM alphapy.onboarding_sessions", arguments).await;
    is_by(&plan, "idx_onboarding_sessions_expires_at");
}
