//! Wakes the dispatcher when something becomes due earlier than it sleeps, whichever process or program stored it.

use std::sync::Arc;

use sqlx::PgPool;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use crate::listening::Listening;

/// The channel that the triggers on `alphapy.reminders` notify.
const CHANNEL: &str = "alphapy_reminders";

/// Hears of reminders whose next send has come nearer. Clones share what they hear; one of them runs, one of them waits.
#[derive(Debug, Clone)]
pub struct ReminderSignal {
    pool: PgPool,
    changed: Arc<Notify>,
}

impl ReminderSignal {
    /// A signal that takes one connection of `pool` for as long as it runs.
    pub fn new(pool: PgPool) -> Self {
        Self {
            pool,
            changed: Arc::default(),
        }
    }

    /// Returns once something may be due earlier than it was when this last returned; at once when that happened while
    /// nobody waited. Any number of changes is one signal. Cancel-safe.
    pub async fn changed(&self) {
        self.changed.notified().await;
    }

    /// Listens until `token` is cancelled, over every loss of the connection. Each time listening begins it signals,
    /// since nobody knows what went unheard.
    pub async fn run(self, token: CancellationToken) {
        token.run_until_cancelled(self.listen_for_ever()).await;
    }

    async fn listen_for_ever(&self) {
        let mut listening = Listening::to(&self.pool, CHANNEL);
        loop {
            // Whatever it is, something may be due earlier now.
            listening.next().await;
            self.changed.notify_one();
        }
    }
}
