//! A proposal as dashboards see it.

use serde::Serialize;
use tickets_core::Numbers;
use tickets_core::topics::{Proposal, ProposalForm};
use utoipa::ToSchema;

use crate::settings::moment;

/// An answer that is proposed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": 3,
    "guild_id": "111111111111111111",
    "topic_terms": ["calendar", "hour", "wrong"],
    "occurrences": 3,
    "ticket_ids": [12, 15, 19],
    "sample": "The calendar showed another hour; the zone was chosen anew.",
    "suggested": {
        "title": "Calendar hour wrong",
        "summary": "The calendar showed another hour; the zone was chosen anew.",
        "keywords": ["calendar", "hour", "wrong"]
    },
    "created_at": "2026-08-01T09:00:00Z"
}))]
pub(super) struct ProposalView {
    /// Its number.
    id: u64,
    /// Its server.
    guild_id: String,
    /// What the tickets were about, by the alphabet.
    #[schema(max_items = 8)]
    topic_terms: Vec<String>,
    /// How many tickets it is made of.
    occurrences: usize,
    /// Those that still exist, by the numbers that people say, in the order in which they came.
    ticket_ids: Vec<u32>,
    /// The beginning of what staff keeps of one of them, without secrets and personal data.
    sample: String,
    /// What to write the answer from.
    suggested: SuggestedView,
    /// When it was proposed.
    created_at: String,
}

/// What to write an answer from.
#[derive(Debug, Serialize, ToSchema)]
struct SuggestedView {
    /// Made of the topic.
    title: String,
    /// The sample, which speaks of one person's case and is to be rewritten.
    summary: String,
    /// The topic.
    keywords: Vec<String>,
}

/// What is proposed and not decided.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ProposalsView {
    /// The oldest first.
    proposals: Vec<ProposalView>,
}

/// A proposal that was dismissed.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ProposalDismissed {
    /// Always true.
    pub(super) success: bool,
    /// Its number.
    pub(super) id: u64,
}

impl ProposalsView {
    /// The proposals, with the numbers by which people know their tickets.
    pub(super) fn of(proposals: &[Proposal], numbers: &Numbers) -> Self {
        let each = proposals.iter();
        Self {
            proposals: each.map(|it| ProposalView::of(it, numbers)).collect(),
        }
    }
}

impl ProposalView {
    fn of(proposal: &Proposal, numbers: &Numbers) -> Self {
        let terms: Vec<String> = proposal.topic.terms().map(str::to_owned).collect();
        let known = proposal.tickets.iter().filter_map(|it| numbers.get(it));
        let form = ProposalForm::of(proposal);
        Self {
            id: proposal.id.get(),
            guild_id: proposal.guild.to_string(),
            topic_terms: terms.clone(),
            occurrences: proposal.tickets.len(),
            ticket_ids: known.map(|it| it.get()).collect(),
            sample: proposal.sample.clone(),
            suggested: SuggestedView {
                title: form.title,
                summary: form.answer,
                keywords: terms,
            },
            created_at: moment(proposal.created_at),
        }
    }
}
