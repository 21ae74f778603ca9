//! The API, over what the app is made of.

use std::sync::Arc;

use adapter_api::{ApiFeatures, ApiState};
use adapter_discord::{DiscordPickers, DiscordSurroundings};
use anyhow::Context as _;
use tokio::net::TcpListener;
use uuid::Uuid;

use super::edges::edges;
use super::{App, AppOptions};
use crate::access::Entrance;
use crate::jobs;
use crate::measures::Measures;

impl App {
    pub(super) fn serve(&self, listener: TcpListener, options: &AppOptions) -> anyhow::Result<()> {
        let measures =
            Arc::new(Measures::start().context("something else in this process measures already")?);
        let entrance = Entrance::new(options, &self.database, &self.context)?;
        let operations = self.operations(options);
        let health = self.health(options, &operations);
        let edges = edges(&self.database, options);
        let watching = jobs::watch_edges(edges.clone(), self.stop.jobs.clone());
        self.tasks.jobs.spawn(watching);
        let pickers = DiscordPickers::new(
            &self.context.rest,
            self.context.directory.clone(),
            options.clock.clone(),
        );
        let state = ApiState {
            health: health.clone(),
            metrics: measures.clone(),
            next_request_id: Arc::new(|| Uuid::new_v4().to_string()),
            authenticator: entrance.authenticator.clone(),
            edges,
            features: ApiFeatures {
                reminders: self.context.features.reminders.clone(),
                settings: self.context.features.settings.clone(),
                analytics: self.context.features.analytics.clone(),
                surroundings: Arc::new(DiscordSurroundings::new(self.context.directory.clone())),
                pickers: Arc::new(pickers.clone()),
                events: self.context.events.clone(),
            },
            described: !options.api.production,
            clock: options.clock.clone(),
            home: options.home,
            operations: operations.clone(),
        };
        self.tasks
            .jobs
            .spawn(entrance.measure(self.stop.jobs.clone()));
        let stop = self.stop.api.clone();
        self.tasks.api.spawn(async move {
            if let Err(error) = adapter_api::serve(listener, state, stop).await {
                tracing::error!(error = &error as &dyn std::error::Error, "the API stopped");
            }
        });
        self.tasks
            .jobs
            .spawn(jobs::keep_measures(measures, self.stop.jobs.clone()));
        self.run_reports(options, health, &operations)?;
        self.tasks
            .jobs
            .spawn(jobs::measure_pickers(pickers, self.stop.jobs.clone()));
        Ok(())
    }
}
