//! Reading and writing questions. Whoever writes takes the guild's row first.

use chrono::{DateTime, Utc};
use kernel::GuildId;
use onboarding_core::set_up::{NewQuestion, Pick, QuestionStored};
use onboarding_core::{CustomQuestion, Question, QuestionId};
use sqlx::{PgExecutor, PgPool};

use super::question_row::{
    QuestionRow, Unreadable, follow_ups_json, options_json, question_rows, written_question,
};
use crate::guilds::lock_guild;

/// See `SetUpStore::questions`.
pub(super) async fn all(
    executor: impl PgExecutor<'_>,
    guild: GuildId,
) -> Result<Vec<CustomQuestion>, sqlx::Error> {
    let rows = question_rows!("WHERE guild_id = $1 ORDER BY step_order", guild.as_i64());
    let rows = rows.fetch_all(executor).await?;
    let questions: Result<_, Unreadable> = rows.into_iter().map(CustomQuestion::try_from).collect();
    Ok(questions?)
}

/// See `SetUpStore::store_question`.
pub(super) async fn store(
    pool: &PgPool,
    guild: GuildId,
    new: &NewQuestion,
    now: DateTime<Utc>,
) -> Result<QuestionStored, sqlx::Error> {
    let mut transaction = pool.begin().await?;
    lock_guild(&mut transaction, guild).await?;
    let before = all(&mut *transaction, guild).await?;
    let replaces_defaults = new.enabled && !before.iter().any(|it| it.enabled);
    let mut before = before.into_iter();
    let replaced = before.find(|it| it.position == new.position);
    let row = match &replaced {
        Some(it) => {
            update(
                &mut *transaction,
                guild,
                it.id,
                new.enabled,
                &new.question,
                now,
            )
            .await?
        }
        None => insert(&mut *transaction, guild, new, now).await?,
    };
    transaction.commit().await?;
    Ok(QuestionStored {
        question: CustomQuestion::try_from(row)?,
        replaced,
        replaces_defaults,
    })
}

/// See `SetUpStore::change_question`.
pub(super) async fn change(
    pool: &PgPool,
    guild: GuildId,
    seen: &CustomQuestion,
    question: &Question,
    now: DateTime<Utc>,
) -> Result<Option<CustomQuestion>, sqlx::Error> {
    let mut transaction = pool.begin().await?;
    lock_guild(&mut transaction, guild).await?;
    if !all(&mut *transaction, guild).await?.contains(seen) {
        transaction.rollback().await?;
        return Ok(None);
    }
    let row = update(
        &mut *transaction,
        guild,
        seen.id,
        seen.enabled,
        question,
        now,
    )
    .await?;
    transaction.commit().await?;
    Ok(Some(CustomQuestion::try_from(row)?))
}

/// See `SetUpStore::delete_question`.
pub(super) async fn delete(
    pool: &PgPool,
    guild: GuildId,
    which: Pick<QuestionId>,
) -> Result<Option<CustomQuestion>, sqlx::Error> {
    let (position, id) = match which {
        Pick::At(position) => (Some(i32::from(position.get())), None),
        Pick::Numbered(id) => (None, Some(id.as_i64())),
    };
    let row = written_question!(
        "DELETE FROM alphapy.guild_onboarding_questions WHERE guild_id = $1 AND (step_order = $2 OR id = $3)",
        guild.as_i64(),
        position,
        id,
    )
    .fetch_optional(pool)
    .await?;
    Ok(row.map(CustomQuestion::try_from).transpose()?)
}

/// See `SetUpStore::reset_questions`.
pub(super) async fn delete_all(pool: &PgPool, guild: GuildId) -> Result<usize, sqlx::Error> {
    let done = sqlx::query!(
        "DELETE FROM alphapy.guild_onboarding_questions WHERE guild_id = $1",
        guild.as_i64(),
    )
    .execute(pool)
    .await?;
    Ok(usize::try_from(done.rows_affected()).unwrap_or(usize::MAX))
}

async fn insert(
    executor: impl PgExecutor<'_>,
    guild: GuildId,
    new: &NewQuestion,
    now: DateTime<Utc>,
) -> Result<QuestionRow, sqlx::Error> {
    written_question!(
        "INSERT INTO alphapy.guild_onboarding_questions (guild_id, step_order, question, question_type, options, followup,
             required, enabled, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)",
        guild.as_i64(),
        i32::from(new.position.get()),
        new.question.text.as_str(),
        new.question.kind().word(),
        options_json(&new.question),
        follow_ups_json(&new.question),
        new.question.required,
        new.enabled,
        now,
    )
    .fetch_one(executor)
    .await
}

async fn update(
    executor: impl PgExecutor<'_>,
    guild: GuildId,
    id: QuestionId,
    enabled: bool,
    question: &Question,
    now: DateTime<Utc>,
) -> Result<QuestionRow, sqlx::Error> {
    written_question!(
        "UPDATE alphapy.guild_onboarding_questions
         SET question = $3, question_type = $4, options = $5, followup = $6, required = $7, enabled = $8, updated_at = $9
         WHERE guild_id = $1 AND id = $2",
        guild.as_i64(),
        id.as_i64(),
        question.text.as_str(),
        question.kind().word(),
        options_json(question),
        follow_ups_json(question),
        question.required,
        enabled,
        now,
    )
    .fetch_one(executor)
    .await
}
