//! What runs beside the gateway and the API.

use std::sync::Arc;

use adapter_postgres::{ReminderSignal, SettingsListener};

use super::{App, AppOptions};
use crate::jobs;
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
        let forgetting =
            jobs::forget_old_history(stores.settings.clone(), options.clock.clone(), stop.clone());
        self.tasks.jobs.spawn(forgetting);
        let (owners, rest) = (self.context.owners.clone(), self.context.rest.clone());
        self.tasks
            .jobs
            .spawn(jobs::follow_owners(owners, rest, stop.clone()));
        let analytics = self.context.features.analytics.clone();
        let tracker = self.context.tracker.clone();
        let measuring = jobs::command_tracking::measure(tracker, analytics, stop.clone());
        self.tasks.jobs.spawn(measuring);
    }
}
