//! What was asked of the API under which key, and how it was answered.

use access_core::{Asked, Begun, Idempotency, IdempotencyStore, KeptAnswer, Reservation, Scope};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::PortFailure;
use sqlx::PgPool;

use crate::error::failed;

/// How often a key is looked at again that was freed between two looks.
const LOOKS: u32 = 3;

/// [`IdempotencyStore`] over the table `api_idempotency`.
#[derive(Debug, Clone)]
pub struct PgIdempotency {
    pool: PgPool,
}

impl PgIdempotency {
    /// The keys in this database.
    pub fn new(pool: PgPool) -> Self {
        Self { pool }
    }

    /// The reservation, if the key was free. One statement, so that of many at once one gets it.
    async fn take(
        &self,
        scope: Scope,
        asked: Asked,
        now: DateTime<Utc>,
        lease_until: DateTime<Utc>,
    ) -> Result<Option<Reservation>, PortFailure> {
        sqlx::query_scalar!(
            "INSERT INTO alphapy.api_idempotency AS held
                 (scope_hash, body_hash, state, created_at, expires_at)
             VALUES ($1, $2, 'running', $3, $4)
             ON CONFLICT (scope_hash) DO UPDATE
             SET body_hash = excluded.body_hash, state = 'running', reservation = excluded.reservation,
                 status = NULL, response = NULL, created_at = excluded.created_at, expires_at = excluded.expires_at
             WHERE held.expires_at <= $3
             RETURNING reservation",
            &scope.0,
            &asked.0,
            now,
            lease_until,
        )
        .fetch_optional(&self.pool)
        .await
        .map(|it| it.map(Reservation))
        .map_err(failed("reserve an idempotency key"))
    }

    /// What is held under the key; none when it has been freed since.
    async fn look(&self, scope: Scope, asked: Asked) -> Result<Option<Begun>, PortFailure> {
        let held = sqlx::query!(
            r#"SELECT body_hash, status, response #>> '{}' AS body
             FROM alphapy.api_idempotency WHERE scope_hash = $1"#,
            &scope.0,
        )
        .fetch_optional(&self.pool)
        .await
        .map_err(failed("look an idempotency key up"))?;
        Ok(held.map(|held| match (held.status, held.body) {
            _ if held.body_hash != asked.0 => Begun::KeyReused,
            (Some(status), Some(body)) => Begun::Replay(KeptAnswer {
                status: status.unsigned_abs(),
                body,
            }),
            _ => Begun::InProgress,
        }))
    }

    /// Lets the oldest keys go that are too many: those that are done before those that are not.
    async fn make_room(&self) -> Result<(), PortFailure> {
        let most = i64::try_from(Idempotency::MOST_KEYS).unwrap_or(i64::MAX);
        // Two who make room at once must not wait for each other: what one has taken, the other leaves alone.
        sqlx::query!(
            "DELETE FROM alphapy.api_idempotency WHERE scope_hash IN (
                 SELECT scope_hash FROM alphapy.api_idempotency
                 ORDER BY state DESC, created_at DESC OFFSET $1 FOR UPDATE SKIP LOCKED
             )",
            most,
        )
        .execute(&self.pool)
        .await
        .map(|_| ())
        .map_err(failed("make room for an idempotency key"))
    }
}

#[async_trait]
impl IdempotencyStore for PgIdempotency {
    async fn reserve(
        &self,
        scope: Scope,
        asked: Asked,
        now: DateTime<Utc>,
        lease_until: DateTime<Utc>,
    ) -> Result<Begun, PortFailure> {
        for _ in 0..LOOKS {
            if let Some(reservation) = self.take(scope, asked, now, lease_until).await? {
                self.make_room().await?;
                return Ok(Begun::Run(reservation));
            }
            if let Some(begun) = self.look(scope, asked).await? {
                return Ok(begun);
            }
        }
        // Others take and free it all the time.
        Ok(Begun::InProgress)
    }

    async fn keep(
        &self,
        scope: Scope,
        reservation: Reservation,
        answer: &KeptAnswer,
        until: DateTime<Utc>,
    ) -> Result<(), PortFailure> {
        sqlx::query!(
            "UPDATE alphapy.api_idempotency
             SET state = 'done', status = $3, response = to_jsonb($4::text), expires_at = $5
             WHERE scope_hash = $1 AND reservation = $2",
            &scope.0,
            reservation.0,
            i16::try_from(answer.status).unwrap_or(i16::MAX),
            answer.body,
            until,
        )
        .execute(&self.pool)
        .await
        .map(|_| ())
        .map_err(failed("keep an answer for whoever asks again"))
    }

    async fn free(&self, scope: Scope, reservation: Reservation) -> Result<(), PortFailure> {
        sqlx::query!(
            "DELETE FROM alphapy.api_idempotency WHERE scope_hash = $1 AND reservation = $2",
            &scope.0,
            reservation.0,
        )
        .execute(&self.pool)
        .await
        .map(|_| ())
        .map_err(failed("free an idempotency key"))
    }

    async fn forget(&self, now: DateTime<Utc>) -> Result<usize, PortFailure> {
        let left = sqlx::query_scalar!(
            r#"WITH gone AS (DELETE FROM alphapy.api_idempotency WHERE expires_at <= $1)
             SELECT count(*) AS "left!" FROM alphapy.api_idempotency WHERE expires_at > $1"#,
            now,
        )
        .fetch_one(&self.pool)
        .await
        .map_err(failed("forget idempotency keys"))?;
        Ok(usize::try_from(left).unwrap_or(0))
    }
}

#[cfg(test)]
mod tests {
    use std::ops::Deref;

    use super::*;
    use crate::testing::{TestDatabase, fresh_database};

    /// The store and the database that goes with it.
    struct Kept(PgIdempotency, TestDatabase);

    impl Kept {
        async fn fresh() -> Self {
            let database = fresh_database().await;
            Self(PgIdempotency::new(database.pool().clone()), database)
        }
    }

    impl Deref for Kept {
        type Target = PgIdempotency;

        fn deref(&self) -> &PgIdempotency {
            &self.0
        }
    }

    access_core::idempotency_contract!(#[tokio::test] fn() => Kept::fresh().await);

    #[tokio::test]
    async fn ten_times_too_many_keys_are_too_many_for_one_insert_only() {
        let kept = Kept::fresh().await;
        sqlx::query(
            "INSERT INTO alphapy.api_idempotency
                 (scope_hash, body_hash, state, status, response, created_at, expires_at)
             SELECT sha256(number::text::bytea), sha256(''), 'done', 200, '\"\"',
                 '1969-12-31Z'::timestamptz + number * interval '1 second', '1971-01-01Z'
             FROM generate_series(1, 10000) AS number",
        )
        .execute(kept.1.pool())
        .await
        .unwrap();
        let now = DateTime::UNIX_EPOCH;
        let begun = kept
            .reserve(
                Scope([0; 32]),
                Asked([0; 32]),
                now,
                now + Idempotency::LEASE,
            )
            .await
            .unwrap();
        assert!(matches!(begun, Begun::Run(_)), "{begun:?}");
        assert_eq!(kept.forget(now).await.unwrap(), Idempotency::MOST_KEYS);
    }

    #[tokio::test]
    async fn what_was_kept_is_there_after_a_restart() {
        let kept = Kept::fresh().await;
        let (scope, asked, now) = (Scope([1; 32]), Asked([1; 32]), DateTime::UNIX_EPOCH);
        let lease_until = now + Idempotency::LEASE;
        let begun = kept.reserve(scope, asked, now, lease_until).await.unwrap();
        let Begun::Run(reservation) = begun else {
            panic!("{begun:?}");
        };
        let answer = KeptAnswer {
            status: 404,
            body: "{}".to_owned(),
        };
        let until = now + Idempotency::KEPT;
        kept.keep(scope, reservation, &answer, until).await.unwrap();
        let restarted = sqlx::postgres::PgPoolOptions::new().connect_lazy_with(kept.1.options());
        let begun = PgIdempotency::new(restarted)
            .reserve(scope, asked, now, lease_until)
            .await
            .unwrap();
        assert_eq!(begun, Begun::Replay(answer));
    }
}
