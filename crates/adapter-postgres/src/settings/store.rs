//! The settings store over Postgres.

use std::collections::{BTreeMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::{GuildId, PortFailure, UserId};
use metrics::counter;
use settings_core::{
    ApplyChanges, Change, ChangeType, CoercionError, Constraint, Definition, HistoryEntry,
    HistoryFilter, HistoryId, NotApplied, Override, Registry, SettingChanged, SettingValue,
    SettingsHistory, SettingsStore, Snapshot,
};
use sqlx::{PgConnection, PgPool};

use super::history;
use crate::error::{failed, worth_repeating};
use crate::guilds::lock_guild;

/// How often a change is tried again when it was in another's way or lost its connection.
const MAX_REPEATS: u32 = 2;

/// How long to wait before the first of these, and half as long as before the second.
const PAUSE: Duration = Duration::from_millis(100);

/// How many unreadable rows are remembered as already logged, before logging starts over.
const MAX_LOGGED: usize = 1000;

/// A [`SettingsStore`] in the table `alphapy.bot_settings`, with `alphapy.settings_history` beside it.
#[derive(Debug)]
pub struct PgSettingsStore {
    pool: PgPool,
    registry: Arc<Registry>,
    logged: Mutex<HashSet<(GuildId, &'static str, &'static str)>>,
}

struct SettingRow {
    scope: String,
    key: String,
    value: String,
    updated_by: Option<i64>,
    updated_at: DateTime<Utc>,
}

/// What a row says.
enum Said {
    /// A setting has this value.
    Set(&'static str, &'static str, Override),
    /// A setting has some value that cannot be read.
    Unreadable(&'static str, &'static str),
    /// Nothing: it is not set, or no such setting exists.
    Nothing,
}

impl PgSettingsStore {
    /// A store of the settings that `registry` declares, in the database of `pool`.
    pub fn new(pool: PgPool, registry: Arc<Registry>) -> Self {
        Self {
            pool,
            registry,
            logged: Mutex::default(),
        }
    }

    /// What a row says.
    fn decode(&self, guild: GuildId, row: &SettingRow) -> Said {
        let Some(definition) = self.registry.find(&row.scope, &row.key) else {
            counter!("alphapy_settings_rows_ignored_total", "reason" => "unknown").increment(1);
            return Said::Nothing;
        };
        match definition
            .kind
            .decode_stored(settings_json::read(&row.value))
        {
            Ok(Some(value)) => {
                let set = Override {
                    value,
                    updated_by: row.updated_by.and_then(|it| UserId::try_from(it).ok()),
                    updated_at: row.updated_at,
                };
                Said::Set(definition.scope, definition.key, set)
            }
            Ok(None) => Said::Nothing,
            Err(why) => {
                self.log_unreadable(guild, definition, why);
                Said::Unreadable(definition.scope, definition.key)
            }
        }
    }

    /// What the guild will have set, for rules that look at more than one setting.
    fn snapshot_of(&self, stored: &BTreeMap<(String, String), String>) -> Snapshot {
        let overrides = stored.iter().filter_map(|((scope, key), row)| {
            let definition = self.registry.find(scope, key)?;
            let value = definition
                .kind
                .decode_stored(settings_json::read(row))
                .ok()??;
            let set = Override {
                value,
                updated_by: None,
                updated_at: DateTime::UNIX_EPOCH,
            };
            Some((definition.scope, definition.key, set))
        });
        Snapshot::from_overrides(overrides)
    }

    /// Says once that a row is ignored, without the value, which may be anything.
    fn log_unreadable(&self, guild: GuildId, definition: &Definition, why: CoercionError) {
        counter!("alphapy_settings_rows_ignored_total", "reason" => "unreadable").increment(1);
        let Definition { scope, key, .. } = *definition;
        let mut logged = self.logged.lock().unwrap_or_else(PoisonError::into_inner);
        if logged.len() >= MAX_LOGGED {
            logged.clear();
        }
        if logged.insert((guild, scope, key)) {
            tracing::warn!(
                guild.id = guild.get(),
                setting.scope = scope,
                setting.key = key,
                reason = why.code(),
                "a stored setting cannot be read; what it switches on is off, otherwise its default holds"
            );
        }
    }

    async fn try_apply(&self, request: &ApplyChanges) -> Result<Vec<SettingChanged>, NotMade> {
        let mut transaction = self.pool.begin().await?;
        lock_guild(&mut transaction, request.guild).await?;
        let mut stored = stored_values(&mut transaction, request.guild).await?;
        let mut reported = Vec::new();
        for change in &request.changes {
            reported.extend(apply_one(&mut transaction, request, change, &mut stored).await?);
        }
        if !request.constraints.is_empty() {
            let after = self.snapshot_of(&stored);
            if let Some(broken) = request.constraints.iter().find(|it| !(it.holds)(&after)) {
                return Err(NotMade::Violates(broken));
            }
        }
        transaction.commit().await?;
        Ok(reported)
    }
}

#[async_trait]
impl SettingsStore for PgSettingsStore {
    async fn load(&self, guild: GuildId) -> Result<Snapshot, PortFailure> {
        let rows = sqlx::query_as!(
            SettingRow,
            r#"SELECT scope, key, value::text AS "value!", updated_by, updated_at
               FROM alphapy.bot_settings WHERE guild_id = $1"#,
            guild.as_i64()
        )
        .fetch_all(&self.pool)
        .await
        .map_err(failed("load settings"))?;
        let (mut overrides, mut unreadable) = (Vec::new(), Vec::new());
        for row in &rows {
            match self.decode(guild, row) {
                Said::Set(scope, key, set) => overrides.push((scope, key, set)),
                Said::Unreadable(scope, key) => unreadable.push((scope, key)),
                Said::Nothing => {}
            }
        }
        Ok(Snapshot::from_overrides(overrides).with_unreadable(unreadable))
    }

    async fn apply(&self, request: ApplyChanges) -> Result<Vec<SettingChanged>, NotApplied> {
        let mut repeats = 0;
        loop {
            match self.try_apply(&request).await {
                Ok(changed) => return Ok(changed),
                Err(NotMade::Failed(error)) if repeats < MAX_REPEATS && worth_repeating(&error) => {
                    repeats += 1;
                    tokio::time::sleep(PAUSE * repeats).await;
                }
                Err(NotMade::Failed(error)) => return Err(failed("change settings")(error).into()),
                Err(NotMade::Violates(constraint)) => return Err(NotApplied::Violates(constraint)),
            }
        }
    }
}

#[async_trait]
impl SettingsHistory for PgSettingsStore {
    async fn history(
        &self,
        guild: GuildId,
        filter: &HistoryFilter,
    ) -> Result<Vec<HistoryEntry>, PortFailure> {
        history::page(&self.pool, guild, filter)
            .await
            .map_err(failed("read the history of settings"))
    }

    async fn history_entry(
        &self,
        guild: GuildId,
        id: HistoryId,
    ) -> Result<Option<HistoryEntry>, PortFailure> {
        history::entry(&self.pool, guild, id)
            .await
            .map_err(failed("read the history of settings"))
    }

    async fn first_changes_since(
        &self,
        guild: GuildId,
        moment: DateTime<Utc>,
    ) -> Result<Vec<HistoryEntry>, PortFailure> {
        history::first_since(&self.pool, guild, moment)
            .await
            .map_err(failed("read the history of settings"))
    }
}

/// Why a transaction made no changes.
enum NotMade {
    Violates(&'static Constraint),
    Failed(sqlx::Error),
}

impl From<sqlx::Error> for NotMade {
    fn from(error: sqlx::Error) -> Self {
        Self::Failed(error)
    }
}

/// Everything stored for the guild, as JSON, by scope and key.
async fn stored_values(
    connection: &mut PgConnection,
    guild: GuildId,
) -> Result<BTreeMap<(String, String), String>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"SELECT scope, key, value::text AS "value!" FROM alphapy.bot_settings WHERE guild_id = $1"#,
        guild.as_i64()
    )
    .fetch_all(connection)
    .await?;
    let named = rows
        .into_iter()
        .map(|row| ((row.scope, row.key), row.value));
    Ok(named.collect())
}

/// Writes one change and its line of history, and returns it if the guild can notice it. A row that cannot be read is
/// replaced or removed like any other, so that resetting a setting mends it.
async fn apply_one(
    connection: &mut PgConnection,
    request: &ApplyChanges,
    change: &Change,
    stored: &mut BTreeMap<(String, String), String>,
) -> Result<Option<SettingChanged>, sqlx::Error> {
    let Change {
        definition, new, ..
    } = change;
    let name = (definition.scope.to_owned(), definition.key.to_owned());
    let row = stored.get(&name);
    let decoded = row.map(|it| definition.kind.decode_stored(settings_json::read(it)));
    let old = decoded.and_then(Result::ok).flatten();
    if old == *new && (new.is_some() || row.is_none()) {
        return Ok(None);
    }
    match new {
        Some(value) => upsert(connection, request, definition, value).await?,
        None => delete(connection, request.guild, definition).await?,
    }
    let new_row = new.as_ref().map(|it| settings_json::write(it).to_string());
    append_history(connection, request, change, row, new_row.as_ref()).await?;
    match new_row {
        Some(row) => stored.insert(name, row),
        None => stored.remove(&name),
    };
    let changed = SettingChanged {
        definition,
        old,
        new: new.clone(),
        actor: request.actor,
        source: request.source,
    };
    Ok(Some(changed).filter(|it| it.old != it.new))
}

async fn upsert(
    connection: &mut PgConnection,
    request: &ApplyChanges,
    definition: &Definition,
    value: &SettingValue,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "INSERT INTO alphapy.bot_settings (guild_id, scope, key, value, value_type, updated_by)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (guild_id, scope, key)
         DO UPDATE SET value = excluded.value, value_type = excluded.value_type, updated_by = excluded.updated_by",
        request.guild.as_i64(),
        definition.scope,
        definition.key,
        settings_json::write(value),
        definition.kind.value_type(),
        request.actor.map(UserId::as_i64),
    )
    .execute(connection)
    .await?;
    Ok(())
}

async fn delete(
    connection: &mut PgConnection,
    guild: GuildId,
    definition: &Definition,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "DELETE FROM alphapy.bot_settings WHERE guild_id = $1 AND scope = $2 AND key = $3",
        guild.as_i64(),
        definition.scope,
        definition.key,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Tells the history from which row to which the setting went, byte for byte as the database holds them.
async fn append_history(
    connection: &mut PgConnection,
    request: &ApplyChanges,
    change: &Change,
    old: Option<&String>,
    new: Option<&String>,
) -> Result<(), sqlx::Error> {
    let definition = change.definition;
    sqlx::query!(
        "INSERT INTO alphapy.settings_history
             (guild_id, scope, key, old_value, new_value, value_type, changed_by, change_type, source, request_id,
              rollback_of)
         VALUES ($1, $2, $3, $4::text::jsonb, $5::text::jsonb, $6, $7, $8, $9, $10, $11)",
        request.guild.as_i64(),
        definition.scope,
        definition.key,
        old,
        new,
        definition.kind.value_type(),
        request.actor.map(UserId::as_i64),
        ChangeType::between(request.source, old, new).as_str(),
        request.source.as_str(),
        request.request_id,
        change.rollback_of.map(HistoryId::get),
    )
    .execute(connection)
    .await?;
    Ok(())
}
