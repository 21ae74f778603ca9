//! Writing entries: the guild's revision is taken first, so that whoever checks titles and counts sees the last word.

use chrono::{DateTime, Utc};
use kernel::{GuildId, UserId};
use sqlx::{PgConnection, PgExecutor, PgPool};
use tickets_core::TicketId;
use tickets_core::faq::{
    AddOutcome, EditOutcome, FaqDraft, FaqEntry, FaqId, MOST_ENTRIES, MOST_PINNED, Pin, PinOutcome,
};

use super::row::{Unreadable, entry_rows, faq_id, written_entry};
use crate::guilds::ensure_guild;

/// What an entry is made for besides its text.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Origin<'a> {
    /// The key of the topic that it answers.
    pub(crate) key: Option<&'a str>,
    /// The ticket that it is made out of.
    pub(crate) ticket: Option<TicketId>,
}

/// An entry to be stored.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NewEntry<'a> {
    /// Whose it is to be.
    pub(crate) guild: GuildId,
    /// What somebody wrote.
    pub(crate) draft: &'a FaqDraft,
    /// What for.
    pub(crate) origin: Origin<'a>,
    /// Who wrote it.
    pub(crate) by: UserId,
    /// When.
    pub(crate) now: DateTime<Utc>,
}

/// See `FaqStore::add`.
pub(super) async fn add(pool: &PgPool, what: NewEntry<'_>) -> Result<AddOutcome, sqlx::Error> {
    let mut transaction = pool.begin().await?;
    hold(&mut transaction, what.guild).await?;
    let outcome = add_held(&mut transaction, what).await?;
    if matches!(outcome, AddOutcome::Stored(_)) {
        transaction.commit().await?;
    } else {
        transaction.rollback().await?;
    }
    Ok(outcome)
}

/// Makes the guild's FAQ wait for the end of this transaction; whoever writes entries calls it before anything else. A
/// transaction that writes none is rolled back, so that nobody reads anything anew.
pub(crate) async fn hold(connection: &mut PgConnection, guild: GuildId) -> Result<(), sqlx::Error> {
    ensure_guild(connection, guild).await?;
    sqlx::query!(
        "INSERT INTO alphapy.faq_revisions (guild_id) VALUES ($1)
         ON CONFLICT (guild_id) DO UPDATE SET revision = DEFAULT",
        guild.as_i64(),
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The guild's entries, which nobody changes until this transaction ends. Unlike [`hold`] it has nobody read them anew.
pub(crate) async fn settled_entries(
    connection: &mut PgConnection,
    guild: GuildId,
) -> Result<Vec<FaqEntry>, sqlx::Error> {
    sqlx::query!(
        "INSERT INTO alphapy.faq_revisions (guild_id) VALUES ($1) ON CONFLICT (guild_id) DO NOTHING",
        guild.as_i64(),
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "SELECT revision FROM alphapy.faq_revisions WHERE guild_id = $1 FOR SHARE",
        guild.as_i64(),
    )
    .fetch_one(&mut *connection)
    .await?;
    let rows = entry_rows!("WHERE guild_id = $1 ORDER BY id", guild.as_i64());
    let rows = rows.fetch_all(connection).await?;
    let entries: Result<_, Unreadable> = rows.into_iter().map(FaqEntry::try_from).collect();
    Ok(entries?)
}

/// Adds an entry to the FAQ that this transaction [holds](hold). Whether another entry has its key is for the caller to
/// know.
pub(crate) async fn add_held(
    connection: &mut PgConnection,
    what: NewEntry<'_>,
) -> Result<AddOutcome, sqlx::Error> {
    let NewEntry { guild, draft, .. } = what;
    if let Some(taken) = titled(&mut *connection, guild, draft, None).await? {
        return Ok(AddOutcome::TitleTaken(taken));
    }
    if count(&mut *connection, guild).await? >= i64::from(MOST_ENTRIES) {
        return Ok(AddOutcome::Full);
    }
    let row = written_entry!(
        "INSERT INTO alphapy.faq_entries (guild_id, title, title_folded, summary, keywords, similarity_key,
             source_ticket_id, created_by, updated_by, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9, $9)",
        guild.as_i64(),
        draft.title.as_str(),
        draft.title.folded(),
        draft.answer.as_str(),
        draft.keywords.as_slice(),
        what.origin.key,
        what.origin.ticket.map(TicketId::as_i64),
        what.by.as_i64(),
        what.now,
    )
    .fetch_one(connection)
    .await?;
    Ok(AddOutcome::Stored(Box::new(FaqEntry::try_from(row)?)))
}

/// See `FaqStore::edit`.
pub(super) async fn edit(
    pool: &PgPool,
    id: FaqId,
    seen: DateTime<Utc>,
    what: NewEntry<'_>,
) -> Result<EditOutcome, sqlx::Error> {
    let NewEntry { guild, draft, .. } = what;
    let mut transaction = pool.begin().await?;
    hold(&mut transaction, guild).await?;
    let obstacle = match find(&mut *transaction, guild, id).await? {
        None => Some(EditOutcome::NotFound),
        Some(now) if now.updated_at != seen => Some(EditOutcome::ChangedMeanwhile(Box::new(now))),
        Some(_) => titled(&mut transaction, guild, draft, Some(id))
            .await?
            .map(EditOutcome::TitleTaken),
    };
    if let Some(obstacle) = obstacle {
        transaction.rollback().await?;
        return Ok(obstacle);
    }
    let row = written_entry!(
        "UPDATE alphapy.faq_entries
         SET title = $3, title_folded = $4, summary = $5, keywords = $6, updated_by = $7,
             updated_at = greatest($8, updated_at + interval '1 microsecond')
         WHERE guild_id = $1 AND id = $2",
        guild.as_i64(),
        id.as_i64(),
        draft.title.as_str(),
        draft.title.folded(),
        draft.answer.as_str(),
        draft.keywords.as_slice(),
        what.by.as_i64(),
        what.now,
    )
    .fetch_one(&mut *transaction)
    .await?;
    let entry = FaqEntry::try_from(row)?;
    transaction.commit().await?;
    Ok(EditOutcome::Stored(Box::new(entry)))
}

/// See `FaqStore::remove`.
pub(super) async fn remove(
    pool: &PgPool,
    guild: GuildId,
    id: FaqId,
) -> Result<Option<FaqEntry>, sqlx::Error> {
    let mut transaction = pool.begin().await?;
    hold(&mut transaction, guild).await?;
    let row = written_entry!(
        "DELETE FROM alphapy.faq_entries WHERE guild_id = $1 AND id = $2",
        guild.as_i64(),
        id.as_i64(),
    )
    .fetch_optional(&mut *transaction)
    .await?;
    let Some(row) = row else {
        transaction.rollback().await?;
        return Ok(None);
    };
    let entry = FaqEntry::try_from(row)?;
    transaction.commit().await?;
    Ok(Some(entry))
}

/// See `FaqStore::pin`.
pub(super) async fn pin(
    pool: &PgPool,
    guild: GuildId,
    id: FaqId,
    pin: Pin,
    by: UserId,
    now: DateTime<Utc>,
) -> Result<PinOutcome, sqlx::Error> {
    let mut transaction = pool.begin().await?;
    hold(&mut transaction, guild).await?;
    let is_pinned = pin == Pin::Pinned;
    let obstacle = match find(&mut *transaction, guild, id).await? {
        None => Some(PinOutcome::NotFound),
        Some(entry) if entry.pinned == is_pinned => Some(PinOutcome::Already(Box::new(entry))),
        Some(_)
            if is_pinned && pinned(&mut transaction, guild).await? >= i64::from(MOST_PINNED) =>
        {
            Some(PinOutcome::Full)
        }
        Some(_) => None,
    };
    if let Some(obstacle) = obstacle {
        transaction.rollback().await?;
        return Ok(obstacle);
    }
    let row = written_entry!(
        "UPDATE alphapy.faq_entries
         SET pinned = $3, updated_by = $4, updated_at = greatest($5, updated_at + interval '1 microsecond')
         WHERE guild_id = $1 AND id = $2",
        guild.as_i64(),
        id.as_i64(),
        is_pinned,
        by.as_i64(),
        now,
    )
    .fetch_one(&mut *transaction)
    .await?;
    let entry = FaqEntry::try_from(row)?;
    transaction.commit().await?;
    Ok(PinOutcome::Set(Box::new(entry)))
}

/// The guild's entry with this number.
pub(super) async fn find(
    executor: impl PgExecutor<'_>,
    guild: GuildId,
    id: FaqId,
) -> Result<Option<FaqEntry>, sqlx::Error> {
    let row = entry_rows!(
        "WHERE guild_id = $1 AND id = $2",
        guild.as_i64(),
        id.as_i64()
    )
    .fetch_optional(executor)
    .await?;
    Ok(row.map(FaqEntry::try_from).transpose()?)
}

/// The guild's entry with the same title, once folded, beside `but`.
async fn titled(
    connection: &mut PgConnection,
    guild: GuildId,
    draft: &FaqDraft,
    but: Option<FaqId>,
) -> Result<Option<FaqId>, sqlx::Error> {
    let found = sqlx::query_scalar!(
        "SELECT id FROM alphapy.faq_entries WHERE guild_id = $1 AND title_folded = $2 AND id IS DISTINCT FROM $3",
        guild.as_i64(),
        draft.title.folded(),
        but.map(FaqId::as_i64),
    )
    .fetch_optional(connection)
    .await?;
    let id: Option<Result<FaqId, Unreadable>> = found.map(faq_id);
    Ok(id.transpose()?)
}

/// How many entries the guild has.
pub(super) async fn count(
    executor: impl PgExecutor<'_>,
    guild: GuildId,
) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!" FROM alphapy.faq_entries WHERE guild_id = $1"#,
        guild.as_i64(),
    )
    .fetch_one(executor)
    .await
}

async fn pinned(connection: &mut PgConnection, guild: GuildId) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!" FROM alphapy.faq_entries WHERE guild_id = $1 AND pinned"#,
        guild.as_i64(),
    )
    .fetch_one(connection)
    .await
}
