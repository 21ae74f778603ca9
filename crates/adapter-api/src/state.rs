//! What handlers work with.

use std::ops::Deref;
use std::sync::Arc;

use kernel::{Clock, GuildId};
use onboarding_core::Newcomers;
use onboarding_core::set_up::SetUp;
use operations_core::{CommandAnalytics, Events};
use privacy_core::Privacy;
use reminders_core::Reminders;
use settings_core::{PickerSource, Settings, Surroundings};
use tickets_core::Tickets;
use tickets_core::export::Exports;
use tickets_core::faq::Faq;
use tickets_core::topics::{ProposalBoard, Proposals};

use crate::metrics::ShortMemory;
use crate::{Authenticator, Edges, HealthProbe, MetricsPage, Operations};

/// What handlers work with. Clones share it: every request makes several of them.
#[derive(Clone)]
pub struct ApiState(Arc<ApiParts>);

/// What the API is made of.
pub struct ApiParts {
    /// Looks at the parts.
    pub health: Arc<dyn HealthProbe>,
    /// What has been measured.
    pub metrics: Arc<dyn MetricsPage>,
    /// Names a request that came without a name: unique for as long as anybody compares.
    pub next_request_id: Arc<dyn Fn() -> String + Send + Sync>,
    /// Finds out who asks.
    pub authenticator: Authenticator,
    /// What the layers around the handlers work with.
    pub edges: Edges,
    /// The use cases.
    pub features: ApiFeatures,
    /// Whether the description of the API and its page are served; in production they are not.
    pub described: bool,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// The bot's home server (`MAIN_GUILD_ID`): what is meant where no server is named.
    pub home: Option<GuildId>,
    /// What reports are made of.
    pub operations: Operations,
}

/// The use cases that have an address.
#[derive(Clone)]
pub struct ApiFeatures {
    /// Reminders.
    pub reminders: Reminders,
    /// Tickets.
    pub tickets: Tickets,
    /// The answers of servers.
    pub faq: Faq,
    /// Answers that are proposed.
    pub proposals: Proposals,
    /// Where those stand.
    pub proposal_board: Arc<dyn ProposalBoard>,
    /// What admins take away.
    pub exports: Exports,
    /// What newcomers go through.
    pub set_up: SetUp,
    /// Newcomers, and how far they get.
    pub newcomers: Newcomers,
    /// Settings.
    pub settings: Settings,
    /// What is used how often.
    pub analytics: CommandAnalytics,
    /// What Discord has against values of settings.
    pub surroundings: Arc<dyn Surroundings>,
    /// What a guild has to choose from.
    pub pickers: Arc<dyn PickerSource>,
    /// What happened lately.
    pub events: Events,
    /// What is stored of people.
    pub privacy: Privacy,
}

impl ApiState {
    /// An API of these parts.
    pub fn new(mut parts: ApiParts) -> Self {
        parts.metrics = ShortMemory::of(parts.metrics);
        Self(Arc::new(parts))
    }

    /// How long the process runs, in seconds.
    pub(crate) fn uptime_seconds(&self) -> u64 {
        let uptime = self.clock.now() - self.operations.started;
        u64::try_from(uptime.num_seconds()).unwrap_or_default()
    }
}

impl Deref for ApiState {
    type Target = ApiParts;

    fn deref(&self) -> &ApiParts {
        &self.0
    }
}
