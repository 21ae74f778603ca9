//! Wakes whoever does what is due when something becomes due earlier than they sleep, whichever process or program stored
//! it.

use std::sync::Arc;

use sqlx::PgPool;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use crate::listening::Listening;

/// The channels that triggers notify.
const REMINDERS: &str = "alphapy_reminders";
const TICKETS: &str = "alphapy_tickets";

/// Hears of what has become due, or comes nearer. Clones share what they hear; one of them runs, one of them waits.
#[derive(Debug, Clone)]
pub struct WakeSignal {
    pool: PgPool,
    channel: &'static str,
    changed: Arc<Notify>,
}

impl WakeSignal {
    /// A signal of reminders whose next send has come nearer. It takes one connection of `pool` for as long as it runs.
    pub fn of_reminders(pool: PgPool) -> Self {
        Self::on(REMINDERS, pool)
    }

    /// A signal of work that follows from changes of tickets. It takes one connection of `pool` for as long as it runs.
    pub fn of_tickets(pool: PgPool) -> Self {
        Self::on(TICKETS, pool)
    }

    fn on(channel: &'static str, pool: PgPool) -> Self {
        Self {
            pool,
            channel,
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
        let mut listening = Listening::to(&self.pool, self.channel);
        loop {
            // Whatever it is, something may be due earlier now.
            listening.next().await;
            self.changed.notify_one();
        }
    }
}
