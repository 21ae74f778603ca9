//! Where panels stand: the table `onboarding_panels`.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::{ChannelId, GuildId, MessageId, PortFailure, UserId};
use onboarding_core::{Panel, PanelMemory};

use super::PgOnboardingRuns;
use crate::error::failed;

#[async_trait]
impl PanelMemory for PgOnboardingRuns {
    async fn panel(&self, guild: GuildId) -> Result<Option<Panel>, PortFailure> {
        let row = sqlx::query!(
            "SELECT channel_id, message_id FROM alphapy.onboarding_panels WHERE guild_id = $1 AND kind = 'start'",
            guild.as_i64(),
        )
        .fetch_optional(&self.pool)
        .await
        .map_err(failed("recall a panel"))?;
        Ok(row.and_then(|it| {
            Some(Panel {
                channel: ChannelId::try_from(it.channel_id).ok()?,
                message: MessageId::try_from(it.message_id).ok()?,
            })
        }))
    }

    async fn remember_panel(
        &self,
        guild: GuildId,
        panel: Panel,
        by: Option<UserId>,
        at: DateTime<Utc>,
    ) -> Result<(), PortFailure> {
        sqlx::query!(
            "INSERT INTO alphapy.onboarding_panels (guild_id, channel_id, message_id, posted_by, posted_at)
             VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (guild_id, kind) DO UPDATE
             SET channel_id = excluded.channel_id, message_id = excluded.message_id, posted_by = excluded.posted_by,
                 posted_at = excluded.posted_at",
            guild.as_i64(),
            panel.channel.as_i64(),
            panel.message.as_i64(),
            by.map(UserId::as_i64),
            at,
        )
        .execute(&self.pool)
        .await
        .map_err(failed("remember a panel"))?;
        Ok(())
    }
}
