//! Questions that waited for the service to come back, and their answers.

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::future::{AbortHandle, Abortable, abortable, join_all};
use kernel::{GuildId, PortFailure};
use language_model::{Awaited, Completion, CompletionRequest, ModelError, late_deadline, next_try};

use super::{Growth, Reply, Told, lock};
use crate::{Question, WaitingQuestion};

/// So many are tried at once: as many as the model is asked at once.
const AT_ONCE: u16 = 8;
/// For so long nobody else tries a question: a try takes a minute at most, and the answer has to be told.
const LEASE: TimeDelta = TimeDelta::seconds(90);

/// A question that this process tries.
pub(super) struct InHand {
    waiting: WaitingQuestion,
    /// Ends the asking.
    asking: AbortHandle,
}

/// What asking again came to.
enum Tried {
    Asked(Result<Completion, ModelError>),
    /// Nobody is there any more who could be told, or they were told before the process that did so ended.
    TooLate,
}

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

    /// Tries questions that are due, some at once, and tells whoever asked what came of it. Whoever cannot wait for its
    /// end [hands back](Self::hand_back) what is still asked, and lets the rest be told.
    pub async fn answer_late(&self) -> Result<LateRound, PortFailure> {
        let now = self.0.ports.clock.now();
        let waiting = &self.0.ports.waiting;
        let claimed = waiting.claim(now, now + LEASE, AT_ONCE).await?;
        let tries: Vec<_> = claimed.iter().map(|it| self.take_in_hand(it)).collect();
        let tries = join_all(tries).await;
        Ok(LateRound {
            tried: claimed.len(),
            failures: tries.into_iter().filter_map(Result::err).collect(),
        })
    }

    /// Lets others try at once what this process still asks and will not hear the answer to, because it stops. What was
    /// answered is not handed back: the round goes on until whoever asked was told, once.
    pub async fn hand_back(&self) -> Vec<PortFailure> {
        let in_hand = std::mem::take(&mut *lock(&self.0.in_hand));
        for it in in_hand.values() {
            it.asking.abort();
        }
        let now = self.0.ports.clock.now();
        let waiting = &self.0.ports.waiting;
        let back = in_hand
            .values()
            .map(|it| waiting.put_back(&it.waiting, now));
        let back = join_all(back).await;
        back.into_iter().filter_map(Result::err).collect()
    }

    /// It can be handed back from now until its answer is there.
    fn take_in_hand<'a>(
        &'a self,
        waiting: &'a WaitingQuestion,
    ) -> impl Future<Output = Result<(), PortFailure>> + 'a {
        let (trying, asking) = abortable(self.ask_again(waiting));
        let in_hand = InHand {
            waiting: waiting.clone(),
            asking,
        };
        lock(&self.0.in_hand).insert(waiting.id, in_hand);
        self.try_again(waiting, trying)
    }

    async fn try_again(
        &self,
        waiting: &WaitingQuestion,
        trying: Abortable<impl Future<Output = Tried>>,
    ) -> Result<(), PortFailure> {
        let tried = trying.await;
        let is_mine = lock(&self.0.in_hand).remove(&waiting.id).is_some();
        match tried {
            Ok(tried) if is_mine => self.conclude(waiting, tried).await,
            // It was handed back, so it is others who ask and tell.
            _ => Ok(()),
        }
    }

    async fn ask_again(&self, waiting: &WaitingQuestion) -> Tried {
        let ports = &self.0.ports;
        let what = &waiting.what;
        let (now, until) = (ports.clock.now(), what.ask.reply_to.until);
        let deadline = late_deadline(until, now).filter(|_| !waiting.was_answered);
        let Some(deadline) = deadline else {
            return Tried::TooLate;
        };
        let earlier = match &what.question {
            Question::Checkin(_) => self.earlier(what.ask.user, now).await,
            _ => Vec::new(),
        };
        let request = CompletionRequest {
            model: Some(what.model.clone()),
            max_tokens: what.max_tokens,
            awaited: Awaited::ByNobody,
            ..self.request(&what.ask, &what.question, &earlier, deadline)
        };
        Tried::Asked(ports.model.complete_uncounted(&request).await)
    }

    async fn conclude(&self, waiting: &WaitingQuestion, tried: Tried) -> Result<(), PortFailure> {
        let ports = &self.0.ports;
        let error = match tried {
            Tried::TooLate => return self.end(waiting).await.map(drop),
            Tried::Asked(Ok(completion)) => return self.deliver(waiting, completion).await,
            Tried::Asked(Err(error)) => error,
        };
        let (now, chance) = (ports.clock.now(), (ports.chance)());
        let until = waiting.what.ask.reply_to.until;
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
