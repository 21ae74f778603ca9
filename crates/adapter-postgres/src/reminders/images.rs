//! Copies of the pictures that members attached.

use async_trait::async_trait;
use kernel::{GuildId, PortFailure};
use reminders_core::{Image, ImageStore, ReminderId};
use sqlx::PgConnection;

use super::store::PgReminderStore;
use crate::error::failed;

impl PgReminderStore {
    async fn keep(
        &self,
        guild: GuildId,
        id: ReminderId,
        image: &Image,
    ) -> Result<bool, sqlx::Error> {
        let mut transaction = self.pool.begin().await?;
        let found = sqlx::query!(
            "UPDATE alphapy.reminders SET image_url = $3 WHERE guild_id = $1 AND id = $2",
            guild.as_i64(),
            id.as_i64(),
            image.address(),
        )
        .execute(&mut *transaction)
        .await?;
        if found.rows_affected() == 0 {
            return Ok(false);
        }
        sqlx::query!(
            "INSERT INTO alphapy.reminder_images (guild_id, reminder_id, file_name, content_type, content)
             VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (guild_id, reminder_id) DO UPDATE
             SET file_name = $3, content_type = $4, content = $5, created_at = now()",
            guild.as_i64(),
            id.as_i64(),
            image.file_name(),
            image.kind().content_type(),
            image.content(),
        )
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(true)
    }
}

#[async_trait]
impl ImageStore for PgReminderStore {
    async fn attach(
        &self,
        guild: GuildId,
        id: ReminderId,
        image: &Image,
    ) -> Result<bool, PortFailure> {
        let kept = self.keep(guild, id, image).await;
        kept.map_err(failed("keep a picture"))
    }

    async fn image(&self, guild: GuildId, id: ReminderId) -> Result<Option<Image>, PortFailure> {
        // A copy that is not its reminder's any more, because the announcement was changed, is none.
        let content = sqlx::query_scalar!(
            "SELECT content FROM alphapy.reminder_images
             JOIN alphapy.reminders USING (guild_id)
             WHERE guild_id = $1 AND reminder_id = $2 AND id = reminder_id
               AND image_url = 'attachment://' || file_name",
            guild.as_i64(),
            id.as_i64(),
        )
        .fetch_optional(&self.pool)
        .await
        .map_err(failed("find a picture"))?;
        Ok(content.and_then(|it| Image::new(it).ok()))
    }
}

/// Forgets the copy of a picture that is not shown any more.
pub(super) async fn forget(
    connection: &mut PgConnection,
    guild: GuildId,
    id: ReminderId,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "DELETE FROM alphapy.reminder_images WHERE guild_id = $1 AND reminder_id = $2",
        guild.as_i64(),
        id.as_i64(),
    )
    .execute(connection)
    .await?;
    Ok(())
}
