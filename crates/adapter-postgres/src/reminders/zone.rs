//! The time zones of guilds, as their settings have them and as `settings-core` reads them.

use std::collections::HashMap;

use chrono_tz::Tz;
use settings_core::system::TIMEZONE;
use settings_core::{RawValue, SettingValue, Snapshot};
use sqlx::PgConnection;

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
        let named = rows
            .into_iter()
            .filter_map(|row| Some((row.guild_id, read(row.zone?)?)));
        Ok(Self(named.collect()))
    }

    /// Reads the zones of all guilds that have set one.
    pub(super) async fn load_all(connection: &mut PgConnection) -> Result<Self, sqlx::Error> {
        let rows = sqlx::query!(
            r#"SELECT guild_id, value #>> '{}' AS zone FROM alphapy.bot_settings
               WHERE scope = 'system' AND key = 'timezone'"#
        )
        .fetch_all(connection)
        .await?;
        let named = rows
            .into_iter()
            .filter_map(|row| Some((row.guild_id, read(row.zone?)?)));
        Ok(Self(named.collect()))
    }

    /// The guilds that are known here and the names of their zones.
    pub(super) fn names(&self) -> (Vec<i64>, Vec<String>) {
        let named = self.0.iter();
        named
            .map(|(guild, zone)| (*guild, zone.to_string()))
            .unzip()
    }

    /// The zone of one of them; the default for one that has set none, or none that can be read.
    pub(super) fn of(&self, guild: i64) -> Tz {
        let set = self.0.get(&guild).copied();
        set.unwrap_or_else(|| Snapshot::default().zone(&TIMEZONE))
    }
}

fn read(stored: String) -> Option<Tz> {
    match TIMEZONE.kind.decode_stored(RawValue::Text(stored)) {
        Ok(Some(SettingValue::TimeZone(zone))) => Some(zone),
        Ok(_) | Err(_) => None,
    }
}
