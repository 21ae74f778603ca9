//! Reminders in great numbers, in guilds that are numbered from 1.

use adapter_postgres::PgReminderStore;
use adapter_postgres::copies::{Place, replace_by_copies};
use anyhow::bail;
use chrono::{DateTime, TimeDelta, Utc};
use reminders_core::testing::{channel, guild};
use reminders_core::{AddOutcome, NewReminder, Occurrence, ReminderStore as _};
use sqlx::PgPool;

use crate::ground::GroundDatabase;

/// What is copied, and how often.
pub(crate) struct Copies<'a> {
    /// The reminder.
    pub(crate) of: &'a NewReminder,
    /// Its next send.
    pub(crate) next: Occurrence,
    /// Over how many guilds.
    pub(crate) guilds: u64,
    /// How many in each.
    pub(crate) each: u32,
    /// Over which time after `next` the sends are spread evenly.
    pub(crate) spread: TimeDelta,
}

/// Stores them.
pub(crate) async fn store(
    database: &GroundDatabase,
    copies: &Copies<'_>,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let store = PgReminderStore::new(database.opened.pool().clone());
    let AddOutcome::Stored(model) = store.add(copies.of, copies.next, None, now).await? else {
        bail!("the model of the copies was not stored");
    };
    let place = |number| Place {
        guild: guild(number),
        channel: channel(10),
        count: copies.each,
    };
    let places: Vec<Place> = (1..=copies.guilds).map(place).collect();
    replace_by_copies(&database.options, model.id, &places, copies.spread).await?;
    Ok(())
}

/// Removes all reminders and what was sent of them.
pub(crate) async fn clear(pool: &PgPool) -> anyhow::Result<()> {
    sqlx::raw_sql("TRUNCATE alphapy.reminders CASCADE")
        .execute(pool)
        .await?;
    Ok(())
}
