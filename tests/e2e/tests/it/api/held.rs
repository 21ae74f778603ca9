//! Another program that holds what the bot wants to read.

use e2e_tests::Town;
use sqlx::{Postgres, Transaction};

/// The reminders' table, which nobody can read until it is let go.
pub(super) struct Held(Transaction<'static, Postgres>);

impl Held {
    /// Takes it.
    pub(super) async fn take(town: &Town) -> Self {
        let mut holder = town.database.pool().begin().await.expect("a transaction");
        let lock = sqlx::query("LOCK TABLE alphapy.reminders IN ACCESS EXCLUSIVE MODE");
        lock.execute(&mut *holder).await.expect("a lock");
        Self(holder)
    }

    /// How many of the bot's connections wait for it.
    pub(super) async fn waiting(town: &Town) -> i64 {
        let count = sqlx::query_scalar(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
        );
        let count = count.fetch_one(town.database.pool()).await;
        count.expect("a count")
    }

    /// Whether a list of somebody's reminders waits for it. Jobs of the bot wait as well.
    pub(super) async fn holds_up_a_list(town: &Town) -> bool {
        let lists = sqlx::query_scalar(
            "SELECT count(*) > 0 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
             AND query LIKE '%WHERE created_by = $1 AND NOT completed%'",
        );
        let lists = lists.fetch_one(town.database.pool()).await;
        lists.expect("an answer")
    }

    /// Lets it go.
    pub(super) async fn release(self) {
        self.0.rollback().await.expect("it lets go");
    }
}
