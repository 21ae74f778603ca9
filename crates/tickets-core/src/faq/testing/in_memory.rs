//! Answers without a database.

use std::collections::BTreeMap;
use std::future::poll_fn;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Poll;

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use kernel::{GuildId, PortFailure, Retry, UserId};

use crate::TicketId;
use crate::faq::{
    AddOutcome, EditOutcome, FaqDraft, FaqEntry, FaqId, FaqPage, FaqRevision, FaqSearchLog,
    FaqStore, MOST_ENTRIES, MOST_PINNED, Pin, PinOutcome, SearchRow, Unanswered, precedence,
};
use crate::topics::{Proposal, ProposalId, SummarizedTicket};

/// A [`FaqStore`], [`FaqSearchLog`], [`ProposalStore`](crate::topics::ProposalStore) and
/// [`TopicStore`](crate::topics::TopicStore) that keeps everything in memory. Clones share what they keep.
#[derive(Debug, Clone, Default)]
pub struct InMemoryFaq {
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
pub(crate) struct State {
    last_entry: u64,
    pub(crate) last_proposal: u64,
    changes: u64,
    pub(crate) entries: BTreeMap<FaqId, FaqEntry>,
    searches: Vec<(GuildId, SearchRow, DateTime<Utc>)>,
    pub(crate) proposals: BTreeMap<ProposalId, Proposal>,
    pub(crate) summaries: Vec<(GuildId, SummarizedTicket)>,
    calls_to_fail: usize,
    times_read: usize,
}

/// What an entry is made for besides its text.
#[derive(Debug, Default)]
pub(crate) struct Origin {
    pub(crate) key: Option<String>,
    pub(crate) ticket: Option<TicketId>,
}

impl InMemoryFaq {
    /// Makes the next `count` calls fail, as when the database cannot be reached.
    pub fn fail_next_calls(&self, count: usize) {
        self.lock().calls_to_fail = count;
    }

    /// How often all answers of a guild were read.
    pub fn times_read(&self) -> usize {
        self.lock().times_read
    }

    /// The searches of a guild, in order.
    pub fn searches(&self, guild: GuildId) -> Vec<SearchRow> {
        let state = self.lock();
        let theirs = state.searches.iter().filter(|(of, _, _)| *of == guild);
        theirs.map(|(_, row, _)| row.clone()).collect()
    }

    /// Has a ticket summed up.
    pub fn summarize(&self, guild: GuildId, ticket: SummarizedTicket) {
        self.lock().summaries.push((guild, ticket));
    }

    /// The state, unless this call was told to fail.
    pub(crate) fn reach(
        &self,
        attempted: &'static str,
    ) -> Result<MutexGuard<'_, State>, PortFailure> {
        let mut state = self.lock();
        if state.calls_to_fail > 0 {
            state.calls_to_fail -= 1;
            return Err(PortFailure::new(attempted, Retry::Later, "told to fail"));
        }
        Ok(state)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn of(&self, guild: GuildId) -> Vec<&FaqEntry> {
        let theirs = self.entries.values().filter(|it| it.guild == guild);
        let mut theirs: Vec<_> = theirs.collect();
        theirs.sort_by(|one, other| precedence(one, other));
        theirs
    }

    fn get(&self, guild: GuildId, id: FaqId) -> Option<&FaqEntry> {
        self.entries.get(&id).filter(|it| it.guild == guild)
    }

    fn titled(&self, guild: GuildId, draft: &FaqDraft) -> Option<FaqId> {
        let folded = draft.title.folded();
        let theirs = self.of(guild).into_iter();
        let same = theirs.filter(|it| it.title.folded() == folded);
        same.map(|it| it.id).next()
    }

    pub(crate) fn add(
        &mut self,
        guild: GuildId,
        draft: &FaqDraft,
        origin: Origin,
        by: UserId,
        now: DateTime<Utc>,
    ) -> AddOutcome {
        if let Some(taken) = self.titled(guild, draft) {
            return AddOutcome::TitleTaken(taken);
        }
        if self.of(guild).len() >= MOST_ENTRIES as usize {
            return AddOutcome::Full;
        }
        self.last_entry += 1;
        self.changes += 1;
        let id = FaqId::new(self.last_entry).unwrap();
        let entry = FaqEntry {
            id,
            guild,
            title: draft.title.clone(),
            answer: draft.answer.clone(),
            keywords: draft.keywords.clone(),
            similarity_key: origin.key,
            pinned: false,
            source_ticket: origin.ticket,
            created_by: Some(by),
            updated_by: Some(by),
            created_at: now,
            updated_at: now,
        };
        self.entries.insert(id, entry.clone());
        AddOutcome::Stored(Box::new(entry))
    }

    /// Changes an entry that is there.
    fn change(
        &mut self,
        id: FaqId,
        by: UserId,
        now: DateTime<Utc>,
        change: impl FnOnce(&mut FaqEntry),
    ) -> Box<FaqEntry> {
        self.changes += 1;
        let entry = self.entries.get_mut(&id).unwrap();
        change(entry);
        entry.updated_by = Some(by);
        entry.updated_at = now.max(entry.updated_at + TimeDelta::microseconds(1));
        Box::new(entry.clone())
    }
}

/// Others come in between, as they do where a database is asked.
async fn let_others_in() {
    let mut is_first = true;
    poll_fn(|context| {
        context.waker().wake_by_ref();
        if std::mem::take(&mut is_first) {
            Poll::Pending
        } else {
            Poll::Ready(())
        }
    })
    .await;
}

#[async_trait]
impl FaqStore for InMemoryFaq {
    async fn add(
        &self,
        guild: GuildId,
        draft: &FaqDraft,
        by: UserId,
        now: DateTime<Utc>,
    ) -> Result<AddOutcome, PortFailure> {
        let mut state = self.reach("add an answer")?;
        Ok(state.add(guild, draft, Origin::default(), by, now))
    }

    async fn find(&self, guild: GuildId, id: FaqId) -> Result<Option<FaqEntry>, PortFailure> {
        Ok(self.reach("find an answer")?.get(guild, id).cloned())
    }

    async fn all(&self, guild: GuildId) -> Result<Vec<FaqEntry>, PortFailure> {
        let_others_in().await;
        let mut state = self.reach("read all answers")?;
        state.times_read += 1;
        Ok(state.of(guild).into_iter().cloned().collect())
    }

    async fn page(&self, guild: GuildId, offset: u32, limit: u32) -> Result<FaqPage, PortFailure> {
        let state = self.reach("list answers")?;
        let all = state.of(guild);
        let total = u32::try_from(all.len()).unwrap();
        let shown = all.into_iter().skip(offset as usize).take(limit as usize);
        Ok(FaqPage {
            entries: shown.cloned().collect(),
            total,
        })
    }

    async fn edit(
        &self,
        guild: GuildId,
        id: FaqId,
        seen: DateTime<Utc>,
        draft: &FaqDraft,
        by: UserId,
        now: DateTime<Utc>,
    ) -> Result<EditOutcome, PortFailure> {
        let mut state = self.reach("change an answer")?;
        let Some(entry) = state.get(guild, id) else {
            return Ok(EditOutcome::NotFound);
        };
        if entry.updated_at != seen {
            return Ok(EditOutcome::ChangedMeanwhile(Box::new(entry.clone())));
        }
        if let Some(taken) = state.titled(guild, draft).filter(|it| *it != id) {
            return Ok(EditOutcome::TitleTaken(taken));
        }
        let changed = state.change(id, by, now, |it| {
            it.title = draft.title.clone();
            it.answer = draft.answer.clone();
            it.keywords = draft.keywords.clone();
        });
        Ok(EditOutcome::Stored(changed))
    }

    async fn remove(&self, guild: GuildId, id: FaqId) -> Result<Option<FaqEntry>, PortFailure> {
        let mut state = self.reach("remove an answer")?;
        if state.get(guild, id).is_none() {
            return Ok(None);
        }
        state.changes += 1;
        Ok(state.entries.remove(&id))
    }

    async fn pin(
        &self,
        guild: GuildId,
        id: FaqId,
        pin: Pin,
        by: UserId,
        now: DateTime<Utc>,
    ) -> Result<PinOutcome, PortFailure> {
        let mut state = self.reach("pin an answer")?;
        let Some(entry) = state.get(guild, id) else {
            return Ok(PinOutcome::NotFound);
        };
        let pinned = pin == Pin::Pinned;
        if entry.pinned == pinned {
            return Ok(PinOutcome::Already(Box::new(entry.clone())));
        }
        let others = state.of(guild).iter().filter(|it| it.pinned).count();
        if pinned && others >= MOST_PINNED as usize {
            return Ok(PinOutcome::Full);
        }
        let changed = state.change(id, by, now, |it| it.pinned = pinned);
        Ok(PinOutcome::Set(changed))
    }

    async fn revision(&self, _guild: GuildId) -> Result<FaqRevision, PortFailure> {
        let_others_in().await;
        let state = self.reach("look whether answers changed")?;
        Ok(FaqRevision(state.changes.to_string()))
    }
}

#[async_trait]
impl FaqSearchLog for InMemoryFaq {
    async fn record(
        &self,
        guild: GuildId,
        row: &SearchRow,
        now: DateTime<Utc>,
    ) -> Result<(), PortFailure> {
        let mut state = self.reach("keep a search")?;
        state.searches.push((guild, row.clone(), now));
        Ok(())
    }

    async fn without_answer(
        &self,
        guild: GuildId,
        since: DateTime<Utc>,
        limit: u32,
    ) -> Result<Vec<Unanswered>, PortFailure> {
        let state = self.reach("count questions without an answer")?;
        let mut counts = BTreeMap::new();
        for (of, row, at) in &state.searches {
            if *of == guild && *at >= since && row.matched.is_empty() {
                *counts.entry(row.query.to_lowercase()).or_insert(0) += 1;
            }
        }
        let counts = counts.into_iter();
        let mut told: Vec<_> = counts
            .map(|(query, count)| Unanswered { query, count })
            .collect();
        told.sort_by_key(|it| std::cmp::Reverse(it.count));
        told.truncate(limit as usize);
        Ok(told)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    crate::faq_store_contract!(#[tokio::test] fn() => Box::new(InMemoryFaq::default()));
}
