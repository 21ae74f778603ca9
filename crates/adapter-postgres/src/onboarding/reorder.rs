//! A new order, in one transaction: that no two share a place is looked at when it ends.

use chrono::{DateTime, Utc};
use kernel::GuildId;
use onboarding_core::set_up::{ReorderOutcome, Reordered, Reordering};
use onboarding_core::{QuestionId, RuleId};
use sqlx::{PgConnection, PgPool};

use super::{questions, rules};
use crate::guilds::lock_guild;

/// See `SetUpStore::reorder`.
pub(super) async fn reorder(
    pool: &PgPool,
    guild: GuildId,
    order: &Reordering,
    now: DateTime<Utc>,
) -> Result<ReorderOutcome, sqlx::Error> {
    let mut transaction = pool.begin().await?;
    lock_guild(&mut transaction, guild).await?;
    let outcome = reorder_held(&mut transaction, guild, order, now).await?;
    if matches!(outcome, ReorderOutcome::Reordered(_)) {
        transaction.commit().await?;
    } else {
        transaction.rollback().await?;
    }
    Ok(outcome)
}

async fn reorder_held(
    connection: &mut PgConnection,
    guild: GuildId,
    order: &Reordering,
    now: DateTime<Utc>,
) -> Result<ReorderOutcome, sqlx::Error> {
    if let Some(order) = &order.questions {
        let stored = questions::all(&mut *connection, guild).await?;
        let ids = stored.iter().map(|it| it.id.as_i64());
        let order = order.iter().map(|it: &QuestionId| it.as_i64()).collect();
        let Some(order) = order_of(order, ids.collect()) else {
            return Ok(ReorderOutcome::NotItsQuestions);
        };
        sqlx::query!(
            "UPDATE alphapy.guild_onboarding_questions AS stored SET step_order = wanted.place, updated_at = $3
             FROM unnest($2::bigint[]) WITH ORDINALITY AS wanted (id, place)
             WHERE stored.guild_id = $1 AND stored.id = wanted.id",
            guild.as_i64(),
            &order,
            now,
        )
        .execute(&mut *connection)
        .await?;
    }
    if let Some(order) = &order.rules {
        let stored = rules::all(&mut *connection, guild).await?;
        let ids = stored.iter().map(|it| it.id.as_i64());
        let order = order.iter().map(|it: &RuleId| it.as_i64()).collect();
        let Some(order) = order_of(order, ids.collect()) else {
            return Ok(ReorderOutcome::NotItsRules);
        };
        sqlx::query!(
            "UPDATE alphapy.guild_rules AS stored SET rule_order = wanted.place, updated_at = $3
             FROM unnest($2::bigint[]) WITH ORDINALITY AS wanted (id, place)
             WHERE stored.guild_id = $1 AND stored.id = wanted.id",
            guild.as_i64(),
            &order,
            now,
        )
        .execute(&mut *connection)
        .await?;
    }
    Ok(ReorderOutcome::Reordered(Reordered {
        questions: questions::all(&mut *connection, guild).await?,
        rules: rules::all(connection, guild).await?,
    }))
}

/// The order, if it names each of these once.
fn order_of(order: Vec<i64>, mut stored: Vec<i64>) -> Option<Vec<i64>> {
    let mut named = order.clone();
    named.sort_unstable();
    stored.sort_unstable();
    (named == stored).then_some(order)
}
