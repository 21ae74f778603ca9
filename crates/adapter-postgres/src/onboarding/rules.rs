//! Reading and writing rules. Whoever writes takes the guild's row first.

use chrono::{DateTime, Utc};
use kernel::GuildId;
use onboarding_core::set_up::{NewRule, Pick, RuleStored};
use onboarding_core::{GuildRule, PictureUrl, Rule, RuleId};
use sqlx::{PgExecutor, PgPool};

use super::question_row::{Unreadable, position};
use crate::guilds::lock_guild;

/// `sqlx::query_as!` over rows that a statement writes or finds.
macro_rules! rule_rows {
    ($before:literal, $after:literal $(, $argument:expr)* $(,)?) => {
        sqlx::query_as!(
            RuleRow,
            $before + " id, rule_order, title, description, thumbnail_url, image_url, enabled " + $after
            $(, $argument)*
        )
    };
}

struct RuleRow {
    id: i64,
    rule_order: i32,
    title: String,
    description: String,
    thumbnail_url: Option<String>,
    image_url: Option<String>,
    enabled: bool,
}

impl TryFrom<RuleRow> for GuildRule {
    type Error = Unreadable;

    fn try_from(row: RuleRow) -> Result<Self, Unreadable> {
        let id = u64::try_from(row.id).ok().and_then(RuleId::new);
        // An address that Discord would refuse is left out rather than the rule.
        let picture = |it: Option<String>| it.filter(|it| PictureUrl::new(it).is_ok());
        let (thumbnail, image) = (picture(row.thumbnail_url), picture(row.image_url));
        let rule = Rule::new(
            &row.title,
            &row.description,
            thumbnail.as_deref(),
            image.as_deref(),
        );
        Ok(Self {
            id: id.ok_or(Unreadable)?,
            position: position(row.rule_order)?,
            enabled: row.enabled,
            rule: rule.map_err(|_| Unreadable)?,
        })
    }
}

/// See `SetUpStore::rules`.
pub(super) async fn all(
    executor: impl PgExecutor<'_>,
    guild: GuildId,
) -> Result<Vec<GuildRule>, sqlx::Error> {
    let rows = rule_rows!(
        "SELECT",
        "FROM alphapy.guild_rules WHERE guild_id = $1 ORDER BY rule_order",
        guild.as_i64(),
    );
    let rows = rows.fetch_all(executor).await?;
    let rules: Result<_, Unreadable> = rows.into_iter().map(GuildRule::try_from).collect();
    Ok(rules?)
}

/// See `SetUpStore::store_rule`.
pub(super) async fn store(
    pool: &PgPool,
    guild: GuildId,
    new: &NewRule,
    now: DateTime<Utc>,
) -> Result<RuleStored, sqlx::Error> {
    let mut transaction = pool.begin().await?;
    lock_guild(&mut transaction, guild).await?;
    let mut before = all(&mut *transaction, guild).await?.into_iter();
    let replaced = before.find(|it| it.position == new.position);
    let row = match &replaced {
        Some(it) => update(&mut *transaction, guild, it.id, new, now).await?,
        None => insert(&mut *transaction, guild, new, now).await?,
    };
    transaction.commit().await?;
    let rule = GuildRule::try_from(row)?;
    Ok(RuleStored { rule, replaced })
}

/// See `SetUpStore::delete_rule`.
pub(super) async fn delete(
    pool: &PgPool,
    guild: GuildId,
    which: Pick<RuleId>,
) -> Result<Option<GuildRule>, sqlx::Error> {
    let (position, id) = match which {
        Pick::At(position) => (Some(i32::from(position.get())), None),
        Pick::Numbered(id) => (None, Some(id.as_i64())),
    };
    let row = rule_rows!(
        "DELETE FROM alphapy.guild_rules WHERE guild_id = $1 AND (rule_order = $2 OR id = $3) RETURNING",
        "",
        guild.as_i64(),
        position,
        id,
    )
    .fetch_optional(pool)
    .await?;
    Ok(row.map(GuildRule::try_from).transpose()?)
}

/// See `SetUpStore::reset_rules`.
pub(super) async fn delete_all(pool: &PgPool, guild: GuildId) -> Result<usize, sqlx::Error> {
    let done = sqlx::query!(
        "DELETE FROM alphapy.guild_rules WHERE guild_id = $1",
        guild.as_i64(),
    )
    .execute(pool)
    .await?;
    Ok(usize::try_from(done.rows_affected()).unwrap_or(usize::MAX))
}

async fn insert(
    executor: impl PgExecutor<'_>,
    guild: GuildId,
    new: &NewRule,
    now: DateTime<Utc>,
) -> Result<RuleRow, sqlx::Error> {
    rule_rows!(
        "INSERT INTO alphapy.guild_rules (guild_id, rule_order, title, description, thumbnail_url, image_url, enabled,
             created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8) RETURNING",
        "",
        guild.as_i64(),
        i32::from(new.position.get()),
        new.rule.title.as_str(),
        new.rule.description.as_str(),
        new.rule.thumbnail.as_ref().map(PictureUrl::as_str),
        new.rule.image.as_ref().map(PictureUrl::as_str),
        new.enabled,
        now,
    )
    .fetch_one(executor)
    .await
}

async fn update(
    executor: impl PgExecutor<'_>,
    guild: GuildId,
    id: RuleId,
    new: &NewRule,
    now: DateTime<Utc>,
) -> Result<RuleRow, sqlx::Error> {
    rule_rows!(
        "UPDATE alphapy.guild_rules
         SET title = $3, description = $4, thumbnail_url = $5, image_url = $6, enabled = $7, updated_at = $8
         WHERE guild_id = $1 AND id = $2 RETURNING",
        "",
        guild.as_i64(),
        id.as_i64(),
        new.rule.title.as_str(),
        new.rule.description.as_str(),
        new.rule.thumbnail.as_ref().map(PictureUrl::as_str),
        new.rule.image.as_ref().map(PictureUrl::as_str),
        new.enabled,
        now,
    )
    .fetch_one(executor)
    .await
}
