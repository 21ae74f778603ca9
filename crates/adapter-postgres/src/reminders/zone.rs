//! The time zones of guilds, as their settings have them.

use std::collections::HashMap;

use chrono_tz::Tz;
use sqlx::PgConnection;

/// Where a guild lives that has not said so, or not in words that name a zone.
const DEFAULT: Tz = Tz::Europe__Brussels;

/// The zones of some guilds.
#[derive(Debug, Default)]
pub(super) struct Zones(HashMap<i64, Tz>);

impl Zones {
    /// Reads the zones of `guilds`, in which a guild may come several times.
    pub(super) async fn load(
        connection: &mut PgConnection,
        guilds: &[i64],
    ) -> Result<Self, sqlx::Error> {
        let rows = sqlx::query!(
            r#"SELECT guild_id, value #>> '{}' AS zone FROM alphapy.bot_settings
               WHERE guild_id = ANY($1) AND scope = 'system' AND key = 'timezone'"#,
            guilds
        )
        .fetch_all(connection)
        .await?;
        let named = rows.into_iter().map(|row| (row.guild_id, read(row.zone)));
        Ok(Self(named.collect()))
    }

    /// The zone of one of them.
    pub(super) fn of(&self, guild: i64) -> Tz {
        self.0.get(&guild).copied().unwrap_or(DEFAULT)
    }
}

fn read(stored: Option<String>) -> Tz {
    stored
        .and_then(|it| parsers::parse_zone(&it))
        .unwrap_or(DEFAULT)
}
