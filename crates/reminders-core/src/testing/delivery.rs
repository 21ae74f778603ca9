//! A delivery that keeps what it is given.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use kernel::{ChannelId, GuildId, MessageId, PortFailure, Retry};

use super::message;
use crate::{OccurrenceId, ReadBack, ReminderDelivery, ReminderPost, SendOutcome};

/// A [`ReminderDelivery`] that records every message instead of posting it. Like Discord with `enforce_nonce`, it answers
/// a repeated occurrence with the first message. Clones share what they recorded.
#[derive(Debug, Clone, Default)]
pub struct RecordingDelivery {
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
struct State {
    calls: u32,
    posts: Vec<(MessageId, ReminderPost)>,
    by_occurrence: HashMap<OccurrenceId, MessageId>,
    taken_down: Vec<(ChannelId, MessageId)>,
    script: VecDeque<Scripted>,
    failing_take_downs: u32,
    looks: u32,
    looks_bring: VecDeque<Result<ReadBack, PortFailure>>,
    nonces_forgotten: bool,
    refusing: HashSet<GuildId>,
}

#[derive(Debug)]
enum Scripted {
    Outcome(SendOutcome),
    LostAnswer,
}

impl RecordingDelivery {
    /// Answers the next send with `outcome`; nothing is posted, whatever it says. May be called several times.
    pub fn answer_next(&self, outcome: SendOutcome) {
        self.lock().script.push_back(Scripted::Outcome(outcome));
    }

    /// Posts the next message, and yet answers as if nobody knew.
    pub fn lose_next_answer(&self) {
        self.lock().script.push_back(Scripted::LostAnswer);
    }

    /// Makes the next `count` take-downs fail.
    pub fn fail_next_take_downs(&self, count: u32) {
        self.lock().failing_take_downs = count;
    }

    /// From now on every send of this guild is refused for want of a permission.
    pub fn refuse_in(&self, guild: GuildId) {
        self.lock().refusing.insert(guild);
    }

    /// From now on no guild's sends are refused.
    pub fn accept_all(&self) {
        self.lock().refusing.clear();
    }

    /// From now on a repeated occurrence is posted a second time, as by a Discord that has forgotten its nonce.
    pub fn forget_nonces(&self) {
        self.lock().nonces_forgotten = true;
    }

    /// What the next look at a channel brings, whatever stands there.
    pub fn look_brings(&self, found: Result<ReadBack, PortFailure>) {
        self.lock().looks_bring.push_back(found);
    }

    /// How often a channel was looked at.
    pub fn looks(&self) -> u32 {
        self.lock().looks
    }

    /// How often a send was asked for, repetitions and failures included.
    pub fn calls(&self) -> u32 {
        self.lock().calls
    }

    /// The messages that stand or stood in a channel, in the order of their posting.
    pub fn posts(&self) -> Vec<ReminderPost> {
        self.lock()
            .posts
            .iter()
            .map(|(_, post)| post.clone())
            .collect()
    }

    /// The message of an occurrence, if it was posted.
    pub fn message_of(&self, id: OccurrenceId) -> Option<MessageId> {
        self.lock().by_occurrence.get(&id).copied()
    }

    /// The messages that were taken down, in order.
    pub fn taken_down(&self) -> Vec<(ChannelId, MessageId)> {
        self.lock().taken_down.clone()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn post(&mut self, post: &ReminderPost) -> MessageId {
        let first = self.by_occurrence.get(&post.id);
        if let Some(first) = first.filter(|_| !self.nonces_forgotten) {
            return *first;
        }
        let posted = message(9001 + self.posts.len() as u64);
        self.posts.push((posted, post.clone()));
        self.by_occurrence.insert(post.id, posted);
        posted
    }
}

#[async_trait]
impl ReminderDelivery for RecordingDelivery {
    async fn send(&self, post: &ReminderPost) -> SendOutcome {
        let mut state = self.lock();
        state.calls += 1;
        if state.refusing.contains(&post.reminder.what.guild) {
            return SendOutcome::Forbidden(Vec::new());
        }
        match state.script.pop_front() {
            None => SendOutcome::Sent(state.post(post)),
            Some(Scripted::Outcome(outcome)) => outcome,
            Some(Scripted::LostAnswer) => {
                state.post(post);
                let cause =
                    PortFailure::new("post a reminder", Retry::Later, "the answer was lost");
                SendOutcome::TryLater { after: None, cause }
            }
        }
    }

    async fn find(&self, post: &ReminderPost) -> Result<ReadBack, PortFailure> {
        let mut state = self.lock();
        state.looks += 1;
        let there = state.by_occurrence.get(&post.id).copied();
        state
            .looks_bring
            .pop_front()
            .unwrap_or_else(|| Ok(there.map_or(ReadBack::NotThere, ReadBack::Found)))
    }

    async fn take_down(&self, channel: ChannelId, message: MessageId) -> Result<(), PortFailure> {
        let mut state = self.lock();
        if state.failing_take_downs > 0 {
            state.failing_take_downs -= 1;
            let failure = PortFailure::new("take a message down", Retry::Later, "told to fail");
            return Err(failure);
        }
        state.taken_down.push((channel, message));
        Ok(())
    }
}
