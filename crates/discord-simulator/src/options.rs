//! How a simulator is set up.

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, Utc};

use crate::{
    clock::{RealTime, SimTime},
    gateway::intents::PRIVILEGED,
    rate::RateLimits,
};

/// How a simulator is set up; the defaults suit most tests.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where it listens; port 0 picks a free one.
    pub listen: String,
    /// Its clock.
    pub time: Arc<dyn SimTime>,
    /// The bot token that it accepts.
    pub token: String,
    /// The application's and the bot's name.
    pub application_name: String,
    /// The privileged intents that the application was given; without message content, REST hides it too.
    pub allowed_intents: u64,
    /// How often the gateway wants a heartbeat.
    pub heartbeat_interval: Duration,
    /// How many IDENTIFYs a bot may start at once, as `GET /gateway/bot` says.
    pub max_concurrency: u64,
    /// How long a bot must wait between IDENTIFYs of one bucket (real time; Discord: 5 s). Zero: not at all.
    pub identify_interval: Duration,
    /// How many shards `GET /gateway/bot` recommends.
    pub shards: u64,
    /// How long a nonce is remembered (by the simulator's clock).
    pub nonce_window: Duration,
    /// Whether messages that are read back carry their nonce. Discord promises it only for the answer and the event of
    /// their creation.
    pub history_has_nonce: bool,
    /// How long the address of an attachment works (by the simulator's clock).
    pub attachment_life: Duration,
    /// Rate limits.
    pub rate_limits: RateLimits,
    /// Whether the deadlines of interactions (3 s, 15 min) follow the machine's clock, for a clock that is driven in leaps.
    pub deadlines_in_real_time: bool,
    /// How long personas wait for the bot (real time).
    pub patience: Duration,
}

impl Options {
    /// The moment that interactions' deadlines are reckoned by.
    pub(crate) fn deadline_now(&self) -> DateTime<Utc> {
        if self.deadlines_in_real_time {
            RealTime.now()
        } else {
            self.time.now()
        }
    }
}

impl Default for Options {
    fn default() -> Self {
        Self {
            listen: "127.0.0.1:0".to_owned(),
            time: Arc::new(RealTime),
            token: "simulated.bot.token".to_owned(),
            application_name: "TestBot".to_owned(),
            allowed_intents: PRIVILEGED,
            heartbeat_interval: Duration::from_millis(41_250),
            max_concurrency: 1,
            identify_interval: Duration::ZERO,
            shards: 1,
            nonce_window: Duration::from_mins(3),
            history_has_nonce: false,
            attachment_life: Duration::from_hours(24),
            rate_limits: RateLimits::default(),
            deadlines_in_real_time: false,
            patience: Duration::from_secs(10),
        }
    }
}
