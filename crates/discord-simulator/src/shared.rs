//! What REST, gateway and personas share: the world behind its lock, the clock, the options.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use chrono::{DateTime, Utc};
use tokio::{
    sync::watch,
    time::{Instant, sleep_until},
};
use tokio_util::sync::CancellationToken;

use crate::{
    clock::{RealTime, SimTime},
    faults::Faults,
    holding::Traps,
    options::Options,
    random_faults::Dice,
    rate::Limiter,
    traffic::Traffic,
    validation::Validation,
    world::World,
};

/// How often a waiting persona looks at the clock; a driven clock does not ring.
const TICK: Duration = Duration::from_millis(20);

#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) options: Options,
    pub(crate) time: Arc<dyn SimTime>,
    pub(crate) address: String,
    pub(crate) limiter: Mutex<Limiter>,
    pub(crate) faults: Mutex<Faults>,
    pub(crate) dice: Mutex<Dice>,
    pub(crate) traps: Traps,
    pub(crate) traffic: Mutex<Traffic>,
    pub(crate) validation: Validation,
    pub(crate) stopping: CancellationToken,
    world: Mutex<World>,
    changed: watch::Sender<u64>,
}

impl Shared {
    pub(crate) fn new(
        options: Options,
        address: String,
        world: World,
        validation: Validation,
    ) -> Self {
        Self {
            time: Arc::clone(&options.time),
            limiter: Mutex::new(Limiter::default()),
            faults: Mutex::new(Faults::default()),
            dice: Mutex::new(Dice::default()),
            traps: Traps::default(),
            traffic: Mutex::new(Traffic::default()),
            stopping: CancellationToken::new(),
            world: Mutex::new(world),
            changed: watch::Sender::new(0),
            options,
            address,
            validation,
        }
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.time.now()
    }

    /// The moment that rate limits are reckoned by.
    pub(crate) fn limits_now(&self) -> DateTime<Utc> {
        if self.options.rate_limits.in_real_time {
            RealTime.now()
        } else {
            self.now()
        }
    }

    pub(crate) fn gateway_url(&self) -> String {
        format!("ws://{}", self.address)
    }

    /// Reads the world.
    pub(crate) fn look<T>(&self, look: impl FnOnce(&World) -> T) -> T {
        look(&self.world.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Changes the world and wakes whoever waits for a change.
    pub(crate) fn change<T>(&self, change: impl FnOnce(&mut World) -> T) -> T {
        let result = change(&mut self.world.lock().unwrap_or_else(PoisonError::into_inner));
        self.changed.send_modify(|count| *count += 1);
        result
    }

    /// Waits until `look` finds something, at most `timeout` of real time.
    pub(crate) async fn wait<T>(
        &self,
        timeout: Duration,
        mut look: impl FnMut(&World) -> Option<T>,
    ) -> Option<T> {
        let mut changes = self.changed.subscribe();
        let deadline = Instant::now() + timeout;
        loop {
            changes.borrow_and_update();
            if let Some(found) = self.look(&mut look) {
                return Some(found);
            }
            if Instant::now() >= deadline {
                return None;
            }
            tokio::select! {
                _ = changes.changed() => {}
                () = sleep_until(deadline.min(Instant::now() + TICK)) => {}
            }
        }
    }
}
