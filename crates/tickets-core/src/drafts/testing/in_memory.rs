//! Drafts in memory, and a place where replies are posted.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use kernel::{GuildId, PortFailure, Retry};

use crate::drafts::{
    Decision, DraftRooms, NewSuggestion, Signed, Suggestion, SuggestionFigures, SuggestionId,
    SuggestionState, SuggestionStore,
};
use crate::{RoomError, Ticket};

/// [`SuggestionStore`] in memory; clones share what is kept.
#[derive(Debug, Clone, Default)]
pub struct InMemorySuggestions(Arc<Mutex<Vec<(Suggestion, usize)>>>);

/// [`DraftRooms`] in memory.
#[derive(Debug, Default)]
pub struct PostedReplies(Mutex<Posts>);

#[derive(Debug, Default)]
struct Posts {
    posted: Vec<(SuggestionId, String, String)>,
    failing: VecDeque<RoomError>,
    lost: u32,
    is_unreadable: bool,
}

impl InMemorySuggestions {
    fn kept(&self) -> MutexGuard<'_, Vec<(Suggestion, usize)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl PostedReplies {
    /// What was posted, and how it was signed, oldest first.
    pub fn all(&self) -> Vec<(String, String)> {
        let posts = self.posts();
        let all = posts.posted.iter();
        all.map(|(_, text, name)| (text.clone(), name.clone()))
            .collect()
    }

    /// Has the next post fail like this.
    pub fn fails(&self, error: RoomError) {
        self.posts().failing.push_back(error);
    }

    /// Has the next post stand there, and whoever posted it not learn so.
    pub fn loses_an_answer(&self) {
        self.posts().lost += 1;
    }

    /// Whether what stands there can be read.
    pub fn is_readable(&self, is_readable: bool) {
        self.posts().is_unreadable = !is_readable;
    }

    fn posts(&self) -> MutexGuard<'_, Posts> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl SuggestionStore for InMemorySuggestions {
    async fn add(
        &self,
        what: &NewSuggestion,
        now: DateTime<Utc>,
    ) -> Result<Option<SuggestionId>, PortFailure> {
        let mut kept = self.kept();
        let id = SuggestionId::new(u64::try_from(kept.len()).unwrap() + 1).unwrap();
        let suggestion = Suggestion {
            id,
            guild: what.guild,
            ticket: what.ticket,
            by: what.by,
            state: SuggestionState::Drafted,
            at: now,
        };
        kept.push((suggestion, what.chars));
        Ok(Some(id))
    }

    async fn find(
        &self,
        guild: GuildId,
        id: SuggestionId,
    ) -> Result<Option<Suggestion>, PortFailure> {
        let kept = self.kept();
        let mut all = kept.iter().map(|it| &it.0);
        Ok(all.find(|it| (it.guild, it.id) == (guild, id)).cloned())
    }

    async fn decide(
        &self,
        guild: GuildId,
        id: SuggestionId,
        decision: Decision,
        chars: usize,
        _now: DateTime<Utc>,
    ) -> Result<bool, PortFailure> {
        let mut kept = self.kept();
        let mut all = kept.iter_mut();
        let found = all.find(|(it, _)| {
            (it.guild, it.id) == (guild, id) && it.state == SuggestionState::Drafted
        });
        let decided = found.map(|it| {
            it.0.state = SuggestionState::Decided(decision);
            it.1 = chars;
        });
        Ok(decided.is_some())
    }

    async fn reopen(
        &self,
        guild: GuildId,
        id: SuggestionId,
        chars: usize,
    ) -> Result<(), PortFailure> {
        let mut kept = self.kept();
        let mut all = kept.iter_mut();
        if let Some(it) = all.find(|(it, _)| (it.guild, it.id) == (guild, id)) {
            it.0.state = SuggestionState::Drafted;
            it.1 = chars;
        }
        Ok(())
    }

    async fn figures(
        &self,
        guild: GuildId,
        since: Option<DateTime<Utc>>,
        now: DateTime<Utc>,
    ) -> Result<SuggestionFigures, PortFailure> {
        let mut figures = SuggestionFigures::default();
        let waits_since = now - TimeDelta::hours(SuggestionFigures::EXPIRES_AFTER_HOURS);
        for (it, chars) in self.kept().iter() {
            if it.guild != guild || since.is_some_and(|since| it.at < since) {
                continue;
            }
            let count = match it.state {
                SuggestionState::Drafted if it.at < waits_since => &mut figures.expired,
                SuggestionState::Drafted => &mut figures.waiting,
                SuggestionState::Decided(Decision::Posted) => &mut figures.posted,
                SuggestionState::Decided(Decision::Edited(_)) => &mut figures.edited,
                SuggestionState::Decided(Decision::Dismissed) => &mut figures.dismissed,
            };
            *count += 1;
            if matches!(
                it.state,
                SuggestionState::Decided(Decision::Posted | Decision::Edited(_))
            ) {
                figures.accepted_chars += u64::try_from(*chars).unwrap();
            }
        }
        Ok(figures)
    }
}

#[async_trait]
impl DraftRooms for PostedReplies {
    async fn reply(&self, _: &Ticket, reply: &Signed<'_>) -> Result<(), RoomError> {
        let mut posts = self.posts();
        if let Some(error) = posts.failing.pop_front() {
            return Err(error);
        }
        if posts.posted.iter().all(|it| it.0 != reply.draft) {
            let (text, name) = (reply.text.to_owned(), reply.name.to_owned());
            posts.posted.push((reply.draft, text, name));
        }
        let Some(fewer) = posts.lost.checked_sub(1) else {
            return Ok(());
        };
        posts.lost = fewer;
        let failure = PortFailure::new("post a reply", Retry::Later, "the answer was lost");
        Err(failure.into())
    }

    async fn stands(
        &self,
        _: &Ticket,
        reply: &Signed<'_>,
        _: DateTime<Utc>,
    ) -> Result<bool, RoomError> {
        let posts = self.posts();
        if posts.is_unreadable {
            let failure = PortFailure::new("look for a reply", Retry::Later, "told to fail");
            return Err(failure.into());
        }
        Ok(posts.posted.iter().any(|it| it.1 == reply.text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    crate::suggestion_store_contract!(#[tokio::test] fn() => Box::new(InMemorySuggestions::default()));
}
