//! The API, over what the app is made of.

use std::sync::Arc;

use adapter_api::{ApiFeatures, ApiParts, ApiState};
use adapter_discord::{DiscordPickers, DiscordSurroundings};
use anyhow::Context as _;
use tokio::net::TcpListener;

use super::edges::edges;
use super::request_names::RequestNames;
use super::{App, AppOptions};
use crate::access::Entrance;
use crate::jobs::periodic::Runner;
use crate::jobs::sizes::Gauge;
use crate::jobs::{self, sizes};
use crate::measures::Measures;

impl App {
    /// Serves the API; what comes back shows how much it remembers.
    pub(super) fn serve(
        &self,
        listener: TcpListener,
        options: &AppOptions,
        runner: &Runner,
    ) -> anyhow::Result<Vec<Gauge>> {
        let measures =
            Arc::new(Measures::start().context("something else in this process measures already")?);
        let entrance = Entrance::new(options, &self.database, &self.context)?;
        let operations = self.operations(options);
        let health = self.health(options, &operations);
        let edges = edges(&self.database, options);
        let sweeping = jobs::sweep_edges(runner.clone(), edges.clone());
        self.tasks.jobs.spawn(sweeping);
        let pickers = DiscordPickers::new(
            &self.context.rest,
            self.context.directory.clone(),
            options.clock.clone(),
        );
        let mut gauges = sizes::of_the_api(&edges, pickers.clone(), operations.dashboards.clone());
        gauges.extend(entrance.sizes());
        let names = RequestNames::default();
        let state = ApiState::new(ApiParts {
            health: health.clone(),
            metrics: measures.clone(),
            next_request_id: Arc::new(move || names.next().to_string()),
            authenticator: entrance.authenticator.clone(),
            edges,
            features: ApiFeatures {
                reminders: self.context.features.reminders.clone(),
                tickets: self.context.features.tickets.clone(),
                faq: self.context.features.faq.clone(),
                set_up: self.context.features.set_up.clone(),
                proposals: self.context.features.proposals.clone(),
                proposal_board: self.context.features.proposal_board.clone(),
                exports: self.context.features.exports.clone(),
                newcomers: self.context.features.newcomers.clone(),
                settings: self.context.features.settings.clone(),
                analytics: self.context.features.analytics.clone(),
                surroundings: Arc::new(DiscordSurroundings::new(self.context.directory.clone())),
                pickers: Arc::new(pickers),
                events: self.context.events.clone(),
                privacy: self.context.features.privacy.clone(),
            },
            described: !options.api.production,
            clock: options.clock.clone(),
            home: options.home,
            operations: operations.clone(),
        });
        let stop = self.stop.api.clone();
        self.tasks.api.spawn(async move {
            if let Err(error) = adapter_api::serve(listener, state, stop).await {
                tracing::error!(error = &error as &dyn std::error::Error, "the API stopped");
            }
        });
        // The histograms stay small as long as somebody looks after them.
        gauges.push(Box::new(move || measures.upkeep()));
        self.run_reports(options, runner, health, &operations)?;
        Ok(gauges)
    }
}
