//! What a guild asks, as it is at the moment.

use std::sync::Arc;

use async_trait::async_trait;
use kernel::{GuildId, PortFailure};

use crate::set_up::SetUpStore;
use crate::{InForce, Rule, in_force};

/// Reads what a guild has set up. Never older than the last change that this process made.
#[async_trait]
pub trait Sheet: Send + Sync {
    /// The questions in force.
    async fn questions(&self, guild: GuildId) -> Result<InForce, PortFailure>;

    /// The rules that are enabled, in their order.
    async fn rules(&self, guild: GuildId) -> Result<Vec<Rule>, PortFailure>;
}

/// What is stored, read anew each time: a change is there for the next newcomer, whichever process made it.
#[derive(Clone)]
pub struct StoredSheet(Arc<dyn SetUpStore>);

impl StoredSheet {
    /// What is stored there.
    pub fn new(store: Arc<dyn SetUpStore>) -> Self {
        Self(store)
    }
}

#[async_trait]
impl Sheet for StoredSheet {
    async fn questions(&self, guild: GuildId) -> Result<InForce, PortFailure> {
        Ok(in_force(&self.0.questions(guild).await?))
    }

    async fn rules(&self, guild: GuildId) -> Result<Vec<Rule>, PortFailure> {
        let rules = self.0.rules(guild).await?.into_iter();
        Ok(rules.filter(|it| it.enabled).map(|it| it.rule).collect())
    }
}
