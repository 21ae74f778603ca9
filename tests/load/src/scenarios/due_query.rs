//! What a claim costs with a million reminders stored, against a thousand.

use std::time::Instant;

use adapter_postgres::PgReminderStore;
use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc, Weekday};
use reminders_core::testing::{a_reminder, instant};
use reminders_core::{Kind, Occurrence, OccurrenceStore as _};

use crate::ground::{Ground, GroundDatabase};
use crate::measure::{median, milliseconds, percentile};
use crate::scenario::{Findings, Scenario};
use crate::seed::{self, Copies};

/// How many are due each time.
const DUE: u32 = 100;
/// How often each is measured, in turns.
const ROUNDS: u32 = 60;
/// Rounds that are not counted, until caches and plans are warm.
const WARM_UP: u32 = 10;
const LEASE: TimeDelta = TimeDelta::seconds(30);

/// See the module.
pub(crate) struct DueQuery;

#[async_trait]
impl Scenario for DueQuery {
    fn name(&self) -> &'static str {
        "due_query"
    }

    fn about(&self) -> &'static str {
        "claiming 100 due and asking for the next with 1,000,000 reminders stored, against 1,000"
    }

    async fn run(&self, ground: &Ground) -> anyhow::Result<Findings> {
        let few = filled(ground, 10, 100).await?;
        let many = filled(ground, 1000, 1000).await?;
        let (mut small, mut large) = (Times::default(), Times::default());
        for round in 0..ROUNDS + WARM_UP {
            for (database, times) in [(&few, &mut small), (&many, &mut large)] {
                let (claim, next) = claimed(database, round).await?;
                if round >= WARM_UP {
                    times.claim.push(claim);
                    times.next.push(next);
                }
            }
        }
        let mut findings = Findings::default();
        for (name, times) in [("1000", &small), ("1000000", &large)] {
            findings.figure(format!("claim_100_of_{name}_p50_ms"), median(&times.claim));
            let p95 = percentile(&times.claim, 0.95);
            findings.figure(format!("claim_100_of_{name}_p95_ms"), p95);
            findings.figure(format!("next_due_of_{name}_p50_ms"), median(&times.next));
        }
        let claim = median(&large.claim) / median(&small.claim);
        let next = median(&large.next) / median(&small.next);
        findings.ratio("claim_million_to_thousand", claim);
        findings.ratio("next_due_million_to_thousand", next);
        findings.at_most(
            "a claim with a million stored to one with a thousand",
            claim,
            1.5,
        );
        findings.at_most("the next due moment, a million to a thousand", next, 1.5);
        Ok(findings)
    }
}

#[derive(Default)]
struct Times {
    claim: Vec<f64>,
    next: Vec<f64>,
}

fn now() -> DateTime<Utc> {
    instant("2026-02-06 19:00")
}

/// A database of weekly reminders, none of them due within the day.
async fn filled(ground: &Ground, guilds: u64, each: u32) -> anyhow::Result<GroundDatabase> {
    let database = ground.database().await?;
    let event_at = now() + TimeDelta::days(1);
    let next = Occurrence {
        fires_at: event_at - TimeDelta::hours(1),
        kind: Kind::Pre,
        event_at,
    };
    let of = a_reminder().weekly([Weekday::Sat], 20, 0).build();
    let spread = TimeDelta::days(6);
    let copies = Copies {
        of: &of,
        next,
        guilds,
        each,
        spread,
    };
    seed::store(&database, &copies, now()).await?;
    Ok(database)
}

/// Lets some reminders be due and measures their claim and the question after the next moment, in milliseconds.
async fn claimed(database: &GroundDatabase, round: u32) -> anyhow::Result<(f64, f64)> {
    let pool = database.opened.pool();
    let due = now() - TimeDelta::minutes(2) + TimeDelta::milliseconds(i64::from(round));
    // Spread over all guilds, and others each time.
    sqlx::query(
        "WITH bounds AS (SELECT min(id) AS first, max(id) - min(id) + 1 AS length FROM alphapy.reminders)
         UPDATE alphapy.reminders SET next_fire_at = $1, next_event_at = $2, next_kind = 'pre'
         FROM bounds
         WHERE id IN (SELECT first + (n * (length / $3) + $4 % (length / $3))
                      FROM bounds, generate_series(0, $3 - 1) n)",
    )
    .bind(due)
    .bind(due + TimeDelta::hours(1))
    .bind(i64::from(DUE))
    .bind(i64::from(round))
    .execute(pool)
    .await?;
    let store = PgReminderStore::new(pool.clone());
    let begun = Instant::now();
    let claimed = store.claim_due(now(), LEASE, DUE).await?;
    let claim = milliseconds(begun.elapsed());
    anyhow::ensure!(
        claimed.len() == DUE as usize,
        "{} were claimed",
        claimed.len()
    );
    let begun = Instant::now();
    store.next_due().await?;
    let next = milliseconds(begun.elapsed());
    // Nothing may be left whose lease ends.
    sqlx::query(
        "UPDATE alphapy.reminder_occurrences SET state = 'sent', lease_until = NULL, finished_at = $1
         WHERE state = 'claimed'",
    )
    .bind(now())
    .execute(pool)
    .await?;
    Ok((claim, next))
}
