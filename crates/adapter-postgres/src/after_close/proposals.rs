//! Proposals, which become answers: kept beside them, since both change together.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::{GuildId, PortFailure, UserId};
use sqlx::{PgConnection, PgExecutor};
use tickets_core::TicketId;
use tickets_core::faq::{AddOutcome, FaqDraft, FaqId};
use tickets_core::topics::{
    AddedFromProposal, DismissOutcome, Judgement, NewProposal, Posted, Proposal, ProposalId,
    ProposalState, ProposalStore, ProposeOutcome, Topic, answers, judge,
};

use super::proposal_row::{ProposalRow, Unreadable, proposal_rows, written_proposal};
use crate::PgFaqStore;
use crate::error::failed;
use crate::faq::write::{NewEntry, Origin, add_held, hold, settled_entries};
use crate::guilds::ensure_guild;

/// Makes whoever proposes something in the guild wait for the end of this transaction.
async fn alone(connection: &mut PgConnection, guild: GuildId) -> Result<(), sqlx::Error> {
    ensure_guild(&mut *connection, guild).await?;
    sqlx::query!(
        "SELECT guild_id FROM alphapy.guilds WHERE guild_id = $1 FOR NO KEY UPDATE",
        guild.as_i64(),
    )
    .fetch_one(connection)
    .await?;
    Ok(())
}

/// The guild's proposals that a topic may concern: open ones, and those that were decided in the last 30 days or so, for
/// [`judge`] to tell.
async fn recent(
    connection: &mut PgConnection,
    guild: GuildId,
    now: DateTime<Utc>,
) -> Result<Vec<Proposal>, sqlx::Error> {
    let rows = proposal_rows!(
        "WHERE guild_id = $1 AND (state = 'open' OR decided_at >= $2::timestamptz - interval '31 days') ORDER BY id",
        guild.as_i64(),
        now,
    )
    .fetch_all(connection)
    .await?;
    Ok(proposals(rows)?)
}

fn proposals(rows: Vec<ProposalRow>) -> Result<Vec<Proposal>, Unreadable> {
    rows.into_iter().map(Proposal::try_from).collect()
}

async fn count_towards(
    connection: &mut PgConnection,
    guild: GuildId,
    id: ProposalId,
    ticket: TicketId,
) -> Result<Proposal, sqlx::Error> {
    let row = written_proposal!(
        "UPDATE alphapy.faq_proposals
         SET ticket_ids = CASE WHEN $3 = ANY (ticket_ids) THEN ticket_ids ELSE ticket_ids || $3::bigint END,
             occurrences = CASE WHEN $3 = ANY (ticket_ids) THEN occurrences ELSE occurrences + 1 END
         WHERE guild_id = $1 AND id = $2",
        guild.as_i64(),
        id.as_i64(),
        ticket.as_i64(),
    )
    .fetch_one(connection)
    .await?;
    Ok(Proposal::try_from(row)?)
}

/// The proposal, which nobody else changes until this transaction ends.
async fn held(
    connection: &mut PgConnection,
    guild: GuildId,
    id: ProposalId,
) -> Result<Option<Proposal>, sqlx::Error> {
    let row = proposal_rows!(
        "WHERE guild_id = $1 AND id = $2 FOR UPDATE",
        guild.as_i64(),
        id.as_i64(),
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(Proposal::try_from).transpose()?)
}

async fn decide(
    executor: impl PgExecutor<'_>,
    guild: GuildId,
    id: ProposalId,
    entry: Option<FaqId>,
    by: UserId,
    now: DateTime<Utc>,
) -> Result<Option<Proposal>, sqlx::Error> {
    let row = written_proposal!(
        "UPDATE alphapy.faq_proposals
         SET state = CASE WHEN $3::bigint IS NULL THEN 'dismissed' ELSE 'added' END, faq_id = $3, decided_by = $4,
             decided_at = $5
         WHERE guild_id = $1 AND id = $2 AND state = 'open'",
        guild.as_i64(),
        id.as_i64(),
        entry.map(FaqId::as_i64),
        by.as_i64(),
        now,
    )
    .fetch_optional(executor)
    .await?;
    Ok(row.map(Proposal::try_from).transpose()?)
}

impl PgFaqStore {
    async fn try_propose(
        &self,
        guild: GuildId,
        what: &NewProposal,
        now: DateTime<Utc>,
    ) -> Result<ProposeOutcome, sqlx::Error> {
        let mut transaction = self.pool().begin().await?;
        alone(&mut transaction, guild).await?;
        let outcome = match judge(
            &what.topic,
            &recent(&mut transaction, guild, now).await?,
            now,
        ) {
            Judgement::Quiet => ProposeOutcome::Quiet,
            Judgement::Grows(id) => {
                let grown = count_towards(&mut transaction, guild, id, what.newest).await?;
                ProposeOutcome::Grown(Box::new(grown))
            }
            Judgement::New if is_answered(&mut transaction, guild, &what.topic).await? => {
                ProposeOutcome::Answered
            }
            Judgement::New => {
                let stored = insert(&mut transaction, guild, what, now).await?;
                ProposeOutcome::Stored(Box::new(stored))
            }
        };
        transaction.commit().await?;
        Ok(outcome)
    }

    async fn try_grow(
        &self,
        guild: GuildId,
        topic: &Topic,
        ticket: TicketId,
        now: DateTime<Utc>,
    ) -> Result<Option<Proposal>, sqlx::Error> {
        let mut transaction = self.pool().begin().await?;
        alone(&mut transaction, guild).await?;
        let recent = recent(&mut transaction, guild, now).await?;
        let Judgement::Grows(id) = judge(topic, &recent, now) else {
            transaction.rollback().await?;
            return Ok(None);
        };
        let grown = count_towards(&mut transaction, guild, id, ticket).await?;
        transaction.commit().await?;
        Ok(Some(grown))
    }

    async fn try_add_proposed(
        &self,
        id: ProposalId,
        what: NewEntry<'_>,
    ) -> Result<AddedFromProposal, sqlx::Error> {
        let NewEntry { guild, by, now, .. } = what;
        let mut transaction = self.pool().begin().await?;
        hold(&mut transaction, guild).await?;
        let Some(proposal) = held(&mut transaction, guild, id).await? else {
            transaction.rollback().await?;
            return Ok(AddedFromProposal::NotFound);
        };
        if proposal.state != ProposalState::Open {
            transaction.rollback().await?;
            return Ok(AddedFromProposal::Decided(Box::new(proposal)));
        }
        let key = Some(proposal.topic.key()).filter(|it| !it.is_empty());
        if let Some(taken) = of_topic(&mut transaction, guild, key).await? {
            transaction.rollback().await?;
            return Ok(AddedFromProposal::TopicTaken(taken));
        }
        let origin = Origin {
            key,
            ticket: newest_there(&mut transaction, &proposal).await?,
        };
        let entry = match add_held(&mut transaction, NewEntry { origin, ..what }).await? {
            AddOutcome::Stored(entry) => entry,
            obstacle => {
                transaction.rollback().await?;
                return Ok(match obstacle {
                    AddOutcome::TitleTaken(id) => AddedFromProposal::TitleTaken(id),
                    _ => AddedFromProposal::Full,
                });
            }
        };
        let decided = decide(&mut *transaction, guild, id, Some(entry.id), by, now).await?;
        let proposal = Box::new(decided.ok_or(Unreadable)?);
        transaction.commit().await?;
        Ok(AddedFromProposal::Added { entry, proposal })
    }

    async fn try_find_proposal(
        &self,
        guild: GuildId,
        id: ProposalId,
    ) -> Result<Option<Proposal>, sqlx::Error> {
        let row = proposal_rows!(
            "WHERE guild_id = $1 AND id = $2",
            guild.as_i64(),
            id.as_i64(),
        )
        .fetch_optional(self.pool())
        .await?;
        Ok(row.map(Proposal::try_from).transpose()?)
    }

    async fn try_open_proposals(&self, guild: GuildId) -> Result<Vec<Proposal>, sqlx::Error> {
        let rows = proposal_rows!(
            "WHERE guild_id = $1 AND state = 'open' ORDER BY id",
            guild.as_i64(),
        )
        .fetch_all(self.pool())
        .await?;
        Ok(proposals(rows)?)
    }
}

/// Whether an entry answers the topic; none is added, changed or removed until this transaction ends.
async fn is_answered(
    connection: &mut PgConnection,
    guild: GuildId,
    topic: &Topic,
) -> Result<bool, sqlx::Error> {
    let entries = settled_entries(connection, guild).await?;
    Ok(entries.iter().any(|it| answers(it, topic)))
}

async fn insert(
    connection: &mut PgConnection,
    guild: GuildId,
    what: &NewProposal,
    now: DateTime<Utc>,
) -> Result<Proposal, sqlx::Error> {
    let terms: Vec<String> = what.topic.terms().map(str::to_owned).collect();
    let tickets: Vec<i64> = what.tickets.iter().map(|it| it.as_i64()).collect();
    let row = written_proposal!(
        "INSERT INTO alphapy.faq_proposals
             (guild_id, similarity_key, topic_terms, sample, occurrences, ticket_ids, created_at)
         VALUES ($1, $2, $3, $4, cardinality($5::bigint[]), $5, $6)",
        guild.as_i64(),
        what.topic.key(),
        &terms,
        what.sample,
        &tickets,
        now,
    )
    .fetch_one(connection)
    .await?;
    Ok(Proposal::try_from(row)?)
}

/// The guild's entry that was made for the topic with this key.
async fn of_topic(
    connection: &mut PgConnection,
    guild: GuildId,
    key: Option<&str>,
) -> Result<Option<FaqId>, sqlx::Error> {
    let found = sqlx::query_scalar!(
        "SELECT id FROM alphapy.faq_entries WHERE guild_id = $1 AND similarity_key = $2",
        guild.as_i64(),
        key,
    )
    .fetch_optional(connection)
    .await?;
    let id = found.map(|it| {
        u64::try_from(it)
            .ok()
            .and_then(FaqId::new)
            .ok_or(Unreadable)
    });
    Ok(id.transpose()?)
}

/// The newest of a proposal's tickets that is still there.
async fn newest_there(
    connection: &mut PgConnection,
    proposal: &Proposal,
) -> Result<Option<TicketId>, sqlx::Error> {
    let tickets: Vec<i64> = proposal.tickets.iter().map(|it| it.as_i64()).collect();
    let there = sqlx::query_scalar!(
        "SELECT id FROM alphapy.support_tickets WHERE guild_id = $1 AND id = ANY ($2) FOR KEY SHARE",
        proposal.guild.as_i64(),
        &tickets,
    )
    .fetch_all(connection)
    .await?;
    let newest = proposal
        .tickets
        .iter()
        .rfind(|it| there.contains(&it.as_i64()));
    Ok(newest.copied())
}

#[async_trait]
impl ProposalStore for PgFaqStore {
    async fn propose(
        &self,
        guild: GuildId,
        what: &NewProposal,
        now: DateTime<Utc>,
    ) -> Result<ProposeOutcome, PortFailure> {
        let proposed = self.try_propose(guild, what, now).await;
        proposed.map_err(failed("propose an answer"))
    }

    async fn grow(
        &self,
        guild: GuildId,
        topic: &Topic,
        ticket: TicketId,
        now: DateTime<Utc>,
    ) -> Result<Option<Proposal>, PortFailure> {
        let grown = self.try_grow(guild, topic, ticket, now).await;
        grown.map_err(failed("count a ticket towards a proposal"))
    }

    async fn find(&self, guild: GuildId, id: ProposalId) -> Result<Option<Proposal>, PortFailure> {
        let found = self.try_find_proposal(guild, id).await;
        found.map_err(failed("find a proposal"))
    }

    async fn open(&self, guild: GuildId) -> Result<Vec<Proposal>, PortFailure> {
        let open = self.try_open_proposals(guild).await;
        open.map_err(failed("list proposals"))
    }

    async fn set_posted(
        &self,
        guild: GuildId,
        id: ProposalId,
        posted: Posted,
    ) -> Result<bool, PortFailure> {
        let set = sqlx::query!(
            "UPDATE alphapy.faq_proposals SET log_channel_id = $3, log_message_id = $4
             WHERE guild_id = $1 AND id = $2",
            guild.as_i64(),
            id.as_i64(),
            posted.channel.as_i64(),
            posted.message.as_i64(),
        )
        .execute(self.pool())
        .await
        .map_err(failed("remember where a proposal stands"))?;
        Ok(set.rows_affected() > 0)
    }

    async fn begin_posting(&self, guild: GuildId, id: ProposalId) -> Result<bool, PortFailure> {
        let noted = sqlx::query!(
            "UPDATE alphapy.faq_proposals SET posting_begun = true WHERE guild_id = $1 AND id = $2",
            guild.as_i64(),
            id.as_i64(),
        )
        .execute(self.pool())
        .await
        .map_err(failed("note that a proposal is being posted"))?;
        Ok(noted.rows_affected() > 0)
    }

    async fn posting_refused(&self, guild: GuildId, id: ProposalId) -> Result<bool, PortFailure> {
        let noted = sqlx::query!(
            "UPDATE alphapy.faq_proposals SET posting_begun = false WHERE guild_id = $1 AND id = $2",
            guild.as_i64(),
            id.as_i64(),
        )
        .execute(self.pool())
        .await
        .map_err(failed("note that a proposal was not posted"))?;
        Ok(noted.rows_affected() > 0)
    }

    async fn add(
        &self,
        guild: GuildId,
        id: ProposalId,
        draft: &FaqDraft,
        by: UserId,
        now: DateTime<Utc>,
    ) -> Result<AddedFromProposal, PortFailure> {
        let entry = NewEntry {
            guild,
            draft,
            origin: Origin::default(),
            by,
            now,
        };
        let added = self.try_add_proposed(id, entry).await;
        added.map_err(failed("add an answer that was proposed"))
    }

    async fn dismiss(
        &self,
        guild: GuildId,
        id: ProposalId,
        by: UserId,
        now: DateTime<Utc>,
    ) -> Result<DismissOutcome, PortFailure> {
        let dismissed = decide(self.pool(), guild, id, None, by, now).await;
        let dismissed = dismissed.map_err(failed("dismiss a proposal"))?;
        if let Some(proposal) = dismissed {
            return Ok(DismissOutcome::Dismissed(Box::new(proposal)));
        }
        let found = ProposalStore::find(self, guild, id).await?;
        Ok(found.map_or(DismissOutcome::NotFound, |it| {
            DismissOutcome::Decided(Box::new(it))
        }))
    }
}
