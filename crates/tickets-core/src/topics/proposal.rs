//! An answer that is proposed because members keep asking.

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{ChannelId, GuildId, MessageId, UserId};

use super::Topic;
use crate::TicketId;
use crate::faq::{FaqEntry, FaqId};

/// So many days after a decision its topic is not proposed again.
const QUIET_DAYS: i64 = 30;

kernel::row_number!(
    /// The number of a proposal. Unique over all guilds, yet only valid together with its guild.
    ProposalId,
    /// A text that is no number of a proposal.
    InvalidProposalId,
    "not the number of a proposal"
);

/// What a proposal is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewProposal {
    /// What the tickets were about.
    pub topic: Topic,
    /// The beginning of the newest one's summary, without secrets and personal data.
    pub sample: String,
    /// The tickets, by number.
    pub tickets: Vec<TicketId>,
    /// The one whose close made it a repeated topic.
    pub newest: TicketId,
}

/// Where a proposal stands for people to decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Posted {
    /// In which channel.
    pub channel: ChannelId,
    /// As which message.
    pub message: MessageId,
}

/// What was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProposalState {
    /// Nothing yet.
    Open,
    /// An entry was made of it.
    Added {
        /// The entry; none where that was removed since.
        entry: Option<FaqId>,
        /// By whom; nobody once they had their data deleted.
        by: Option<UserId>,
        /// When.
        at: DateTime<Utc>,
    },
    /// It is not wanted.
    Dismissed {
        /// By whom; nobody once they had their data deleted.
        by: Option<UserId>,
        /// When.
        at: DateTime<Utc>,
    },
}

/// A proposal to write an answer, because members keep asking the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// Its number.
    pub id: ProposalId,
    /// Whose it is.
    pub guild: GuildId,
    /// What the tickets were about.
    pub topic: Topic,
    /// The beginning of one of their summaries, without secrets and personal data.
    pub sample: String,
    /// The tickets, each once, in the order in which they came.
    pub tickets: Vec<TicketId>,
    /// What was decided.
    pub state: ProposalState,
    /// Where it stands, if it could be posted.
    pub posted: Option<Posted>,
    /// Whether somebody began to post it, so that it may stand where nobody lived to note it. No longer where that was
    /// refused.
    pub is_posting_begun: bool,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

/// What another ticket about a topic means for the proposals that there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Judgement {
    /// None of them is about it, or none lately.
    New,
    /// This one is, and nobody has decided about it.
    Grows(ProposalId),
    /// Somebody has decided about one lately.
    Quiet,
}

/// Which of a guild's `proposals` a topic concerns. Every store asks this within the transaction that changes them.
pub fn judge(topic: &Topic, proposals: &[Proposal], now: DateTime<Utc>) -> Judgement {
    let about = || proposals.iter().filter(|it| it.topic.shares(topic));
    if let Some(open) = about().find(|it| it.state == ProposalState::Open) {
        return Judgement::Grows(open.id);
    }
    let since = now - TimeDelta::days(QUIET_DAYS);
    let is_recent = |it: &Proposal| match it.state {
        ProposalState::Open => false,
        ProposalState::Added { at, .. } | ProposalState::Dismissed { at, .. } => at >= since,
    };
    if about().any(is_recent) {
        Judgement::Quiet
    } else {
        Judgement::New
    }
}

/// Whether an entry answers a topic: it was made for it, or its title and keywords say so. Every store asks this of the
/// guild's entries within the transaction that stores a proposal.
pub fn answers(entry: &FaqEntry, topic: &Topic) -> bool {
    if entry.similarity_key.as_deref() == Some(topic.key()) {
        return true;
    }
    let keywords = entry.keywords.as_slice().join("\n");
    Topic::of(&format!("{}\n{keywords}", entry.title.as_str())).shares(topic)
}
