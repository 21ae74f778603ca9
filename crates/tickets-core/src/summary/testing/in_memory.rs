//! Summaries in memory, and a place where they are posted.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::{GuildId, MessageId, PortFailure, Retry};

use crate::summary::{NewSummary, Summary, SummaryRooms, SummaryStore};
use crate::topics::{SummarizedTicket, TopicStore};
use crate::{RoomError, Ticket, TicketId};

/// [`SummaryStore`] and [`TopicStore`] in memory; clones share what is kept.
#[derive(Debug, Clone, Default)]
pub struct InMemorySummaries(Arc<Mutex<Vec<Summary>>>);

/// [`SummaryRooms`] in memory.
#[derive(Debug, Default)]
pub struct PostedSummaries(Mutex<Posts>);

#[derive(Debug, Default)]
struct Posts {
    texts: Vec<String>,
    failing: u32,
    unanswered: u32,
}

impl InMemorySummaries {
    /// Every summary, oldest first.
    pub fn all(&self) -> Vec<Summary> {
        self.kept().clone()
    }

    fn kept(&self) -> MutexGuard<'_, Vec<Summary>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl PostedSummaries {
    /// What was posted, oldest first.
    pub fn all(&self) -> Vec<String> {
        self.posts().texts.clone()
    }

    /// Has the next `times` posts fail.
    pub fn fails(&self, times: u32) {
        self.posts().failing = times;
    }

    /// Has the next `times` posts stand in the channel, without whoever posts them hearing of it.
    pub fn loses_answers(&self, times: u32) {
        self.posts().unanswered = times;
    }

    fn posts(&self) -> MutexGuard<'_, Posts> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn is_of(what: &NewSummary, guild: GuildId, ticket: TicketId, closed_at: DateTime<Utc>) -> bool {
    (what.guild, what.ticket, what.closed_at) == (guild, ticket, closed_at)
}

#[async_trait]
impl SummaryStore for InMemorySummaries {
    async fn add(
        &self,
        what: &NewSummary,
        now: DateTime<Utc>,
    ) -> Result<Option<Summary>, PortFailure> {
        let mut kept = self.kept();
        let same = |it: &&Summary| is_of(&it.what, what.guild, what.ticket, what.closed_at);
        if let Some(there) = kept.iter().find(same) {
            return Ok(Some(there.clone()));
        }
        let summary = Summary {
            what: what.clone(),
            posted: None,
            at: now,
        };
        kept.push(summary.clone());
        Ok(Some(summary))
    }

    async fn of_closing(
        &self,
        guild: GuildId,
        ticket: TicketId,
        closed_at: DateTime<Utc>,
    ) -> Result<Option<Summary>, PortFailure> {
        let kept = self.kept();
        let mut all = kept.iter();
        let found = all.find(|it| is_of(&it.what, guild, ticket, closed_at));
        Ok(found.cloned())
    }

    async fn latest(
        &self,
        guild: GuildId,
        ticket: TicketId,
    ) -> Result<Option<Summary>, PortFailure> {
        let kept = self.kept();
        let of_ticket = kept.iter();
        let of_ticket = of_ticket.filter(|it| (it.what.guild, it.what.ticket) == (guild, ticket));
        Ok(of_ticket.max_by_key(|it| it.what.closed_at).cloned())
    }

    async fn note_posted(
        &self,
        guild: GuildId,
        ticket: TicketId,
        closed_at: DateTime<Utc>,
        message: MessageId,
    ) -> Result<bool, PortFailure> {
        let mut kept = self.kept();
        let mut all = kept.iter_mut();
        let found = all.find(|it| is_of(&it.what, guild, ticket, closed_at));
        Ok(found.map(|it| it.posted = Some(message)).is_some())
    }
}

#[async_trait]
impl TopicStore for InMemorySummaries {
    async fn summarized_since(
        &self,
        guild: GuildId,
        since: DateTime<Utc>,
    ) -> Result<Vec<SummarizedTicket>, PortFailure> {
        let kept = self.kept();
        let recent = kept
            .iter()
            .filter(|it| it.what.guild == guild && it.at >= since);
        let told = recent.filter(|it| it.what.model.is_some());
        Ok(told
            .map(|it| SummarizedTicket {
                ticket: it.what.ticket,
                topic: it.what.topic.clone(),
                at: it.at,
            })
            .collect())
    }
}

#[async_trait]
impl SummaryRooms for PostedSummaries {
    async fn post(&self, _: &Ticket, summary: &Summary) -> Result<MessageId, RoomError> {
        let mut posts = self.posts();
        if let Some(fewer) = posts.failing.checked_sub(1) {
            posts.failing = fewer;
            let failure = PortFailure::new("post a summary", Retry::Later, "told to fail");
            return Err(failure.into());
        }
        posts.texts.push(summary.what.text.clone());
        let message = posted(posts.texts.len());
        match posts.unanswered.checked_sub(1) {
            Some(fewer) => {
                posts.unanswered = fewer;
                Err(PortFailure::new("post a summary", Retry::Later, "no answer").into())
            }
            None => Ok(message),
        }
    }

    async fn find(&self, _: &Ticket, summary: &Summary) -> Result<Option<MessageId>, RoomError> {
        let posts = self.posts();
        let found = posts.texts.iter().position(|it| *it == summary.what.text);
        Ok(found.map(|it| posted(it + 1)))
    }
}

/// The message that came as the how-manieth.
fn posted(number: usize) -> MessageId {
    MessageId::new(7000 + u64::try_from(number).unwrap()).unwrap()
}

#[cfg(test)]
mod tests {
    use super::*;

    crate::summary_store_contract!(#[tokio::test] fn() => Box::new(InMemorySummaries::default()));
}
