//! What runs beside the gateway and the API.

use std::sync::Arc;

use adapter_postgres::{PgRetention, ReminderSignal, SettingsListener};

use super::{App, AppOptions};
use crate::jobs::periodic::Runner;
use crate::jobs::{self, upkeep};
use crate::wiring::Stores;

impl App {
    pub(super) fn run_jobs(&self, options: &AppOptions, stores: &Stores) {
        let (pool, stop) = (self.database.pool().clone(), &self.stop.jobs);
        let reminders = &self.context.features.reminders;
        let listener = SettingsListener::new(pool.clone(), stores.cached_settings.clone());
        let zones = jobs::follow_zones(reminders.clone(), listener.subscribe(), stop.clone());
        let signal = ReminderSignal::new(pool);
        let hearing = signal.clone().run(stop.clone());
        let untold = Arc::default();
        let telling = jobs::tell_people(reminders.clone(), Arc::clone(&untold), stop.clone());
        let dispatching = jobs::dispatch_reminders(
            reminders.clone(),
            signal,
            untold.clone(),
            options.clock.clone(),
            stop.clone(),
        );
        self.tasks.jobs.spawn(listener.run(stop.clone()));
        self.tasks.jobs.spawn(zones);
        self.tasks.jobs.spawn(hearing);
        self.tasks.jobs.spawn(dispatching);
        let cached = stores.cached_settings.clone();
        let measuring = jobs::measure_backlog(
            reminders.clone(),
            cached,
            self.context.events.clone(),
            stop.clone(),
        );
        self.tasks.jobs.spawn(measuring);
        self.tasks.jobs.spawn(telling);
        let (status, secrets) = (self.context.status.clone(), options.secrets.clone());
        let remembering = jobs::measure_remembered(status, secrets, stop.clone());
        self.tasks.jobs.spawn(remembering);
        self.run_upkeep(options, stores);
        let (owners, rest) = (self.context.owners.clone(), self.context.rest.clone());
        self.tasks
            .jobs
            .spawn(jobs::follow_owners(owners, rest, stop.clone()));
        let analytics = self.context.features.analytics.clone();
        let tracker = self.context.tracker.clone();
        let measuring = jobs::command_tracking::measure(tracker, analytics, stop.clone());
        self.tasks.jobs.spawn(measuring);
    }

    fn run_upkeep(&self, options: &AppOptions, stores: &Stores) {
        let runner = self.runner(options, stores);
        let retention = Arc::new(PgRetention::new(self.database.pool().clone()));
        let clock = options.clock.clone();
        let forgetting = upkeep::forget_what_is_old(runner.clone(), retention, clock);
        self.tasks.jobs.spawn(forgetting);
        let sweeping = upkeep::sweep_command_sync(runner, self.context.sync.clone());
        self.tasks.jobs.spawn(sweeping);
    }

    /// What jobs are run with that come round.
    fn runner(&self, options: &AppOptions, stores: &Stores) -> Runner {
        let pool = self.database.pool().clone();
        Runner {
            clock: options.clock.clone(),
            runs: stores.job_runs.clone(),
            owner: stores.process.as_str().into(),
            is_open: Arc::new(move || !pool.is_closed()),
            stop: self.stop.jobs.clone(),
        }
    }
}
