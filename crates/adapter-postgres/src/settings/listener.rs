//! Hears from Postgres which guild's settings have changed, whichever process or program changed them.

use std::sync::Arc;

use kernel::GuildId;
use serde_json::Value;
use settings_core::{HistoryId, Registry, SettingChanged};
use sqlx::PgPool;
use tokio::sync::broadcast;
use tokio_util::sync::CancellationToken;

use super::CachedSettings;
use super::telling::{Telling, Unread};
use crate::listening::{Heard, Listening};

/// The channel that the triggers on `alphapy.bot_settings` and `alphapy.settings_history` notify.
const CHANNEL: &str = "alphapy_settings";

/// How many signals a slow receiver may fall behind before it has to read everything again.
const BACKLOG: usize = 256;

/// What a listener has heard. The cache is already invalidated when a receiver sees it.
#[derive(Debug, Clone, PartialEq)]
pub enum SettingsSignal {
    /// A guild's settings were written, by whatever program.
    Written {
        /// Whose.
        guild: GuildId,
        /// In which scopes; empty when whoever wrote them did not say.
        scopes: Vec<String>,
    },
    /// A setting has changed, in this process or another: told once, and also when it could not be heard at the time.
    /// Of a program that writes past the history nobody knows what it changed.
    Changed {
        /// Whose.
        guild: GuildId,
        /// What, from what to what, by whom and how.
        change: SettingChanged,
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
    registry: Arc<Registry>,
    signals: broadcast::Sender<SettingsSignal>,
    unread: Unread,
}

/// What a notification says.
#[derive(Debug, PartialEq)]
enum Notice {
    Signal(SettingsSignal),
    /// This line was added to the guild's history.
    Line(GuildId, HistoryId),
}

impl SettingsListener {
    /// A listener that takes one connection of `pool` for as long as it runs, and tells of the settings in `registry`.
    pub fn new(pool: PgPool, registry: Arc<Registry>, cached: CachedSettings) -> Self {
        let (signals, _) = broadcast::channel(BACKLOG);
        Self {
            pool,
            cached,
            registry,
            signals,
            unread: Unread::default(),
        }
    }

    /// What is heard from now on.
    pub fn subscribe(&self) -> broadcast::Receiver<SettingsSignal> {
        self.signals.subscribe()
    }

    /// Listens until `token` is cancelled, over every loss of the connection. [`SettingsSignal::Resync`] is sent each time
    /// listening begins.
    pub async fn run(self, token: CancellationToken) {
        let telling = Telling {
            pool: self.pool.clone(),
            registry: self.registry.clone(),
            signals: self.signals.clone(),
            unread: self.unread.clone(),
        };
        // Side by side: whoever reads the history keeps nobody's cache waiting.
        let both = async { tokio::join!(self.listen_for_ever(), telling.tell_for_ever()) };
        token.run_until_cancelled(both).await;
    }

    async fn listen_for_ever(&self) {
        let mut listening = Listening::to(&self.pool, CHANNEL);
        loop {
            match listening.next().await {
                Heard::Begun => {
                    self.cached.invalidate_all();
                    self.send(SettingsSignal::Resync);
                    self.unread.begun();
                }
                Heard::Notified(payload) => self.hear(&payload),
            }
        }
    }

    fn hear(&self, payload: &str) {
        match read(payload) {
            Notice::Line(guild, line) => self.unread.line(guild, line),
            Notice::Signal(signal) => {
                if let SettingsSignal::Written { guild, .. } = &signal {
                    self.cached.invalidate(*guild);
                } else {
                    self.cached.invalidate_all();
                }
                self.send(signal);
            }
        }
    }

    fn send(&self, signal: SettingsSignal) {
        // An error only means that nobody listens at the moment.
        let _ = self.signals.send(signal);
    }
}

/// What a notification says. Other programs may send the bare id of the guild; what cannot be read at all may concern
/// any guild.
fn read(payload: &str) -> Notice {
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
    let Some(guild) = guild else {
        return Notice::Signal(SettingsSignal::Resync);
    };
    let line = json["change"].as_str().and_then(|it| it.parse().ok());
    if let Some(line) = line.and_then(|it| HistoryId::new(it).ok()) {
        return Notice::Line(guild, line);
    }
    let scopes = json["scopes"].as_array().into_iter().flatten();
    let scopes = scopes.filter_map(Value::as_str).map(str::to_owned);
    Notice::Signal(SettingsSignal::Written {
        guild,
        scopes: scopes.collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guild() -> GuildId {
        GuildId::new(42).unwrap()
    }

    fn written(scopes: &[&str]) -> Notice {
        Notice::Signal(SettingsSignal::Written {
            guild: guild(),
            scopes: scopes.iter().map(|&it| it.to_owned()).collect(),
        })
    }

    #[test]
    fn reads_what_our_trigger_and_what_others_send() {
        let ours = r#"{"guild_id": "42", "scopes": ["reminders", "system"]}"#;
        assert_eq!(read(ours), written(&["reminders", "system"]));
        assert_eq!(read(r#"{"guild_id": 42}"#), written(&[]));
        assert_eq!(read("42"), written(&[]));
    }

    #[test]
    fn reads_which_line_was_added_to_the_history() {
        let line = r#"{"guild_id": "42", "scopes": ["system"], "keys": ["system.log_level"], "change": "7"}"#;
        let seven = HistoryId::new(7).unwrap();
        assert_eq!(read(line), Notice::Line(guild(), seven));
    }

    #[test]
    fn what_cannot_be_read_may_concern_any_guild() {
        for payload in ["", "0", "-1", "all", "{}", r#"{"guild_id": "x"}"#, "[42]"] {
            let anybody = Notice::Signal(SettingsSignal::Resync);
            assert_eq!(read(payload), anybody, "{payload:?}");
        }
    }
}
