//! The guilds that the bot is in.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::{GuildId, PortFailure, UserId};
use settings_core::GuildStore;
use sqlx::{PgConnection, PgPool};

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

/// The guild's row, so that no feature has to wait until the guild has been heard of.
pub(crate) async fn ensure_guild(
    connection: &mut PgConnection,
    guild: GuildId,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "INSERT INTO alphapy.guilds (guild_id) VALUES ($1) ON CONFLICT DO NOTHING",
        guild.as_i64()
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Makes the guild known, and makes others that write its settings or its onboarding wait for the end of this
/// transaction. Locking the rows themselves would not stop two writers from inserting the same one.
pub(crate) async fn lock_guild(
    connection: &mut PgConnection,
    guild: GuildId,
) -> Result<(), sqlx::Error> {
    ensure_guild(connection, guild).await?;
    sqlx::query!(
        "SELECT guild_id FROM alphapy.guilds WHERE guild_id = $1 FOR NO KEY UPDATE",
        guild.as_i64()
    )
    .fetch_one(connection)
    .await?;
    Ok(())
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

    async fn left(
        &self,
        guild: GuildId,
        now: DateTime<Utc>,
        purge_after: DateTime<Utc>,
    ) -> Result<(), PortFailure> {
        sqlx::query!(
            "UPDATE alphapy.guilds SET left_at = $2, purge_after = $3 WHERE guild_id = $1 AND left_at IS NULL",
            guild.as_i64(),
            now,
            purge_after,
        )
        .execute(&self.pool)
        .await
        .map(|_| ())
        .map_err(failed("note that a guild was left"))
    }

    async fn present_on(&self, shard: u32, shards: u32) -> Result<Vec<GuildId>, PortFailure> {
        // Discord's own formula: a snowflake's moment decides its guild's shard.
        let found = sqlx::query_scalar!(
            "SELECT guild_id FROM alphapy.guilds
             WHERE left_at IS NULL AND (guild_id >> 22) % $2::bigint = $1::bigint ORDER BY guild_id",
            i64::from(shard),
            i64::from(shards.max(1)),
        )
        .fetch_all(&self.pool)
        .await
        .map_err(failed("find the guilds of a shard"))?;
        let guilds = found.into_iter().filter_map(|it| it.try_into().ok());
        Ok(guilds.collect())
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
    #[tokio::test]
    async fn a_guild_is_left_once_and_no_longer_among_its_shards() {
        let database = fresh_database().await;
        let store = PgGuildStore::new(database.pool().clone());
        let guild = |number: u64| GuildId::new(number << 22).unwrap();
        let owner = UserId::new(1).unwrap();
        for number in 1..=5 {
            store.present(guild(number), "Town", owner).await.unwrap();
        }
        let on = async |shard, shards| store.present_on(shard, shards).await.unwrap();
        assert_eq!(on(1, 2).await, [guild(1), guild(3), guild(5)]);
        assert_eq!(on(0, 1).await.len(), 5);
        let (at, purged) = (moment("2026-02-04"), moment("2026-03-06"));
        store.left(guild(3), at, purged).await.unwrap();
        store.left(guild(3), purged, purged).await.unwrap();
        store.left(guild(9), at, purged).await.unwrap();
        assert_eq!(on(1, 2).await, [guild(1), guild(5)]);
        let stored: Vec<(DateTime<Utc>, DateTime<Utc>)> = sqlx::query_as(
            "SELECT left_at, purge_after FROM alphapy.guilds WHERE left_at IS NOT NULL",
        )
        .fetch_all(database.pool())
        .await
        .unwrap();
        assert_eq!(stored, [(at, purged)]);
        store.present(guild(3), "Town", owner).await.unwrap();
        assert_eq!(on(1, 2).await.len(), 3);
    }

    fn moment(date: &str) -> DateTime<Utc> {
        format!("{date}T12:00:00Z").parse().unwrap()
    }
}
