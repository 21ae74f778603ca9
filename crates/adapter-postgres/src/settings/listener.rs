//! Hears from Postgres which guild's settings have changed, whichever process or program changed them.

use kernel::GuildId;
use serde_json::Value;
use sqlx::PgPool;
use tokio::sync::broadcast;
use tokio_util::sync::CancellationToken;

use super::CachedSettings;
use crate::listening::{Heard, Listening};

/// The channel that the trigger on `alphapy.bot_settings` notifies.
const CHANNEL: &str = "alphapy_settings";

/// How many signals a slow receiver may fall behind before it has to read everything again.
const BACKLOG: usize = 256;

/// What a listener has heard. The cache is already invalidated when a receiver sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SettingsSignal {
    /// A guild's settings have changed.
    Changed {
        /// Whose.
        guild: GuildId,
        /// In which scopes; empty when whoever changed them did not say.
        scopes: Vec<String>,
    },
    /// Changes may have gone unheard: read everything again. A receiver that the broadcast reports as lagging does the
    /// same.
    Resync,
}

/// Keeps a [`CachedSettings`] true and passes on what it hears.
#[derive(Clone)]
pub struct SettingsListener {
    pool: PgPool,
    cached: CachedSettings,
    signals: broadcast::Sender<SettingsSignal>,
}

impl SettingsListener {
    /// A listener that takes one connection of `pool` for as long as it runs.
    pub fn new(pool: PgPool, cached: CachedSettings) -> Self {
        let (signals, _) = broadcast::channel(BACKLOG);
        Self {
            pool,
            cached,
            signals,
        }
    }

    /// What is heard from now on.
    pub fn subscribe(&self) -> broadcast::Receiver<SettingsSignal> {
        self.signals.subscribe()
    }

    /// Listens until `token` is cancelled, over every loss of the connection. [`SettingsSignal::Resync`] is sent each time
    /// listening begins.
    pub async fn run(self, token: CancellationToken) {
        token.run_until_cancelled(self.listen_for_ever()).await;
    }

    async fn listen_for_ever(&self) {
        let mut listening = Listening::to(&self.pool, CHANNEL);
        loop {
            match listening.next().await {
                Heard::Begun => {
                    self.cached.invalidate_all();
                    self.send(SettingsSignal::Resync);
                }
                Heard::Notified(payload) => self.hear(&payload),
            }
        }
    }

    fn hear(&self, payload: &str) {
        let signal = read(payload);
        match &signal {
            SettingsSignal::Changed { guild, .. } => self.cached.invalidate(*guild),
            SettingsSignal::Resync => self.cached.invalidate_all(),
        }
        self.send(signal);
    }

    fn send(&self, signal: SettingsSignal) {
        // An error only means that nobody listens at the moment.
        let _ = self.signals.send(signal);
    }
}

/// What a notification says. Other programs may send the bare id of the guild; what cannot be read at all may concern
/// any guild.
fn read(payload: &str) -> SettingsSignal {
    let json: Value = serde_json::from_str(payload).unwrap_or_default();
    let guild = match &json {
        Value::Object(fields) => fields.get("guild_id").unwrap_or(&Value::Null),
        bare => bare,
    };
    let guild = match guild {
        Value::String(digits) => digits.parse().ok(),
        Value::Number(number) => number.as_u64().and_then(|it| GuildId::new(it).ok()),
        _ => None,
    };
    let scopes = json["scopes"].as_array().into_iter().flatten();
    let scopes = scopes.filter_map(Value::as_str).map(str::to_owned);
    guild.map_or(SettingsSignal::Resync, |guild| SettingsSignal::Changed {
        guild,
        scopes: scopes.collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changed(scopes: &[&str]) -> SettingsSignal {
        SettingsSignal::Changed {
            guild: GuildId::new(42).unwrap(),
            scopes: scopes.iter().map(|&it| it.to_owned()).collect(),
        }
    }

    #[test]
    fn reads_what_our_trigger_and_what_others_send() {
        let ours = r#"{"guild_id": "42", "scopes": ["reminders", "system"]}"#;
        assert_eq!(read(ours), changed(&["reminders", "system"]));
        assert_eq!(read(r#"{"guild_id": 42}"#), changed(&[]));
        assert_eq!(read("42"), changed(&[]));
    }

    #[test]
    fn what_cannot_be_read_may_concern_any_guild() {
        for payload in ["", "0", "-1", "all", "{}", r#"{"guild_id": "x"}"#, "[42]"] {
            assert_eq!(read(payload), SettingsSignal::Resync, "{payload:?}");
        }
    }
}
