//! Newcomers on their way: the tables `onboarding` and `onboarding_…`.

mod answers_json;
mod arrivals;
mod complete;
mod funnel;
mod panel;
#[cfg(test)]
mod plan_tests;
mod questions_json;
mod rules_json;
mod runs;
mod undone;

use sqlx::PgPool;

/// Everything that running the onboarding keeps.
#[derive(Debug, Clone)]
pub struct PgOnboardingRuns {
    pool: PgPool,
}

impl PgOnboardingRuns {
    /// The tables in this database.
    pub fn new(pool: PgPool) -> Self {
        Self { pool }
    }
}

#[cfg(test)]
mod tests {
    use std::ops::Deref;

    use super::PgOnboardingRuns;
    use crate::testing::{TestDatabase, fresh_database};

    /// A store, and the database it needs for as long as the test lasts.
    struct Own {
        store: PgOnboardingRuns,
        _database: TestDatabase,
    }

    impl Deref for Own {
        type Target = PgOnboardingRuns;

        fn deref(&self) -> &PgOnboardingRuns {
            &self.store
        }
    }

    async fn own() -> Own {
        let database = fresh_database().await;
        sqlx::query("INSERT INTO alphapy.guilds (guild_id, name) VALUES (1, 'Here'), (2, 'There')")
            .execute(database.pool())
            .await
            .unwrap();
        Own {
            store: PgOnboardingRuns::new(database.pool().clone()),
            _database: database,
        }
    }

    onboarding_core::runs_contract!(#[tokio::test] fn() => own().await);
}
