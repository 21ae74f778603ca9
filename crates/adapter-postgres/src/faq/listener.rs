//! Hears from Postgres whose FAQ has changed, whichever process or program changed it.

use kernel::GuildId;
use sqlx::PgPool;
use tickets_core::faq::Faq;
use tokio_util::sync::CancellationToken;

use crate::listening::{Heard, Listening};

/// The channel that the trigger on `alphapy.faq_revisions` notifies.
const CHANNEL: &str = "alphapy_faq";

/// Keeps the indexes of a [`Faq`] in step with what other processes write.
#[derive(Clone)]
pub struct FaqListener {
    pool: PgPool,
    faq: Faq,
}

impl FaqListener {
    /// A listener that takes one connection of `pool` for as long as it runs.
    pub fn new(pool: PgPool, faq: Faq) -> Self {
        Self { pool, faq }
    }

    /// Listens until `token` is cancelled, over every loss of the connection. Each time listening begins, every index is
    /// doubted, since nobody knows what went unheard.
    pub async fn run(self, token: CancellationToken) {
        token.run_until_cancelled(self.listen_for_ever()).await;
    }

    async fn listen_for_ever(&self) {
        let mut listening = Listening::to(&self.pool, CHANNEL);
        loop {
            match listening.next().await {
                Heard::Begun => self.faq.unheard_elsewhere(),
                Heard::Notified(payload) => match payload.parse::<GuildId>() {
                    Ok(guild) => self.faq.changed_elsewhere(guild),
                    Err(_) => self.faq.unheard_elsewhere(),
                },
            }
        }
    }
}
