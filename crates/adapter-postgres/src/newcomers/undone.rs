//! Completions whose roles have yet to be seen to: the table `onboarding_role_work`.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::{GuildId, PortFailure, UserId};
use onboarding_core::{MOST_TRIES, Undone, UndoneStore};
use serde_json::Value;

use super::{PgOnboardingRuns, answers_json, questions_json};
use crate::error::failed;

struct Row {
    guild_id: i64,
    user_id: i64,
    nonce: String,
    completed_at: DateTime<Utc>,
    responses: Value,
    questions: Value,
    tries: i32,
    told: bool,
    is_rerun: bool,
}

#[async_trait]
impl UndoneStore for PgOnboardingRuns {
    /// Over all guilds: a job asks.
    async fn claim_undone(
        &self,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
        most: u32,
    ) -> Result<Vec<Undone>, PortFailure> {
        let rows = sqlx::query_as!(
            Row,
            "WITH due AS (
                 SELECT guild_id, user_id FROM alphapy.onboarding_role_work WHERE due_at <= $1
                 ORDER BY due_at LIMIT $3 FOR UPDATE SKIP LOCKED
             )
             UPDATE alphapy.onboarding_role_work work SET tries = work.tries + 1, due_at = $2
             FROM due JOIN alphapy.onboarding answered USING (guild_id, user_id)
             WHERE work.guild_id = due.guild_id AND work.user_id = due.user_id
             RETURNING work.guild_id, work.user_id, work.nonce, work.completed_at, answered.responses, work.questions,
                 work.tries, work.told, work.is_rerun",
            now,
            until,
            i64::from(most),
        )
        .fetch_all(&self.pool)
        .await
        .map_err(failed("take roles that are left undone in hand"))?;
        let mut undone = Vec::new();
        for row in rows {
            let (guild, user, tries) = (row.guild_id, row.user_id, row.tries);
            match row.into_undone() {
                Some(it) => undone.push(it),
                // A newer release may have written it, and may see to it yet; at some point nobody does.
                None if u32::try_from(tries).is_ok_and(|it| it < MOST_TRIES) => {}
                None => self.give_up(guild, user).await?,
            }
        }
        Ok(undone)
    }

    async fn settle(&self, undone: &Undone) -> Result<bool, PortFailure> {
        let done = sqlx::query!(
            "DELETE FROM alphapy.onboarding_role_work
             WHERE guild_id = $1 AND user_id = $2 AND nonce = $3 AND tries = $4",
            undone.guild.as_i64(),
            undone.member.as_i64(),
            undone.nonce.as_str(),
            tries(undone),
        )
        .execute(&self.pool)
        .await
        .map_err(failed("note that roles were seen to"))?;
        Ok(done.rows_affected() > 0)
    }

    async fn put_back(&self, undone: &Undone, due: DateTime<Utc>) -> Result<bool, PortFailure> {
        let done = sqlx::query!(
            "UPDATE alphapy.onboarding_role_work SET due_at = $5, told = $6
             WHERE guild_id = $1 AND user_id = $2 AND nonce = $3 AND tries = $4",
            undone.guild.as_i64(),
            undone.member.as_i64(),
            undone.nonce.as_str(),
            tries(undone),
            due,
            undone.told,
        )
        .execute(&self.pool)
        .await
        .map_err(failed("let roles wait"))?;
        Ok(done.rows_affected() > 0)
    }
}

impl PgOnboardingRuns {
    async fn give_up(&self, guild: i64, user: i64) -> Result<(), PortFailure> {
        sqlx::query!(
            "DELETE FROM alphapy.onboarding_role_work WHERE guild_id = $1 AND user_id = $2",
            guild,
            user,
        )
        .execute(&self.pool)
        .await
        .map_err(failed("give up roles that nobody can read"))?;
        Ok(())
    }
}

impl Row {
    /// None for a row that this release does not know, as a newer one may have written it.
    fn into_undone(self) -> Option<Undone> {
        let read = || {
            Some(Undone {
                guild: GuildId::try_from(self.guild_id).ok()?,
                member: UserId::try_from(self.user_id).ok()?,
                nonce: self.nonce.parse().ok()?,
                at: self.completed_at,
                answers: answers_json::read(&self.responses).0,
                questions: questions_json::read(&self.questions)?,
                tries: u32::try_from(self.tries).ok()?,
                told: self.told,
                is_rerun: self.is_rerun,
            })
        };
        let undone = read();
        if undone.is_none() {
            let (guild, user) = (self.guild_id, self.user_id);
            tracing::warn!(
                guild.id = guild,
                user.id = user,
                "a completed onboarding is stored in a shape that is not known"
            );
        }
        undone
    }
}

fn tries(undone: &Undone) -> i32 {
    i32::try_from(undone.tries).unwrap_or(i32::MAX)
}
