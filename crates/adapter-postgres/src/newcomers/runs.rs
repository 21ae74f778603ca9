//! Sessions, and what is kept of completions: the tables `onboarding_sessions` and `onboarding`.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::{GuildId, PortFailure, Retry, UserId};
use onboarding_core::{
    Completed, FunnelEvent, Nonce, Phase, RunStore, SESSION_LIFE, Saved, Session,
};
use serde_json::Value;
use sqlx::PgConnection;

use super::{PgOnboardingRuns, answers_json, complete, funnel, questions_json, rules_json};
use crate::error::failed;

/// How often a session is looked for that was there a moment ago.
const LOOKS: usize = 3;

struct SessionRow {
    nonce: String,
    phase: String,
    step: i32,
    editing: bool,
    revision: i64,
    rules_accepted: i32,
    answers: Value,
    rules: Value,
    questions: Value,
    created_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
}

struct CompletedRow {
    user_id: i64,
    responses: Value,
    timestamp: DateTime<Utc>,
    nonce: Option<String>,
}

#[async_trait]
impl RunStore for PgOnboardingRuns {
    async fn session(
        &self,
        guild: GuildId,
        member: UserId,
        now: DateTime<Utc>,
    ) -> Result<Option<Session>, PortFailure> {
        let attempted = "read a session";
        let mut connection = self.pool.acquire().await.map_err(failed(attempted))?;
        let row = live(&mut connection, guild, member, now).await;
        let row = row.map_err(failed(attempted))?;
        Ok(row.and_then(|it| it.into_session(guild, member)))
    }

    async fn begin(
        &self,
        session: &Session,
        instead_of: Option<&Nonce>,
        now: DateTime<Utc>,
    ) -> Result<Session, PortFailure> {
        let attempted = "begin a session";
        for _ in 0..LOOKS {
            let mut transaction = self.pool.begin().await.map_err(failed(attempted))?;
            let is_begun = insert(&mut transaction, session, instead_of, now).await;
            if is_begun.map_err(failed(attempted))? {
                let (guild, event) = (session.guild, FunnelEvent::Started);
                let counted = funnel::count(&mut transaction, guild, event, session.started_at);
                counted.await.map_err(failed(attempted))?;
                transaction.commit().await.map_err(failed(attempted))?;
                return Ok(session.clone());
            }
            let row = live(&mut transaction, session.guild, session.member, now).await;
            // None: it has ended in between.
            if let Some(row) = row.map_err(failed(attempted))? {
                let nonce = row.nonce.clone();
                if let Some(kept) = row.into_session(session.guild, session.member) {
                    return Ok(kept);
                }
                let removed = remove(&mut transaction, session, &nonce).await;
                removed.map_err(failed(attempted))?;
                transaction.commit().await.map_err(failed(attempted))?;
            }
        }
        let cause = "the session comes and goes";
        Err(PortFailure::new(attempted, Retry::Later, cause))
    }

    async fn advance(
        &self,
        before: &Session,
        after: &Session,
        passed: Option<FunnelEvent>,
    ) -> Result<bool, PortFailure> {
        let advanced = self.try_advance(before, after, passed).await;
        advanced.map_err(failed("take a step"))
    }

    async fn completed(
        &self,
        guild: GuildId,
        member: UserId,
    ) -> Result<Option<Completed>, PortFailure> {
        let row = sqlx::query_as!(
            CompletedRow,
            "SELECT user_id, responses, timestamp, nonce FROM alphapy.onboarding
             WHERE guild_id = $1 AND user_id = $2",
            guild.as_i64(),
            member.as_i64(),
        )
        .fetch_optional(&self.pool)
        .await
        .map_err(failed("read what a member answered"))?;
        Ok(row.and_then(CompletedRow::into_completed))
    }

    async fn all_completed(&self, guild: GuildId) -> Result<Vec<Completed>, PortFailure> {
        let rows = sqlx::query_as!(
            CompletedRow,
            "SELECT user_id, responses, timestamp, nonce FROM alphapy.onboarding
             WHERE guild_id = $1 ORDER BY timestamp, user_id",
            guild.as_i64(),
        )
        .fetch_all(&self.pool)
        .await
        .map_err(failed("read what members answered"))?;
        let completed = rows.into_iter().filter_map(CompletedRow::into_completed);
        Ok(completed.collect())
    }

    async fn complete(
        &self,
        finished: &Session,
        at: DateTime<Utc>,
        held_until: DateTime<Utc>,
    ) -> Result<Saved, PortFailure> {
        complete::complete(&self.pool, finished, at, held_until)
            .await
            .map_err(failed("save an onboarding"))
    }

    async fn forget(&self, guild: GuildId, member: UserId) -> Result<bool, PortFailure> {
        complete::forget(&self.pool, guild, member)
            .await
            .map_err(failed("forget what a member answered"))
    }

    async fn remove_expired(&self, before: DateTime<Utc>, most: u32) -> Result<u64, PortFailure> {
        let done = sqlx::query!(
            "DELETE FROM alphapy.onboarding_sessions WHERE (guild_id, user_id) IN (
                 SELECT guild_id, user_id FROM alphapy.onboarding_sessions WHERE expires_at <= $1
                 ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED
             )",
            before,
            i64::from(most),
        )
        .execute(&self.pool)
        .await
        .map_err(failed("remove expired sessions"))?;
        Ok(done.rows_affected())
    }
}

impl PgOnboardingRuns {
    async fn try_advance(
        &self,
        before: &Session,
        after: &Session,
        passed: Option<FunnelEvent>,
    ) -> Result<bool, sqlx::Error> {
        let mut transaction = self.pool.begin().await?;
        let done = sqlx::query!(
            "UPDATE alphapy.onboarding_sessions
             SET phase = $7, step = $8, editing = $9, revision = $10, rules_accepted = $11, answers = $12,
                 questions = $13, expires_at = $14, rules = $15, updated_at = now()
             WHERE guild_id = $1 AND user_id = $2 AND nonce = $3 AND phase = $4 AND step = $5 AND revision = $6",
            before.guild.as_i64(),
            before.member.as_i64(),
            before.nonce.as_str(),
            before.phase.as_str(),
            i32::from(before.step),
            i64::from(before.revision),
            after.phase.as_str(),
            i32::from(after.step),
            after.editing,
            i64::from(after.revision),
            i32::from(after.rules_accepted),
            answers_json::write(&after.answers, &[]),
            questions_json::write(&after.questions),
            after.expires_at,
            rules_json::write(&after.rules),
        )
        .execute(&mut *transaction)
        .await?;
        if done.rows_affected() == 0 {
            return Ok(false);
        }
        if let Some(event) = passed {
            let at = after.expires_at - SESSION_LIFE;
            funnel::count(&mut transaction, after.guild, event, at).await?;
        }
        transaction.commit().await?;
        Ok(true)
    }
}

async fn live(
    connection: &mut PgConnection,
    guild: GuildId,
    member: UserId,
    now: DateTime<Utc>,
) -> Result<Option<SessionRow>, sqlx::Error> {
    sqlx::query_as!(
        SessionRow,
        "SELECT nonce, phase, step, editing, revision, rules_accepted, answers, rules, questions, created_at, expires_at
         FROM alphapy.onboarding_sessions WHERE guild_id = $1 AND user_id = $2 AND expires_at > $3",
        guild.as_i64(),
        member.as_i64(),
        now,
    )
    .fetch_optional(connection)
    .await
}

/// Writes a new session; false where another one stays.
async fn insert(
    connection: &mut PgConnection,
    session: &Session,
    instead_of: Option<&Nonce>,
    now: DateTime<Utc>,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "INSERT INTO alphapy.onboarding_sessions AS kept
             (guild_id, user_id, nonce, phase, step, editing, revision, rules_accepted, answers, questions, created_at,
              expires_at, rules)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $15)
         ON CONFLICT (guild_id, user_id) DO UPDATE
         SET nonce = excluded.nonce, phase = excluded.phase, step = excluded.step, editing = excluded.editing,
             revision = excluded.revision, rules_accepted = excluded.rules_accepted, answers = excluded.answers,
             questions = excluded.questions, created_at = excluded.created_at, expires_at = excluded.expires_at,
             rules = excluded.rules, updated_at = now()
         WHERE kept.expires_at <= $13 OR kept.nonce = $14",
        session.guild.as_i64(),
        session.member.as_i64(),
        session.nonce.as_str(),
        session.phase.as_str(),
        i32::from(session.step),
        session.editing,
        i64::from(session.revision),
        i32::from(session.rules_accepted),
        answers_json::write(&session.answers, &[]),
        questions_json::write(&session.questions),
        session.started_at,
        session.expires_at,
        now,
        instead_of.map(Nonce::as_str),
        rules_json::write(&session.rules),
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Takes away a session that nobody can read, so that its member can begin anew.
async fn remove(
    connection: &mut PgConnection,
    place: &Session,
    nonce: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "DELETE FROM alphapy.onboarding_sessions WHERE guild_id = $1 AND user_id = $2 AND nonce = $3",
        place.guild.as_i64(),
        place.member.as_i64(),
        nonce,
    )
    .execute(connection)
    .await?;
    Ok(())
}

impl SessionRow {
    /// None for a session that this release does not know, as another one may have written it: it counts as absent.
    fn into_session(self, guild: GuildId, member: UserId) -> Option<Session> {
        let read = || {
            let rules = rules_json::read(&self.rules)?;
            let phase = Phase::of_word(&self.phase)?;
            if phase == Phase::Rules && rules.is_empty() {
                return None;
            }
            Some(Session {
                guild,
                member,
                nonce: self.nonce.parse().ok()?,
                phase,
                step: u16::try_from(self.step).ok()?,
                editing: self.editing,
                revision: u32::try_from(self.revision).ok()?,
                rules_accepted: u16::try_from(self.rules_accepted).ok()?,
                answers: answers_json::read(&self.answers).0,
                rules,
                questions: questions_json::read(&self.questions)?,
                started_at: self.created_at,
                expires_at: self.expires_at,
            })
        };
        let session = read();
        if session.is_none() {
            tracing::warn!(
                guild.id = guild.get(),
                user.id = member.get(),
                "a session is stored in a shape that is not known, and counts as absent"
            );
        }
        session
    }
}

impl CompletedRow {
    /// None for a row that another program wrote with what is no member's id.
    fn into_completed(self) -> Option<Completed> {
        let (answers, asked) = answers_json::read(&self.responses);
        Some(Completed {
            member: UserId::try_from(self.user_id).ok()?,
            at: self.timestamp,
            nonce: self.nonce.and_then(|it| it.parse().ok()),
            answers,
            asked,
        })
    }
}
