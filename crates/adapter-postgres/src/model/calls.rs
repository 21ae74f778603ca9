//! What became of each question to the language model: the table `gpt_calls`. It holds figures and ids, and no text.

use chrono::{DateTime, Utc};
use kernel::{GuildId, PortFailure, UserId};
use language_model::{CallOutcome, CallRecord, FailureClass};
use sqlx::PgPool;

use crate::error::failed;

/// The table `gpt_calls`.
#[derive(Debug, Clone)]
pub struct PgModelCalls {
    pool: PgPool,
}

impl PgModelCalls {
    /// The table in this database.
    pub fn new(pool: PgPool) -> Self {
        Self { pool }
    }

    /// Keeps these records, all or none. What was asked in a guild that nobody has heard of, or that was forgotten in the
    /// meantime, is left out.
    pub async fn write(&self, records: &[CallRecord]) -> Result<(), PortFailure> {
        let each = records.iter();
        let guilds: Vec<_> = each
            .clone()
            .map(|it| it.guild.map(GuildId::as_i64))
            .collect();
        let users: Vec<_> = each.clone().map(|it| it.user.map(UserId::as_i64)).collect();
        let features: Vec<&str> = each.clone().map(|it| it.feature.name()).collect();
        let models: Vec<&str> = each.clone().map(|it| it.model.as_str()).collect();
        let tokens: Vec<_> = each.clone().map(tokens).collect();
        let latencies: Vec<_> = each
            .clone()
            .map(|it| at_most(it.latency.num_milliseconds().max(0)))
            .collect();
        let retries: Vec<_> = each.clone().map(|it| at_most(it.retries)).collect();
        let errors: Vec<Option<&str>> = each
            .clone()
            .map(|it| it.failure().map(FailureClass::as_str))
            .collect();
        let moments: Vec<DateTime<Utc>> = each.map(|it| it.at).collect();
        sqlx::query!(
            "INSERT INTO alphapy.gpt_calls
                 (guild_id, user_id, feature, model, tokens, latency_ms, retries, outcome, error_class, at)
             SELECT guild_id, user_id, feature, model, tokens, latency_ms, retries,
                    CASE WHEN error_class IS NULL THEN 'ok' ELSE 'error' END, error_class, at
             FROM UNNEST($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::integer[], $6::integer[], $7::integer[],
                         $8::text[], $9::timestamptz[])
                 AS called (guild_id, user_id, feature, model, tokens, latency_ms, retries, error_class, at)
             WHERE guild_id IS NULL OR EXISTS (SELECT FROM alphapy.guilds g WHERE g.guild_id = called.guild_id)",
            &guilds as &[Option<i64>],
            &users as &[Option<i64>],
            &features as &[&str],
            &models as &[&str],
            &tokens as &[Option<i32>],
            &latencies,
            &retries,
            &errors as &[Option<&str>],
            &moments,
        )
        .execute(&self.pool)
        .await
        .map_err(failed("keep what became of questions to the language model"))?;
        Ok(())
    }
}

fn tokens(record: &CallRecord) -> Option<i32> {
    match record.outcome {
        CallOutcome::Answered(tokens) => Some(at_most(tokens.total())),
        CallOutcome::Failed { .. } => None,
    }
}

/// A figure, or the largest one that the table holds.
fn at_most(figure: impl TryInto<i32>) -> i32 {
    figure.try_into().unwrap_or(i32::MAX)
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use language_model::{FailureClass, Feature, ModelError, Tokens};

    use super::*;
    use crate::testing::fresh_database;

    fn record(guild: Option<u64>, outcome: CallOutcome) -> CallRecord {
        CallRecord {
            feature: Feature::command("learn_topic"),
            model: "small".parse().unwrap(),
            guild: guild.map(|it| GuildId::new(it).unwrap()),
            user: UserId::new(7).ok(),
            at: "2026-11-21T12:00:00Z".parse().unwrap(),
            latency: TimeDelta::milliseconds(1200),
            retries: 2,
            outcome,
        }
    }

    #[tokio::test]
    async fn answers_and_failures_are_kept_with_figures_and_without_a_word_of_anybody() {
        let database = fresh_database().await;
        sqlx::query("INSERT INTO alphapy.guilds (guild_id, name) VALUES (1, 'Here')")
            .execute(database.pool())
            .await
            .unwrap();
        let tokens = Tokens {
            prompt: 12,
            completion: 3,
        };
        let error = ModelError::new(FailureClass::Upstream5xx, "said by the service");
        let failed = CallOutcome::Failed {
            class: error.class,
            detail: error.detail,
        };
        let unknown = record(Some(9), CallOutcome::Answered(tokens));
        let records = [
            record(Some(1), CallOutcome::Answered(tokens)),
            unknown,
            record(None, failed),
        ];
        let calls = PgModelCalls::new(database.pool().clone());
        calls.write(&records).await.unwrap();
        calls.write(&[]).await.unwrap();
        let kept: Vec<String> = sqlx::query_scalar(
            "SELECT concat_ws(' ', coalesce(guild_id, 0), user_id, feature, model, coalesce(tokens, -1), latency_ms, retries,
                              outcome, error_class) FROM alphapy.gpt_calls ORDER BY id",
        )
        .fetch_all(database.pool())
        .await
        .unwrap();
        let expected = [
            "1 7 learn_topic small 15 1200 2 ok",
            "0 7 learn_topic small -1 1200 2 error upstream_5xx",
        ];
        assert_eq!(kept, expected);
    }
}
