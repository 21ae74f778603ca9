//! What members ask of the language model for themselves: their check-ins, and questions that wait for an answer.

mod checkins;
mod waiting;

pub use checkins::PgCheckins;
pub use waiting::PgWaitingQuestions;

#[cfg(test)]
mod tests {
    use std::ops::Deref;

    use sqlx::PgPool;

    use crate::testing::{TestDatabase, fresh_database};

    /// A store, and the database it needs for as long as the test lasts.
    pub(super) struct Own<S> {
        store: S,
        _database: TestDatabase,
    }

    impl<S> Deref for Own<S> {
        type Target = S;

        fn deref(&self) -> &S {
            &self.store
        }
    }

    /// A store in a database of its own with guilds 1 and 2.
    pub(super) async fn own<S>(store: impl FnOnce(PgPool) -> S) -> Own<S> {
        let database = fresh_database().await;
        sqlx::query("INSERT INTO alphapy.guilds (guild_id, name) VALUES (1, 'Here'), (2, 'There')")
            .execute(database.pool())
            .await
            .unwrap();
        Own {
            store: store(database.pool().clone()),
            _database: database,
        }
    }
}
