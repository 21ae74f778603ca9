//! A row of `alphapy.faq_proposals`, and the proposal in it.

use chrono::{DateTime, Utc};
use kernel::{ChannelId, GuildId, InvalidId, MessageId, UserId};
use tickets_core::TicketId;
use tickets_core::faq::FaqId;
use tickets_core::topics::{Posted, Proposal, ProposalId, ProposalState, Topic};

/// `sqlx::query_as!` over whole rows: `proposal_rows!("WHERE …", arguments…)`.
macro_rules! proposal_rows {
    ($tail:literal $(, $argument:expr)* $(,)?) => {
        sqlx::query_as!(
            $crate::after_close::proposal_row::ProposalRow,
            r#"SELECT id, guild_id, topic_terms, sample, ticket_ids, state, log_channel_id, log_message_id, posting_begun,
                      faq_id, decided_by, created_at, decided_at
               FROM alphapy.faq_proposals "# + $tail
            $(, $argument)*
        )
    };
}

/// As `proposal_rows!`, of what a statement writes: `written_proposal!("UPDATE …", arguments…)`.
macro_rules! written_proposal {
    ($statement:literal $(, $argument:expr)* $(,)?) => {
        sqlx::query_as!(
            $crate::after_close::proposal_row::ProposalRow,
            $statement + r#" RETURNING id, guild_id, topic_terms, sample, ticket_ids, state, log_channel_id,
                                       log_message_id, posting_begun, faq_id, decided_by, created_at, decided_at"#
            $(, $argument)*
        )
    };
}

pub(super) use {proposal_rows, written_proposal};

/// A stored proposal as the database has it.
#[derive(Debug)]
pub(super) struct ProposalRow {
    pub(super) id: i64,
    pub(super) guild_id: i64,
    pub(super) topic_terms: Vec<String>,
    pub(super) sample: String,
    pub(super) ticket_ids: Vec<i64>,
    pub(super) state: String,
    pub(super) log_channel_id: Option<i64>,
    pub(super) log_message_id: Option<i64>,
    pub(super) posting_begun: bool,
    pub(super) faq_id: Option<i64>,
    pub(super) decided_by: Option<i64>,
    pub(super) created_at: DateTime<Utc>,
    pub(super) decided_at: Option<DateTime<Utc>>,
}

/// A row that its own constraints, or whoever wrote it, should have kept out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a row holds what no summary or proposal can be")]
pub(super) struct Unreadable;

impl From<InvalidId> for Unreadable {
    fn from(_: InvalidId) -> Self {
        Self
    }
}

impl From<Unreadable> for sqlx::Error {
    fn from(unreadable: Unreadable) -> Self {
        Self::Decode(Box::new(unreadable))
    }
}

impl ProposalRow {
    fn decided(&self) -> Result<ProposalState, Unreadable> {
        let by = self.decided_by.map(UserId::try_from).transpose()?;
        let entry = self.faq_id.map(faq_id).transpose()?;
        Ok(match (&*self.state, self.decided_at) {
            ("open", None) => ProposalState::Open,
            ("added", Some(at)) => ProposalState::Added { entry, by, at },
            ("dismissed", Some(at)) => ProposalState::Dismissed { by, at },
            _ => return Err(Unreadable),
        })
    }

    fn posted(&self) -> Result<Option<Posted>, Unreadable> {
        let (Some(channel), Some(message)) = (self.log_channel_id, self.log_message_id) else {
            return Ok(None);
        };
        Ok(Some(Posted {
            channel: ChannelId::try_from(channel)?,
            message: MessageId::try_from(message)?,
        }))
    }
}

impl TryFrom<ProposalRow> for Proposal {
    type Error = Unreadable;

    fn try_from(row: ProposalRow) -> Result<Self, Unreadable> {
        let id = u64::try_from(row.id).ok().and_then(ProposalId::new);
        let tickets = row.ticket_ids.iter().map(|it| ticket_id(*it));
        Ok(Self {
            id: id.ok_or(Unreadable)?,
            guild: GuildId::try_from(row.guild_id)?,
            tickets: tickets.collect::<Result<_, _>>()?,
            state: row.decided()?,
            posted: row.posted()?,
            is_posting_begun: row.posting_begun,
            topic: Topic::of_terms(row.topic_terms),
            sample: row.sample,
            created_at: row.created_at,
        })
    }
}

pub(super) fn ticket_id(id: i64) -> Result<TicketId, Unreadable> {
    let id = u64::try_from(id).ok().and_then(TicketId::new);
    id.ok_or(Unreadable)
}

fn faq_id(id: i64) -> Result<FaqId, Unreadable> {
    let id = u64::try_from(id).ok().and_then(FaqId::new);
    id.ok_or(Unreadable)
}
