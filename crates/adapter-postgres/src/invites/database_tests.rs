//! Invites on a real Postgres.

use std::ops::Deref;

use chrono::DateTime;
use invites_core::Announcements as _;
use sqlx::{AssertSqlSafe, Execute as _};

use super::PgInviteStore;
use super::queries::leaders_of;
use crate::plans::{filled, is_by, plan_of};
use crate::testing::{TestDatabase, fresh_database};

/// A store and the database it needs for as long as the test lasts.
struct Own {
    store: PgInviteStore,
    database: TestDatabase,
}

impl Deref for Own {
    type Target = PgInviteStore;

    fn deref(&self) -> &PgInviteStore {
        &self.store
    }
}

async fn own() -> Own {
    let database = fresh_database().await;
    let store = PgInviteStore::new(database.pool().clone());
    Own { store, database }
}

invites_core::invite_store_contract!(#[tokio::test] fn() => own().await);

#[tokio::test]
async fn the_leaders_of_a_large_server_are_found_by_their_index() {
    let own = own().await;
    let filled = sqlx::raw_sql(
        "INSERT INTO alphapy.guilds (guild_id) SELECT generate_series(1, 50);
         INSERT INTO alphapy.invite_tracker (guild_id, user_id, invite_count, updated_at)
         SELECT n % 50 + 1, n, n % 90, now() FROM generate_series(1, 50000) n;
         ANALYZE alphapy.invite_tracker",
    );
    filled.execute(own.database.pool()).await.unwrap();
    let (guild, most) = (7_i64, 25_i64);
    let explained = format!("EXPLAIN {}", leaders_of!(guild, most).sql().as_str());
    let plan: Vec<String> = sqlx::query_scalar(AssertSqlSafe(explained))
        .bind(guild)
        .bind(most)
        .fetch_all(own.database.pool())
        .await
        .unwrap();
    let plan = plan.join("\n");
    assert!(plan.contains("idx_invite_tracker_leaders"), "{plan}");
    assert!(!plan.contains("Sort"), "{plan}");
}

#[tokio::test]
async fn announcements_that_nobody_has_in_hand_are_claimed_by_their_index() {
    let database = fresh_database().await;
    let crowd = "INSERT INTO alphapy.guilds (guild_id) SELECT generate_series(1, 50);
         INSERT INTO alphapy.invite_announcements (guild_id, member_id, joined_at, held_until)
         SELECT n % 50 + 1, n, now(), now() + n * interval '1 second' FROM generate_series(1, 50000) n";
    let pool = filled(&database, crowd).await;
    let store = PgInviteStore::new(pool.clone());
    let long_ago = DateTime::UNIX_EPOCH;
    assert!(
        store
            .claim(long_ago, long_ago, 20)
            .await
            .unwrap()
            .is_empty()
    );
    let arguments = "now() + interval '1 day', now() + interval '2 days', 20";
    let plan = plan_of(&pool, "UPDATE alphapy.invite_announcements kept", arguments).await;
    is_by(&plan, "idx_invite_announcements_held_until");
    assert!(!plan.contains("Sort"), "{plan}");
}
