//! Hearing the notifications of a channel, over every loss of the connection.

use std::time::Duration;

use sqlx::PgPool;
use sqlx::postgres::PgListener;

/// How long to wait before connecting again: this after the first failure, twice as long after each further one …
const FIRST_PAUSE: Duration = Duration::from_secs(1);
/// … but never longer than this.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// What was heard.
pub(crate) enum Heard {
    /// Listening has begun, for the first time or again: whatever happened before went unheard.
    Begun,
    /// A notification, with this payload.
    Notified(String),
}

/// An ear on one channel. It takes a connection of the pool for as long as it listens.
pub(crate) struct Listening<'a> {
    pool: &'a PgPool,
    channel: &'static str,
    listener: Option<PgListener>,
    pause: Duration,
}

impl<'a> Listening<'a> {
    /// An ear on `channel`, which does not listen yet.
    pub(crate) fn to(pool: &'a PgPool, channel: &'static str) -> Self {
        Self {
            pool,
            channel,
            listener: None,
            pause: FIRST_PAUSE,
        }
    }

    /// What is heard next. Connects first, and again after each loss, for as long as it takes.
    pub(crate) async fn next(&mut self) -> Heard {
        loop {
            let Some(listener) = &mut self.listener else {
                match self.connect().await {
                    Ok(listener) => {
                        self.listener = Some(listener);
                        self.pause = FIRST_PAUSE;
                        return Heard::Begun;
                    }
                    Err(error) => self.wait_after(&error).await,
                }
                continue;
            };
            match listener.try_recv().await {
                Ok(Some(heard)) => return Heard::Notified(heard.payload().to_owned()),
                Ok(None) => {
                    tracing::warn!(
                        channel = self.channel,
                        "the connection that listens was lost"
                    );
                    self.listener = None;
                }
                Err(error) => {
                    self.listener = None;
                    self.wait_after(&error).await;
                }
            }
        }
    }

    async fn connect(&self) -> Result<PgListener, sqlx::Error> {
        let mut listener = PgListener::connect_with(self.pool).await?;
        // A silent reconnect would hide that something may have gone unheard.
        listener.eager_reconnect(false);
        listener.listen(self.channel).await?;
        Ok(listener)
    }

    async fn wait_after(&mut self, error: &sqlx::Error) {
        tracing::warn!(
            error = error as &dyn std::error::Error,
            channel = self.channel,
            "cannot listen for notifications"
        );
        tokio::time::sleep(self.pause).await;
        self.pause = LONGEST_PAUSE.min(self.pause * 2);
    }
}
