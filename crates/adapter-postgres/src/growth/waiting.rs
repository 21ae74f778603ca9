//! Questions that wait for the language model's service: the table `waiting_questions`.

use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use growth_core::{Ask, NewWaiting, Question, ReplyTo, WaitingQuestion, WaitingQuestions};
use kernel::{GuildId, PortFailure, UserId};
use sqlx::{PgConnection, PgPool};

use crate::error::failed;

/// Whoever lets a question wait comes after whoever does so at the same moment, so that both see how many wait.
const LINE: &str = "alphapy.waiting_questions";

/// [`WaitingQuestions`] in the table `waiting_questions`.
#[derive(Debug, Clone)]
pub struct PgWaitingQuestions {
    pool: PgPool,
}

struct Row {
    id: i64,
    guild_id: Option<i64>,
    user_id: i64,
    feature: String,
    parts: Vec<String>,
    model: String,
    max_tokens: i32,
    charged_on: Option<NaiveDate>,
    token: String,
    reference: String,
    answerable_until: DateTime<Utc>,
    due_at: DateTime<Utc>,
    tries: i32,
    was_answered: bool,
}

impl PgWaitingQuestions {
    /// The table in this database.
    pub fn new(pool: PgPool) -> Self {
        Self { pool }
    }

    async fn try_add(
        &self,
        question: &NewWaiting,
        now: DateTime<Utc>,
        most: u16,
    ) -> Result<Vec<Row>, sqlx::Error> {
        let mut transaction = self.pool.begin().await?;
        sqlx::query!(
            "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))",
            LINE
        )
        .execute(&mut *transaction)
        .await?;
        insert(&mut transaction, question).await?;
        let gone = make_room(&mut transaction, now, most).await?;
        transaction.commit().await?;
        Ok(gone)
    }
}

async fn insert(connection: &mut PgConnection, question: &NewWaiting) -> Result<(), sqlx::Error> {
    let (ask, to) = (&question.ask, &question.ask.reply_to);
    sqlx::query!(
        "INSERT INTO alphapy.waiting_questions
             (guild_id, user_id, feature, parts, model, max_tokens, charged_on, token, reference, answerable_until, due_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        ask.guild.map(GuildId::as_i64),
        ask.user.as_i64(),
        question.question.feature().name(),
        &question.question.parts(),
        question.model.as_str(),
        i32::try_from(question.max_tokens).unwrap_or(i32::MAX),
        question.charged_on,
        to.token,
        to.reference,
        to.until,
        question.due,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Takes out the oldest ones that are more than may wait and in nobody's hand.
async fn make_room(
    connection: &mut PgConnection,
    now: DateTime<Utc>,
    most: u16,
) -> Result<Vec<Row>, sqlx::Error> {
    let mut gone = sqlx::query_as!(
        Row,
        "DELETE FROM alphapy.waiting_questions WHERE id = ANY(ARRAY(
             SELECT id FROM alphapy.waiting_questions WHERE held_until IS NULL OR held_until <= $1
             ORDER BY id
             LIMIT GREATEST((SELECT count(*) FROM alphapy.waiting_questions) - $2, 0)
             FOR UPDATE SKIP LOCKED
         ))
         RETURNING id, guild_id, user_id, feature, parts, model, max_tokens, charged_on, token, reference,
             answerable_until, due_at, tries, was_answered",
        now,
        i64::from(most),
    )
    .fetch_all(connection)
    .await?;
    gone.sort_unstable_by_key(|it| it.id);
    Ok(gone)
}

#[async_trait]
impl WaitingQuestions for PgWaitingQuestions {
    async fn add(
        &self,
        question: &NewWaiting,
        now: DateTime<Utc>,
        most: u16,
    ) -> Result<Vec<WaitingQuestion>, PortFailure> {
        let gone = self.try_add(question, now, most).await;
        Ok(read(gone.map_err(failed("let a question wait"))?))
    }

    /// Over the questions of all guilds, as they wait together.
    async fn claim(
        &self,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
        most: u16,
    ) -> Result<Vec<WaitingQuestion>, PortFailure> {
        let mut rows = sqlx::query_as!(
            Row,
            "WITH due AS (
                 SELECT id FROM alphapy.waiting_questions
                 WHERE due_at <= $1 AND (held_until IS NULL OR held_until <= $1)
                 ORDER BY due_at, id
                 LIMIT $3
                 FOR UPDATE SKIP LOCKED
             )
             UPDATE alphapy.waiting_questions waiting SET tries = waiting.tries + 1, held_until = $2
             FROM due WHERE waiting.id = due.id
             RETURNING waiting.id, guild_id, user_id, feature, parts, model, max_tokens, charged_on, token, reference,
                 answerable_until, due_at, tries, was_answered",
            now,
            until,
            i64::from(most),
        )
        .fetch_all(&self.pool)
        .await
        .map_err(failed("take questions that wait in hand"))?;
        rows.sort_unstable_by_key(|it| (it.due_at, it.id));
        Ok(read(rows))
    }

    async fn put_back(
        &self,
        question: &WaitingQuestion,
        due: DateTime<Utc>,
    ) -> Result<bool, PortFailure> {
        let done = sqlx::query!(
            "UPDATE alphapy.waiting_questions SET due_at = $4, held_until = NULL
             WHERE guild_id IS NOT DISTINCT FROM $1 AND id = $2 AND tries = $3",
            question.what.ask.guild.map(GuildId::as_i64),
            question.id,
            tries(question),
            due,
        )
        .execute(&self.pool)
        .await
        .map_err(failed("let a question wait on"))?;
        Ok(done.rows_affected() > 0)
    }

    async fn note_answered(&self, question: &WaitingQuestion) -> Result<bool, PortFailure> {
        let done = sqlx::query!(
            "UPDATE alphapy.waiting_questions SET was_answered = true
             WHERE guild_id IS NOT DISTINCT FROM $1 AND id = $2 AND tries = $3",
            question.what.ask.guild.map(GuildId::as_i64),
            question.id,
            tries(question),
        )
        .execute(&self.pool)
        .await
        .map_err(failed("note that a question was answered"))?;
        Ok(done.rows_affected() > 0)
    }

    async fn remove(&self, question: &WaitingQuestion) -> Result<bool, PortFailure> {
        let done = sqlx::query!(
            "DELETE FROM alphapy.waiting_questions
             WHERE guild_id IS NOT DISTINCT FROM $1 AND id = $2 AND tries = $3",
            question.what.ask.guild.map(GuildId::as_i64),
            question.id,
            tries(question),
        )
        .execute(&self.pool)
        .await
        .map_err(failed("forget a question that has ended"))?;
        Ok(done.rows_affected() > 0)
    }

    async fn count(&self, guild: Option<GuildId>) -> Result<u64, PortFailure> {
        let count = sqlx::query_scalar!(
            r#"SELECT count(*) AS "count!" FROM alphapy.waiting_questions WHERE guild_id IS NOT DISTINCT FROM $1"#,
            guild.map(GuildId::as_i64),
        )
        .fetch_one(&self.pool)
        .await
        .map_err(failed("count questions that wait"))?;
        Ok(u64::try_from(count).unwrap_or_default())
    }

    async fn next_due(&self) -> Result<Option<DateTime<Utc>>, PortFailure> {
        sqlx::query_scalar!(
            "SELECT min(GREATEST(due_at, held_until)) FROM alphapy.waiting_questions"
        )
        .fetch_one(&self.pool)
        .await
        .map_err(failed("look for questions that wait"))
    }
}

impl Row {
    /// None for a row that this release does not know, as a newer one may have written it.
    fn into_question(self) -> Option<WaitingQuestion> {
        let guild = self.guild_id.map(GuildId::try_from).transpose().ok()?;
        let reply_to = ReplyTo {
            token: self.token,
            until: self.answerable_until,
            reference: self.reference,
        };
        let what = NewWaiting {
            ask: Ask {
                guild,
                user: UserId::try_from(self.user_id).ok()?,
                reply_to,
            },
            question: Question::read(&self.feature, &self.parts)?,
            model: self.model.parse().ok()?,
            max_tokens: u32::try_from(self.max_tokens).ok()?,
            charged_on: self.charged_on,
            due: self.due_at,
        };
        Some(WaitingQuestion {
            id: self.id,
            what,
            tries: u32::try_from(self.tries).ok()?,
            was_answered: self.was_answered,
        })
    }
}

/// The questions that this release can read. The others are left to a newer one while they can be answered, and to
/// retention after that; what was claimed with them is not held up.
fn read(rows: Vec<Row>) -> Vec<WaitingQuestion> {
    let questions = rows.into_iter().filter_map(|row| {
        let id = row.id;
        let question = row.into_question();
        if question.is_none() {
            tracing::warn!(
                question.id = id,
                "a question that waits is unknown to this release"
            );
        }
        question
    });
    questions.collect()
}

fn tries(question: &WaitingQuestion) -> i32 {
    i32::try_from(question.tries).unwrap_or(i32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::growth::tests::own;

    growth_core::waiting_questions_contract!(#[tokio::test] fn() => own(PgWaitingQuestions::new).await);
}
