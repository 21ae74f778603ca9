//! A completion: saved, its session ended, its roles noted as left to be seen to, in one transaction.

use chrono::{DateTime, Utc};
use kernel::{GuildId, UserId};
use onboarding_core::{AskedText, FunnelEvent, Phase, Saved, Session, Undone};
use sqlx::{PgConnection, PgPool};

use super::{answers_json, funnel, questions_json};

pub(super) async fn complete(
    pool: &PgPool,
    finished: &Session,
    at: DateTime<Utc>,
    held_until: DateTime<Utc>,
) -> Result<Saved, sqlx::Error> {
    let mut transaction = pool.begin().await?;
    if !end_session(&mut transaction, finished).await? {
        return Ok(Saved::Stale);
    }
    let is_rerun = save(&mut transaction, finished, at).await?;
    note_roles(&mut transaction, finished, (at, held_until), is_rerun).await?;
    if finished.phase == Phase::Confirming {
        let confirmed = FunnelEvent::Passed(Phase::Confirming, 0);
        funnel::count(&mut transaction, finished.guild, confirmed, at).await?;
    }
    let took = FunnelEvent::Completed(at - finished.started_at);
    funnel::count(&mut transaction, finished.guild, took, at).await?;
    transaction.commit().await?;
    Ok(Saved::Now(Box::new(Undone {
        guild: finished.guild,
        member: finished.member,
        nonce: finished.nonce.clone(),
        at,
        answers: finished.answers.clone(),
        questions: finished.questions.clone(),
        tries: 1,
        told: false,
        is_rerun,
    })))
}

/// Forgets all that is kept of a member; whether there was anything. Work on their roles goes with their answers.
pub(super) async fn forget(
    pool: &PgPool,
    guild: GuildId,
    member: UserId,
) -> Result<bool, sqlx::Error> {
    let mut transaction = pool.begin().await?;
    let (guild, member) = (guild.as_i64(), member.as_i64());
    let session = sqlx::query!(
        "DELETE FROM alphapy.onboarding_sessions WHERE guild_id = $1 AND user_id = $2",
        guild,
        member,
    )
    .execute(&mut *transaction)
    .await?;
    let answers = sqlx::query!(
        "DELETE FROM alphapy.onboarding WHERE guild_id = $1 AND user_id = $2",
        guild,
        member,
    )
    .execute(&mut *transaction)
    .await?;
    transaction.commit().await?;
    Ok(session.rows_affected() + answers.rows_affected() > 0)
}

async fn end_session(
    connection: &mut PgConnection,
    finished: &Session,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "DELETE FROM alphapy.onboarding_sessions
         WHERE guild_id = $1 AND user_id = $2 AND nonce = $3 AND phase = $4 AND step = $5 AND revision = $6",
        finished.guild.as_i64(),
        finished.member.as_i64(),
        finished.nonce.as_str(),
        finished.phase.as_str(),
        i32::from(finished.step),
        i64::from(finished.revision),
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Writes the answers over those of an earlier run; whether there was one.
async fn save(
    connection: &mut PgConnection,
    finished: &Session,
    at: DateTime<Utc>,
) -> Result<bool, sqlx::Error> {
    let asked: Vec<_> = finished.questions.iter().map(AskedText::of).collect();
    let (guild, member) = (finished.guild.as_i64(), finished.member.as_i64());
    let earlier = sqlx::query_scalar!(
        "SELECT user_id FROM alphapy.onboarding WHERE guild_id = $1 AND user_id = $2 FOR UPDATE",
        guild,
        member,
    )
    .fetch_optional(&mut *connection)
    .await?;
    sqlx::query!(
        "INSERT INTO alphapy.onboarding (guild_id, user_id, responses, timestamp, nonce) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (guild_id, user_id) DO UPDATE
         SET responses = excluded.responses, timestamp = excluded.timestamp, nonce = excluded.nonce",
        guild,
        member,
        answers_json::write(&finished.answers, &asked),
        at,
        finished.nonce.as_str(),
    )
    .execute(connection)
    .await?;
    Ok(earlier.is_some())
}

async fn note_roles(
    connection: &mut PgConnection,
    finished: &Session,
    (at, held_until): (DateTime<Utc>, DateTime<Utc>),
    is_rerun: bool,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "INSERT INTO alphapy.onboarding_role_work
             (guild_id, user_id, nonce, completed_at, questions, is_rerun, due_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (guild_id, user_id) DO UPDATE
         SET nonce = excluded.nonce, completed_at = excluded.completed_at, questions = excluded.questions,
             is_rerun = excluded.is_rerun, due_at = excluded.due_at, tries = 1, told = false",
        finished.guild.as_i64(),
        finished.member.as_i64(),
        finished.nonce.as_str(),
        at,
        questions_json::write(&finished.questions),
        is_rerun,
        held_until,
    )
    .execute(connection)
    .await?;
    Ok(())
}
