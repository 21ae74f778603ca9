//! Questions that waited for the service to come back, and their answers.

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::future::join_all;
use kernel::{GuildId, PortFailure};
use language_model::{Completion, CompletionRequest, ModelError, late_deadline, next_try};

use super::{Growth, Reply, Told, lock};
use crate::{Question, WaitingQuestion};

/// So many are tried at once: as many as the model is asked at once.
const AT_ONCE: u16 = 8;
/// For so long nobody else tries a question: a try takes a minute at most, and the answer has to be told.
const LEASE: TimeDelta = TimeDelta::seconds(90);

/// What came of a round.
#[derive(Debug, Default)]
pub struct LateRound {
    /// So many questions were tried.
    pub tried: usize,
    /// What went wrong with some: somebody could not be told, or what became of a question was not written down.
    pub failures: Vec<PortFailure>,
}

impl Growth {
    /// How many questions wait that were asked in a guild, or in direct messages.
    pub async fn waiting(&self, guild: Option<GuildId>) -> Result<u64, PortFailure> {
        self.0.ports.waiting.count(guild).await
    }

    /// When the next one can be tried.
    pub async fn next_due(&self) -> Result<Option<DateTime<Utc>>, PortFailure> {
        self.0.ports.waiting.next_due().await
    }

    /// Tries questions that are due, some at once, and tells whoever asked what came of it. Whoever drops this before it
    /// is over [hands back](Self::hand_back) what is left.
    pub async fn answer_late(&self) -> Result<LateRound, PortFailure> {
        let now = self.0.ports.clock.now();
        let waiting = &self.0.ports.waiting;
        let claimed = waiting.claim(now, now + LEASE, AT_ONCE).await?;
        let numbered = claimed.iter().map(|it| (it.id, it.clone()));
        lock(&self.0.in_hand).extend(numbered);
        let tries = join_all(claimed.iter().map(|it| self.try_again(it))).await;
        Ok(LateRound {
            tried: claimed.len(),
            failures: tries.into_iter().filter_map(Result::err).collect(),
        })
    }

    /// Lets others try at once what this process has in hand and will not finish, because it stops.
    pub async fn hand_back(&self) -> Vec<PortFailure> {
        let in_hand = std::mem::take(&mut *lock(&self.0.in_hand));
        let now = self.0.ports.clock.now();
        let waiting = &self.0.ports.waiting;
        let back = join_all(in_hand.values().map(|it| waiting.put_back(it, now))).await;
        back.into_iter().filter_map(Result::err).collect()
    }

    async fn try_again(&self, waiting: &WaitingQuestion) -> Result<(), PortFailure> {
        let tried = self.tried(waiting).await;
        lock(&self.0.in_hand).remove(&waiting.id);
        tried
    }

    async fn tried(&self, waiting: &WaitingQuestion) -> Result<(), PortFailure> {
        let ports = &self.0.ports;
        let what = &waiting.what;
        let (now, until) = (ports.clock.now(), what.ask.reply_to.until);
        let deadline = late_deadline(until, now).filter(|_| !waiting.was_answered);
        let Some(deadline) = deadline else {
            // Nobody is there any more who could be told, or they were told before the process that did so ended.
            return self.end(waiting).await.map(|_| ());
        };
        let earlier = match &what.question {
            Question::Checkin(_) => self.earlier(what.ask.user, now).await,
            _ => Vec::new(),
        };
        let request = CompletionRequest {
            model: Some(what.model.clone()),
            max_tokens: what.max_tokens,
            ..self.request(&what.ask, &what.question, &earlier, deadline)
        };
        let error = match ports.model.complete_uncounted(&request).await {
            Ok(completion) => return self.deliver(waiting, completion).await,
            Err(error) => error,
        };
        let (now, chance) = (ports.clock.now(), (ports.chance)());
        match next_try(waiting.tries, &error, until, now, chance) {
            Some(due) => ports.waiting.put_back(waiting, due).await.map(drop),
            None if self.end(waiting).await? => self.tell(waiting, Reply::None(error)).await,
            None => Ok(()),
        }
    }

    /// Tells an answer, once: whoever finds the question after this process has ended will not tell it again.
    async fn deliver(
        &self,
        waiting: &WaitingQuestion,
        completion: Completion,
    ) -> Result<(), PortFailure> {
        let ports = &self.0.ports;
        if !ports.waiting.note_answered(waiting).await? {
            return Ok(());
        }
        lock(&self.0.in_hand).remove(&waiting.id);
        let (ask, question) = (&waiting.what.ask, &waiting.what.question);
        let answered = self.answered(ask, question, completion).await;
        match self.tell(waiting, Reply::Answered(answered)).await {
            Ok(()) => ports.waiting.remove(waiting).await.map(drop),
            Err(failure) => {
                self.end(waiting).await?;
                Err(failure)
            }
        }
    }

    /// Forgets a question that is given up, counts it and gives back what was counted for it; false if somebody else has
    /// it by now.
    async fn end(&self, waiting: &WaitingQuestion) -> Result<bool, PortFailure> {
        let is_mine = self.0.ports.waiting.remove(waiting).await?;
        if is_mine {
            self.count_dropped(waiting).await;
        }
        Ok(is_mine)
    }

    /// Tells whoever asked that no answer comes to a question that gave way, and gives back what was counted for it.
    pub(super) async fn give_up(
        &self,
        gone: &WaitingQuestion,
        error: ModelError,
    ) -> Result<(), PortFailure> {
        self.count_dropped(gone).await;
        if gone.was_answered {
            return Ok(());
        }
        self.tell(gone, Reply::None(error)).await
    }

    async fn count_dropped(&self, gone: &WaitingQuestion) {
        let (feature, charge) = (gone.what.question.feature(), gone.what.charge());
        let model = &self.0.ports.model;
        model
            .drop_deferred(feature, gone.tries, charge.as_ref())
            .await;
    }

    async fn tell(&self, waiting: &WaitingQuestion, reply: Reply) -> Result<(), PortFailure> {
        let ask = &waiting.what.ask;
        let help = self.help(ask.guild, &waiting.what.question).await;
        let told = Told { help, reply };
        self.0.ports.late.tell(&ask.reply_to, &told).await
    }
}
