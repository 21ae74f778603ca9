//! How many due occurrences a second are taken on and recorded, against a bare `UPDATE … RETURNING`.

use std::time::{Duration, Instant};

use adapter_postgres::PgReminderStore;
use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc, Weekday};
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use kernel::PortFailure;
use reminders_core::testing::{a_reminder, instant, message};
use reminders_core::{
    Claimed, Kind, Occurrence, OccurrenceResult, OccurrenceStore as _, Punctuality,
};
use sqlx::{AssertSqlSafe, PgPool};

use crate::ground::{Ground, GroundDatabase};
use crate::measure::{median, per_second};
use crate::scenario::{Findings, Scenario};
use crate::seed::{self, Copies};

/// How many are due, over how many guilds.
const DUE: usize = 10_000;
const GUILDS: u64 = 500;
/// How many the dispatcher takes on at once.
const OF_THE_APP: i64 = 200;
/// Batches that are tried.
const BATCHES: [i64; 4] = [25, OF_THE_APP, 500, 1000];
/// How many ends the dispatcher records at once.
const CONCURRENT: usize = 32;
const LEASE: TimeDelta = TimeDelta::seconds(30);
/// How often each is measured.
const ROUNDS: usize = 3;

/// See the module.
pub(crate) struct Claims;

#[async_trait]
impl Scenario for Claims {
    fn name(&self) -> &'static str {
        "claims"
    }

    fn about(&self) -> &'static str {
        "10,000 due over 500 guilds: claimed (and finished) a second, against a bare UPDATE … RETURNING"
    }

    async fn run(&self, ground: &Ground) -> anyhow::Result<Findings> {
        let database = ground.database().await?;
        let mut findings = Findings::default();
        let mut best: (f64, i64) = (0.0, 0);
        for batch in BATCHES {
            let (mut bare, mut same_table, mut claimed, mut finished) =
                (vec![], vec![], vec![], vec![]);
            for _ in 0..ROUNDS {
                bare.push(bare_updates(&database, "bare", batch).await?);
                same_table.push(bare_updates(&database, "alphapy.reminders", batch).await?);
                let (claims, ends) = claims(&database, batch).await?;
                claimed.push(claims);
                finished.push(ends);
            }
            let rate = median(&claimed);
            findings.figure(format!("bare_update_per_s_by_{batch}"), median(&bare));
            let same_table = median(&same_table);
            findings.figure(
                format!("bare_update_same_table_per_s_by_{batch}"),
                same_table,
            );
            findings.figure(format!("claimed_per_s_by_{batch}"), rate);
            findings.figure(format!("finished_per_s_by_{batch}"), median(&finished));
            findings.ratio(format!("claimed_to_bare_by_{batch}"), rate / median(&bare));
            let ratio = rate / same_table;
            findings.ratio(format!("claimed_to_bare_same_table_by_{batch}"), ratio);
            if batch == OF_THE_APP {
                let aim = "claims, by the app's batch, to a bare UPDATE of the same rows";
                findings.at_least(aim, ratio, 1.0 / 3.0);
            }
            if rate > best.0 {
                best = (rate, batch);
            }
        }
        #[expect(clippy::cast_precision_loss, reason = "a batch is a small number")]
        findings.figure("best_batch", best.1 as f64);
        Ok(findings)
    }
}

fn now() -> DateTime<Utc> {
    instant("2026-02-06 19:00")
}

/// Half of them advance notices of weekly reminders, half starts of events that come once.
async fn fill(database: &GroundDatabase) -> anyhow::Result<()> {
    seed::clear(database.opened.pool()).await?;
    let event_at = now() + TimeDelta::hours(1);
    let weekly = a_reminder().weekly([Weekday::Fri], 21, 0).build();
    let once = a_reminder().once(now()).build();
    let each = u32::try_from(DUE as u64 / GUILDS / 2)?;
    for (of, next) in [
        (
            weekly,
            Occurrence {
                fires_at: now(),
                kind: Kind::Pre,
                event_at,
            },
        ),
        (
            once,
            Occurrence {
                fires_at: now(),
                kind: Kind::T0,
                event_at: now(),
            },
        ),
    ] {
        let spread = TimeDelta::zero();
        let copies = Copies {
            of: &of,
            next,
            guilds: GUILDS,
            each,
            spread,
        };
        seed::store(database, &copies, now() - TimeDelta::days(1)).await?;
    }
    Ok(())
}

/// Claims and ends a second.
async fn claims(database: &GroundDatabase, batch: i64) -> anyhow::Result<(f64, f64)> {
    fill(database).await?;
    let store = PgReminderStore::new(database.opened.pool().clone());
    let (limit, mut all, begun) = (u32::try_from(batch)?, Vec::new(), Instant::now());
    loop {
        let claimed = store.claim_due(now(), LEASE, limit).await?;
        if claimed.is_empty() {
            break;
        }
        all.extend(claimed);
    }
    let claiming = begun.elapsed();
    anyhow::ensure!(all.len() == DUE, "{} of {DUE} were claimed", all.len());
    let ending = finish(&store, all).await?;
    Ok((per_second(DUE, claiming), per_second(DUE, ending)))
}

/// Records all ends, as many side by side as the dispatcher does.
async fn finish(store: &PgReminderStore, claimed: Vec<Claimed>) -> anyhow::Result<Duration> {
    let begun = Instant::now();
    stream::iter(claimed)
        .map(|it| sent(store.clone(), it))
        .buffer_unordered(CONCURRENT)
        .try_collect::<Vec<_>>()
        .await?;
    Ok(begun.elapsed())
}

async fn sent(store: PgReminderStore, claimed: Claimed) -> Result<(), PortFailure> {
    let sent = OccurrenceResult::Sent {
        message: message(1),
        punctuality: Punctuality::OnTime,
    };
    store.finish(&claimed, &sent, now()).await.map(drop)
}

/// Rows a second that are moved on and returned by nothing but one statement a batch: on a copy of the table with one
/// index and no triggers, or on the table itself.
async fn bare_updates(database: &GroundDatabase, table: &str, batch: i64) -> anyhow::Result<f64> {
    fill(database).await?;
    let pool = database.opened.pool();
    copy_table(pool).await?;
    let statement = format!(
        "UPDATE {table} SET next_fire_at = next_fire_at + interval '7 days' WHERE id IN (
             SELECT id FROM {table} WHERE next_kind = $1 AND next_fire_at <= $2 AND NOT completed
             ORDER BY next_fire_at, id LIMIT $3 FOR UPDATE SKIP LOCKED)
         RETURNING *"
    );
    let (mut moved, begun) = (0, Instant::now());
    for kind in ["t0", "pre"] {
        loop {
            let rows = sqlx::query(AssertSqlSafe(statement.clone()))
                .bind(kind)
                .bind(now())
                .bind(batch)
                .fetch_all(pool)
                .await?;
            if rows.is_empty() {
                break;
            }
            moved += rows.len();
        }
    }
    let rate = per_second(DUE, begun.elapsed());
    anyhow::ensure!(moved == DUE, "{moved} of {DUE} were moved");
    Ok(rate)
}

async fn copy_table(pool: &PgPool) -> anyhow::Result<()> {
    let copy = "DROP TABLE IF EXISTS bare;
                CREATE TABLE bare AS SELECT * FROM alphapy.reminders;
                ALTER TABLE bare ADD PRIMARY KEY (id);
                CREATE INDEX ON bare (next_kind, next_fire_at, id);
                ANALYZE bare;";
    sqlx::raw_sql(copy).execute(pool).await?;
    Ok(())
}
