//! What a scenario is: something measured, and what was found.

use std::collections::BTreeMap;

use async_trait::async_trait;
use serde::Serialize;

use crate::ground::Ground;

/// Something that is measured. A capability adds its own as a file in `scenarios`.
#[async_trait]
pub(crate) trait Scenario: Send + Sync {
    /// What it is called on the command line and in the report.
    fn name(&self) -> &'static str;

    /// What is measured against what, in a line.
    fn about(&self) -> &'static str;

    /// Measures it.
    async fn run(&self, ground: &Ground) -> anyhow::Result<Findings>;
}

/// What a scenario found.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Findings {
    /// What was measured, with its unit in its name.
    pub(crate) figures: BTreeMap<String, f64>,
    /// How the figures stand to one another.
    pub(crate) ratios: BTreeMap<String, f64>,
    /// What was aimed at.
    pub(crate) aims: Vec<Aim>,
}

/// An aim, and whether it was met.
#[derive(Debug, Serialize)]
pub(crate) struct Aim {
    /// What is aimed at, in words.
    pub(crate) what: &'static str,
    /// What was measured.
    pub(crate) measured: f64,
    /// The limit.
    pub(crate) limit: f64,
    /// Whether it was met.
    pub(crate) met: bool,
}

impl Findings {
    /// Notes a figure.
    pub(crate) fn figure(&mut self, name: impl Into<String>, value: f64) {
        self.figures.insert(name.into(), value);
    }

    /// Notes a ratio.
    pub(crate) fn ratio(&mut self, name: impl Into<String>, value: f64) {
        self.ratios.insert(name.into(), value);
    }

    /// Notes that `measured` should be `limit` or less.
    pub(crate) fn at_most(&mut self, what: &'static str, measured: f64, limit: f64) {
        let met = measured <= limit;
        self.aims.push(Aim {
            what,
            measured,
            limit,
            met,
        });
    }

    /// Notes that `measured` should be `limit` or more.
    pub(crate) fn at_least(&mut self, what: &'static str, measured: f64, limit: f64) {
        let met = measured >= limit;
        self.aims.push(Aim {
            what,
            measured,
            limit,
            met,
        });
    }

    /// Whether every aim was met.
    pub(crate) fn met(&self) -> bool {
        self.aims.iter().all(|it| it.met)
    }
}
