//! What the bot says of itself: what it can do, which version it is, and how it is doing.

pub(crate) mod about;
mod about_view;
mod catalogue;
pub(crate) mod health;
mod health_view;
pub(crate) mod help;
mod help_view;
pub(crate) mod listing;
mod listing_view;

use std::fmt;
use std::sync::Arc;

use chrono::TimeDelta;
use operations_core::{Cooldowns, Vitals};

/// The addresses of the web apps that belong to the bot.
#[derive(Debug, Clone)]
pub struct WebApps {
    /// The main app, in which accounts are kept.
    pub app: String,
    /// The app for the mind.
    pub mind: String,
    /// The dashboard of this bot.
    pub alphapy: String,
}

/// What the status commands look at. Clones are the same.
#[derive(Clone)]
pub struct Status {
    /// How this process is doing.
    pub vitals: Arc<dyn Vitals>,
    /// The web apps.
    pub web_apps: WebApps,
    /// Who asked for the release notes lately.
    pub releases: Arc<Cooldowns>,
}

impl Status {
    /// Nobody has asked for anything yet.
    pub fn new(vitals: Arc<dyn Vitals>, web_apps: WebApps) -> Self {
        let releases = Cooldowns::lasting(TimeDelta::seconds(10));
        Self {
            vitals,
            web_apps,
            releases: Arc::new(releases),
        }
    }
}

impl fmt::Debug for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Status").finish_non_exhaustive()
    }
}
