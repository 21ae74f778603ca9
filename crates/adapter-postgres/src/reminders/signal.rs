//! Wakes the dispatcher when something becomes due earlier than it sleeps, whichever process or program stored it.

use std::sync::Arc;
use std::time::Duration;

use sqlx::PgPool;
use sqlx::postgres::PgListener;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

/// The channel that the triggers on `alphapy.reminders` notify.
const CHANNEL: &str = "alphapy_reminders";

/// How long to wait before connecting again: this after the first failure, twice as long after each further one …
const FIRST_PAUSE: Duration = Duration::from_secs(1);

/// … but never longer than this.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

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
        let mut pause = FIRST_PAUSE;
        loop {
            match self.listen().await {
                Ok(()) => {
                    tracing::warn!("the connection that hears of reminders was lost");
                    pause = FIRST_PAUSE;
                }
                Err(error) => {
                    tracing::warn!(
                        error = &error as &dyn std::error::Error,
                        "cannot listen for changes of reminders"
                    );
                    tokio::time::sleep(pause).await;
                    pause = LONGEST_PAUSE.min(pause * 2);
                }
            }
        }
    }

    /// Listens over one connection; returns when it is lost.
    async fn listen(&self) -> Result<(), sqlx::Error> {
        let mut listener = PgListener::connect_with(&self.pool).await?;
        listener.eager_reconnect(false);
        listener.listen(CHANNEL).await?;
        self.changed.notify_one();
        while listener.try_recv().await?.is_some() {
            self.changed.notify_one();
        }
        Ok(())
    }
}
