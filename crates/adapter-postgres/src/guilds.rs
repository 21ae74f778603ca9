//! The guilds that the bot is in.

use async_trait::async_trait;
use kernel::{GuildId, PortFailure, UserId};
use settings_core::GuildStore;
use sqlx::PgPool;

use crate::error::failed;

/// How many characters of a name the table takes, which are as many as Discord allows.
const NAME_MAX: usize = 100;

/// [`GuildStore`] over the table `guilds`.
#[derive(Debug, Clone)]
pub struct PgGuildStore {
    pool: PgPool,
}

impl PgGuildStore {
    /// The guilds in this database.
    pub fn new(pool: PgPool) -> Self {
        Self { pool }
    }
}

#[async_trait]
impl GuildStore for PgGuildStore {
    async fn present(&self, guild: GuildId, name: &str, owner: UserId) -> Result<(), PortFailure> {
        let name: String = name.replace('\0', "").chars().take(NAME_MAX).collect();
        // Every start tells of every guild: rows that are true already are left alone.
        sqlx::query!(
            "INSERT INTO alphapy.guilds AS known (guild_id, name, owner_id) VALUES ($1, $2, $3)
             ON CONFLICT (guild_id) DO UPDATE
             SET name = excluded.name, owner_id = excluded.owner_id, left_at = NULL, purge_after = NULL
             WHERE (known.name, known.owner_id, known.left_at)
                IS DISTINCT FROM (excluded.name, excluded.owner_id, NULL)",
            guild.as_i64(),
            name,
            owner.as_i64(),
        )
        .execute(&self.pool)
        .await
        .map(|_| ())
        .map_err(failed("note that a guild is present"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::fresh_database;

    async fn rows(pool: &PgPool) -> Vec<(String, Option<i64>, bool)> {
        sqlx::query_as("SELECT name, owner_id, left_at IS NULL FROM alphapy.guilds")
            .fetch_all(pool)
            .await
            .unwrap()
    }

    #[tokio::test]
    async fn a_guild_is_noted_once_and_kept_true() {
        let database = fresh_database().await;
        let store = PgGuildStore::new(database.pool().clone());
        let guild = GuildId::new(7).unwrap();
        let owner = |id| UserId::new(id).unwrap();
        store.present(guild, "Town", owner(1)).await.unwrap();
        store.present(guild, "Town", owner(1)).await.unwrap();
        assert_eq!(
            rows(database.pool()).await,
            [("Town".to_owned(), Some(1), true)]
        );
        store
            .present(guild, &"é\0".repeat(101), owner(2))
            .await
            .unwrap();
        assert_eq!(
            rows(database.pool()).await,
            [("é".repeat(100), Some(2), true)]
        );
    }

    #[tokio::test]
    async fn a_guild_that_was_left_is_present_again() {
        let database = fresh_database().await;
        let store = PgGuildStore::new(database.pool().clone());
        let (guild, owner) = (GuildId::new(7).unwrap(), UserId::new(1).unwrap());
        store.present(guild, "Town", owner).await.unwrap();
        sqlx::query("UPDATE alphapy.guilds SET left_at = now(), purge_after = now()")
            .execute(database.pool())
            .await
            .unwrap();
        store.present(guild, "Town", owner).await.unwrap();
        assert_eq!(
            rows(database.pool()).await,
            [("Town".to_owned(), Some(1), true)]
        );
    }
}
