//! Claiming what is due, in one transaction and a fixed number of statements, however much it is.
//!
//! Nothing here waits for a lock: rows that another process holds are passed over, because that process is dealing with
//! them. A claim that does not commit leaves everything due.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use kernel::UserId;
use reminders_core::{
    After, ClaimWish, Claimed, Kind, Occurrence, OccurrenceId, Reminder, Wanted, next_occurrence,
};
use sqlx::{PgConnection, PgPool};

use super::due::{OccurrenceRow, Reach, due_reminders, expired_leases};
use super::row::{ReminderRow, kind_text, read_kind, reminder_rows};
use super::zone::Zones;
use super::{finish, unreadable};

/// A reminder that has moved on, and the send that was due.
struct Due {
    reminder: Reminder,
    occurrence: Occurrence,
}

/// What a claim found.
#[derive(Default)]
struct Haul {
    /// Occurrences that were claimed before.
    again: Vec<OccurrenceRow>,
    /// Reminders whose next send is due.
    rows: Vec<ReminderRow>,
}

/// At first no more is looked at than this, so that a claim costs the same however much is due …
const NEAR: i64 = 1000;
/// … but where others hold all of that, further on.
const FAR: i64 = 100_000;

/// See `OccurrenceStore::claim`. Of the urgent and of the others alike, leases that ran out come first, because they have
/// waited longest.
pub(super) async fn claim(
    pool: &PgPool,
    wish: &ClaimWish<'_>,
) -> Result<Vec<Claimed>, sqlx::Error> {
    let (now, until) = (wish.now, wish.now + wish.lease);
    let mut transaction = pool.begin().await?;
    let mut haul = Haul::default();
    for far in [false, true] {
        if haul.len() == 0 {
            haul = look(&mut transaction, wish, far).await?;
        }
    }
    if haul.len() == 0 {
        return Ok(Vec::new());
    }
    let zones = zones(&mut transaction, &haul.again, &haul.rows).await?;
    let due = move_on(&mut transaction, &haul.rows, &zones, now).await?;
    let mut claimed = record(&mut transaction, due, &zones, now, until).await?;
    claimed.extend(reclaimed(&mut transaction, haul.again, &zones, now).await?);
    transaction.commit().await?;
    claimed.sort_by_key(|it| (it.occurrence.kind, it.occurrence.fires_at, it.id));
    Ok(claimed)
}

/// Locks what is due and fits the wish, and takes on again what was claimed before.
async fn look(
    connection: &mut PgConnection,
    wish: &ClaimWish<'_>,
    far: bool,
) -> Result<Haul, sqlx::Error> {
    let mut haul = Haul::default();
    let until = wish.now + wish.lease;
    let pass_over: Vec<i64> = wish.pass_over.iter().map(|it| it.as_i64()).collect();
    for kind in [Kind::T0, Kind::Pre] {
        if wish.wanted == Wanted::Urgent && !kind.is_urgent() {
            continue;
        }
        let reach = reach(wish, far, haul.len());
        let again = expired_leases!(wish.now, until, kind.is_urgent(), &pass_over, reach);
        haul.again.extend(again.fetch_all(&mut *connection).await?);
        let reach = self::reach(wish, far, haul.len());
        let rows = due_reminders!(wish.now, kind_text(kind), &pass_over, reach);
        haul.rows.extend(rows.fetch_all(&mut *connection).await?);
    }
    Ok(haul)
}

fn reach(wish: &ClaimWish<'_>, far: bool, found: i64) -> Reach {
    let per_guild = i64::from(wish.per_guild);
    let limit = (i64::from(wish.limit) - found).max(0);
    if far {
        // Nobody knows which of a guild's others hold: any of them, but no more than may be.
        return Reach {
            window: FAR,
            per_guild: FAR,
            candidates: FAR,
            limit: limit.min(per_guild),
        };
    }
    Reach {
        window: NEAR.max(limit * 4),
        per_guild,
        candidates: limit * 3,
        limit,
    }
}

async fn zones(
    connection: &mut PgConnection,
    again: &[OccurrenceRow],
    rows: &[ReminderRow],
) -> Result<Zones, sqlx::Error> {
    let guilds = again
        .iter()
        .map(|it| it.guild_id)
        .chain(rows.iter().map(|it| it.guild_id));
    let mut guilds: Vec<i64> = guilds.collect();
    guilds.sort_unstable();
    guilds.dedup();
    Zones::load(connection, &guilds).await
}

/// Moves every reminder on to what follows the send that is due.
async fn move_on(
    connection: &mut PgConnection,
    rows: &[ReminderRow],
    zones: &Zones,
    now: DateTime<Utc>,
) -> Result<Vec<Due>, sqlx::Error> {
    let mut due = Vec::with_capacity(rows.len());
    for row in rows {
        let reminder = unreadable::readable(row);
        let Some((mut reminder, occurrence)) =
            reminder.and_then(|it| it.next.map(|next| (it, next)))
        else {
            unreadable::set_aside(connection, row, now).await?;
            continue;
        };
        let what = &reminder.what;
        let after = After::Occurrence(occurrence);
        let zone = zones.of(row.guild_id);
        reminder.next = next_occurrence(&what.schedule, what.lead, what.announce, zone, after);
        due.push(Due {
            reminder,
            occurrence,
        });
    }
    store_next(connection, due.iter().map(|it| &it.reminder)).await?;
    Ok(due)
}

/// Writes what comes next for each of these reminders.
pub(super) async fn store_next(
    connection: &mut PgConnection,
    reminders: impl Iterator<Item = &Reminder>,
) -> Result<(), sqlx::Error> {
    let mut next = NextColumns::default();
    reminders.for_each(|it| next.push(it));
    sqlx::query!(
        "UPDATE alphapy.reminders r
         SET next_fire_at = n.fires_at, next_kind = n.kind, next_event_at = n.event_at
         FROM UNNEST($1::bigint[], $2::bigint[], $3::timestamptz[], $4::text[], $5::timestamptz[])
             AS n (guild_id, id, fires_at, kind, event_at)
         WHERE r.guild_id = n.guild_id AND r.id = n.id",
        &next.guilds,
        &next.ids,
        &next.fires_at as &[Option<DateTime<Utc>>],
        &next.kinds as &[Option<&str>],
        &next.event_at as &[Option<DateTime<Utc>>],
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Records the sends as claimed. One that is recorded already, because somebody claimed it before its reminder was moved
/// back to it, is not claimed again.
async fn record(
    connection: &mut PgConnection,
    due: Vec<Due>,
    zones: &Zones,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<Vec<Claimed>, sqlx::Error> {
    let guilds: Vec<i64> = due
        .iter()
        .map(|it| it.reminder.what.guild.as_i64())
        .collect();
    let ids: Vec<i64> = due.iter().map(|it| it.reminder.id.as_i64()).collect();
    let fires_at: Vec<_> = due.iter().map(|it| it.occurrence.fires_at).collect();
    let kinds: Vec<_> = due
        .iter()
        .map(|it| kind_text(it.occurrence.kind).to_owned())
        .collect();
    let event_at: Vec<_> = due.iter().map(|it| it.occurrence.event_at).collect();
    let recorded = sqlx::query!(
        "INSERT INTO alphapy.reminder_occurrences
             (guild_id, reminder_id, fires_at, kind, event_at, lease_until, claimed_at)
         SELECT d.guild_id, d.reminder_id, d.fires_at, d.kind, d.event_at, $6, $7
         FROM UNNEST($1::bigint[], $2::bigint[], $3::timestamptz[], $4::text[], $5::timestamptz[])
             AS d (guild_id, reminder_id, fires_at, kind, event_at)
         ON CONFLICT (guild_id, reminder_id, fires_at, kind, asked_by) DO NOTHING
         RETURNING id, reminder_id",
        &guilds,
        &ids,
        &fires_at,
        &kinds,
        &event_at,
        until,
        now,
    )
    .fetch_all(&mut *connection)
    .await?;
    let numbers: HashMap<i64, i64> = recorded
        .into_iter()
        .map(|it| (it.reminder_id, it.id))
        .collect();
    let conflicts = due
        .iter()
        .filter(|it| !numbers.contains_key(&it.reminder.id.as_i64()));
    for Due { reminder, .. } in conflicts.filter(|it| it.reminder.next.is_none()) {
        finish::complete_if_over(&mut *connection, reminder, now).await?;
    }
    let claimed = due.into_iter().filter_map(
        |Due {
             reminder,
             occurrence,
         }| {
            let id = OccurrenceId(*numbers.get(&reminder.id.as_i64())?);
            let zone = zones.of(reminder.what.guild.as_i64());
            Some(Claimed {
                id,
                occurrence,
                reminder,
                zone,
                attempt: 1,
                first_claimed_at: now,
                asked_by: None,
            })
        },
    );
    Ok(claimed.collect())
}

/// The occurrences that were taken on again, with their reminders as they are now.
async fn reclaimed(
    connection: &mut PgConnection,
    again: Vec<OccurrenceRow>,
    zones: &Zones,
    now: DateTime<Utc>,
) -> Result<Vec<Claimed>, sqlx::Error> {
    if again.is_empty() {
        return Ok(Vec::new());
    }
    let reminders = reminders_of(connection, &again).await?;
    let mut claimed = Vec::with_capacity(again.len());
    for row in again {
        let reminder = reminders.get(&row.reminder_id).cloned().flatten();
        let Some((reminder, kind)) = reminder.zip(read_kind(&row.kind)) else {
            unreadable::give_up(connection, row.guild_id, row.id, now).await?;
            continue;
        };
        claimed.push(Claimed {
            id: OccurrenceId(row.id),
            occurrence: Occurrence {
                fires_at: row.fires_at,
                kind,
                event_at: row.event_at,
            },
            reminder,
            zone: zones.of(row.guild_id),
            attempt: u32::try_from(row.attempts).unwrap_or(u32::MAX),
            first_claimed_at: row.claimed_at,
            asked_by: row.asked_by.and_then(|it| UserId::try_from(it).ok()),
        });
    }
    Ok(claimed)
}

/// The reminders of these occurrences by their number; none for one that cannot be read.
async fn reminders_of(
    connection: &mut PgConnection,
    again: &[OccurrenceRow],
) -> Result<HashMap<i64, Option<Reminder>>, sqlx::Error> {
    let guilds: Vec<i64> = again.iter().map(|it| it.guild_id).collect();
    let ids: Vec<i64> = again.iter().map(|it| it.reminder_id).collect();
    let rows = reminder_rows!(
        "WHERE (guild_id, id) IN (SELECT * FROM UNNEST($1::bigint[], $2::bigint[]))",
        &guilds,
        &ids,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .iter()
        .map(|it| (it.id, unreadable::readable(it)))
        .collect())
}

/// What comes next, a column for each part.
#[derive(Default)]
struct NextColumns {
    guilds: Vec<i64>,
    ids: Vec<i64>,
    fires_at: Vec<Option<DateTime<Utc>>>,
    kinds: Vec<Option<&'static str>>,
    event_at: Vec<Option<DateTime<Utc>>>,
}

impl NextColumns {
    fn push(&mut self, reminder: &Reminder) {
        self.guilds.push(reminder.what.guild.as_i64());
        self.ids.push(reminder.id.as_i64());
        self.fires_at.push(reminder.next.map(|it| it.fires_at));
        self.kinds.push(reminder.next.map(|it| kind_text(it.kind)));
        self.event_at.push(reminder.next.map(|it| it.event_at));
    }
}

impl Haul {
    fn len(&self) -> i64 {
        i64::try_from(self.again.len() + self.rows.len()).unwrap_or(i64::MAX)
    }
}
