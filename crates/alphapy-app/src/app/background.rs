//! What runs beside the gateway and the API.

use std::sync::Arc;
use std::time::Duration;

use adapter_discord::SettingsEvents;
use adapter_postgres::{FaqListener, PgRetention, SettingsListener, WakeSignal};
use anyhow::Context as _;

use super::{App, AppOptions};
use crate::jobs::periodic::Runner;
use crate::jobs::{self, upkeep};
use crate::wiring::Stores;

/// How long the database may take until it lets us listen.
const LISTENING: Duration = Duration::from_secs(10);

impl App {
    /// Hears of changed settings from here on. It comes before anything that could change one.
    pub(super) async fn hear_settings(
        &self,
        options: &AppOptions,
        stores: &Stores,
    ) -> anyhow::Result<()> {
        let (pool, stop) = (self.database.pool().clone(), &self.stop.jobs);
        let cached = stores.cached_settings.clone();
        let listener = SettingsListener::new(pool, stores.registry.clone(), cached);
        let reminders = self.context.features.reminders.clone();
        let zones = jobs::follow_zones(reminders, listener.subscribe(), stop.clone());
        let events = SettingsEvents::new(self.context.events.clone(), options.clock.clone());
        let newcomers = self.context.features.newcomers.clone();
        let directory = self.context.directory.clone();
        let panels = jobs::newcomers::follow_panels(
            newcomers,
            directory,
            listener.subscribe(),
            stop.clone(),
        );
        self.tasks.jobs.spawn(panels);
        let noting = jobs::note_changes(events, listener.subscribe(), stop.clone());
        let mut begun = listener.subscribe();
        self.tasks.jobs.spawn(zones);
        self.tasks.jobs.spawn(noting);
        self.tasks.jobs.spawn(listener.run(stop.clone()));
        let heard = tokio::time::timeout(LISTENING, begun.recv()).await;
        heard
            .context("the database does not let Alphapy LISTEN: connect to it directly, not through a pooler")?
            .context("whoever hears of settings has ended")?;
        Ok(())
    }

    pub(super) fn run_jobs(&self, options: &AppOptions, stores: &Stores, runner: &Runner) {
        let (pool, stop) = (self.database.pool().clone(), &self.stop.jobs);
        let reminders = &self.context.features.reminders;
        let signal = WakeSignal::of_reminders(pool);
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
        self.tasks.jobs.spawn(hearing);
        self.tasks.jobs.spawn(dispatching);
        let measuring = jobs::measure_backlog(runner.clone(), reminders.clone());
        self.tasks.jobs.spawn(measuring);
        self.tasks.jobs.spawn(telling);
        self.run_tickets(options, runner);
        self.run_newcomers(runner);
        let listener = FaqListener::new(
            self.database.pool().clone(),
            self.context.features.faq.clone(),
        );
        self.tasks.jobs.spawn(listener.run(stop.clone()));
        self.run_model(options, stores);
        let invites = self.context.features.invites.clone();
        let clock = options.clock.clone();
        let announcing = jobs::invites::announce_newcomers(invites, clock, stop.clone());
        self.tasks.jobs.spawn(announcing);
        self.run_upkeep(options, runner);
        let (owners, rest) = (self.context.owners.clone(), self.context.rest.clone());
        self.tasks
            .jobs
            .spawn(jobs::follow_owners(runner.clone(), owners, rest));
    }

    fn run_tickets(&self, options: &AppOptions, runner: &Runner) {
        let (pool, stop) = (self.database.pool().clone(), &self.stop.jobs);
        let tickets = &self.context.features.tickets;
        let signal = WakeSignal::of_tickets(pool);
        self.tasks.jobs.spawn(signal.clone().run(stop.clone()));
        let clock = options.clock.clone();
        let working = jobs::tickets::work_on_tickets(tickets.clone(), signal, clock, stop.clone());
        let drafts = self.context.features.drafts.clone();
        self.tasks.jobs.spawn(async move {
            let read = drafts.reload_documents().await;
            tracing::info!(
                documents = read.documents,
                chunks = read.chunks,
                "read what replies may be drafted from"
            );
        });
        self.tasks.jobs.spawn(working);
        let repairing = jobs::tickets::repair_tickets(runner.clone(), tickets.clone());
        self.tasks.jobs.spawn(repairing);
        let resuming = jobs::tickets::resume_archives(runner.clone(), tickets.clone());
        self.tasks.jobs.spawn(resuming);
        let sweeping = jobs::tickets::sweep_idle_tickets(runner.clone(), tickets.clone());
        self.tasks.jobs.spawn(sweeping);
    }

    fn run_newcomers(&self, runner: &Runner) {
        let newcomers = &self.context.features.newcomers;
        let finishing = jobs::newcomers::finish_left_undone(runner.clone(), newcomers.clone());
        self.tasks.jobs.spawn(finishing);
        let removing = jobs::newcomers::remove_expired(runner.clone(), newcomers.clone());
        self.tasks.jobs.spawn(removing);
    }

    fn run_model(&self, options: &AppOptions, stores: &Stores) {
        let (records, calls) = (stores.model_records.clone(), stores.model_calls.clone());
        let writing = jobs::model::write_records(records, calls, self.stop.jobs.clone());
        self.tasks.jobs.spawn(writing);
        let growth = self.context.features.growth.clone();
        let stop = self.stop.late_answers.clone();
        let asking = self.tasks.asking.token();
        let answering = jobs::model::answer_late(growth, options.clock.clone(), stop, asking);
        self.tasks.late_answers.spawn(answering);
    }

    fn run_upkeep(&self, options: &AppOptions, runner: &Runner) {
        let retention = Arc::new(PgRetention::new(self.database.pool().clone()));
        let clock = options.clock.clone();
        let forgetting = upkeep::forget_what_is_old(runner.clone(), retention, clock);
        self.tasks.jobs.spawn(forgetting);
        let privacy = self.context.features.privacy.clone();
        let erasing = jobs::privacy::carry_on_erasing(runner.clone(), privacy);
        self.tasks.jobs.spawn(erasing);
        let sweeping = upkeep::sweep_command_sync(runner.clone(), self.context.sync.clone());
        self.tasks.jobs.spawn(sweeping);
    }

    /// What jobs are run with that come round.
    pub(super) fn runner(&self, options: &AppOptions, stores: &Stores) -> Runner {
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
