//! Asking the model, with everything that comes before and after: switched on, cooldown, off-theme topics, quota, and
//! waiting for what cannot be answered yet.

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{GuildId, PortFailure, UseCaseError, UserId};
use language_model::{
    Completion, CompletionRequest, DEFERRED_MOST, Held, Impact, ModelError, may_wait, next_try,
    whole_part,
};

use super::{Answered, Asked, Growth, Reply};
use crate::questions::{self, Challenge, Style, TOPIC_MAX};
use crate::{Checkin, GrowthNote, InvalidForm, NewWaiting, Question, ReplyTo};

/// The longest question of somebody's own, in characters.
pub const QUESTION_MAX: usize = 1000;

/// How long somebody waits for an answer before it counts as late.
const PATIENCE: TimeDelta = TimeDelta::seconds(60);

/// Who asks, and how they are answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// Where; none in a direct message.
    pub guild: Option<GuildId>,
    /// Who.
    pub user: UserId,
    /// The way to them.
    pub reply_to: ReplyTo,
}

/// Which cooldown counts a use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bucket {
    /// `/learn_topic`, `/create_caption` and `/leaderhelp` together: three in a minute.
    Asking,
    /// `/growthcheckin`: two in five minutes.
    CheckingIn,
}

/// Why nothing was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GrowthRefusal {
    /// It is switched off in this guild.
    Disabled,
    /// They have asked too often, and can again after this time.
    CoolingDown(TimeDelta),
    /// What they wrote is blank or too long.
    Invalid(InvalidForm),
}

type Refused = UseCaseError<GrowthRefusal>;

impl Growth {
    /// Explains a topic.
    pub async fn learn_topic(&self, ask: &Ask, topic: &str) -> Asked {
        let topic = checked(topic, TOPIC_MAX);
        self.ask(ask, topic.map(Question::Topic)).await
    }

    /// Writes a caption.
    pub async fn create_caption(&self, ask: &Ask, topic: &str, style: Style) -> Asked {
        let topic = checked(topic, TOPIC_MAX);
        let question = topic.map(|it| Question::Caption(it, style));
        self.ask(ask, question).await
    }

    /// Helps somebody who leads others.
    pub async fn leader_help(&self, ask: &Ask, challenge: Challenge) -> Asked {
        let challenge = match challenge {
            Challenge::Own(words) => checked(&words, QUESTION_MAX).map(Challenge::Own),
            offered => Ok(offered),
        };
        self.ask(ask, challenge.map(Question::Leader)).await
    }

    /// Whether what asks the model is switched on in a guild, as it always is in direct messages: asked before a menu is shown.
    pub async fn is_on(&self, guild: Option<GuildId>) -> Result<bool, PortFailure> {
        Ok(self.settings(guild).await?.0.enabled)
    }

    async fn ask(&self, ask: &Ask, question: Result<Question, Refused>) -> Asked {
        let question = match question {
            Ok(question) => question,
            Err(refused) => {
                return Asked {
                    help: None,
                    outcome: Err(refused),
                };
            }
        };
        let help = self.help(ask.guild, &question).await;
        let outcome = self.ask_about(ask, question).await;
        Asked { help, outcome }
    }

    async fn ask_about(&self, ask: &Ask, question: Question) -> Result<Reply, Refused> {
        if !self.settings(ask.guild).await?.0.enabled {
            return Err(UseCaseError::Refused(GrowthRefusal::Disabled));
        }
        let now = self.admit(Bucket::Asking, ask)?;
        let theme = question.theme();
        let reply = match theme.map_or(Ok(()), |it| self.0.off_theme.check(it)) {
            Ok(()) => self.put(ask, question, &[]).await,
            Err(blocked) => Reply::None(blocked),
        };
        self.forgive(Bucket::Asking, ask, now, &reply);
        Ok(reply)
    }

    /// When nobody waits any more for an answer to what is asked now.
    pub(super) fn deadline(&self) -> DateTime<Utc> {
        self.0.ports.clock.now() + PATIENCE
    }

    /// Counts a use, and says when it was counted.
    pub(super) fn admit(&self, bucket: Bucket, ask: &Ask) -> Result<DateTime<Utc>, Refused> {
        let now = self.0.ports.clock.now();
        let admitted = self.cooldown(bucket).admit((ask.guild, ask.user), now);
        match admitted {
            Ok(()) => Ok(now),
            Err(wait) => Err(UseCaseError::Refused(GrowthRefusal::CoolingDown(wait))),
        }
    }

    /// Gives a use back that came to nothing because of how the bot is set up.
    pub(super) fn forgive(&self, bucket: Bucket, ask: &Ask, at: DateTime<Utc>, reply: &Reply) {
        if let Reply::None(error) = reply
            && error.class.impact() == Impact::Offline
        {
            self.cooldown(bucket).give_back((ask.guild, ask.user), at);
        }
    }

    fn cooldown(&self, bucket: Bucket) -> &super::ByMember {
        match bucket {
            Bucket::Asking => &self.0.asking,
            Bucket::CheckingIn => &self.0.checking_in,
        }
    }

    /// Asks the model. What cannot be answered now and may be in some minutes waits, if whoever asked can be told then.
    /// `earlier` are their own check-ins that go along with a new one.
    pub(super) async fn put(&self, ask: &Ask, question: Question, earlier: &[Checkin]) -> Reply {
        let request = self.request(ask, &question, earlier, self.deadline());
        let held = match self.0.ports.model.complete_or_hold(&request).await {
            Ok(completion) => {
                return Reply::Answered(self.answered(ask, &question, completion).await);
            }
            Err(held) => held,
        };
        let error = held.error.clone();
        if self.waits(ask, question, request.max_tokens, held).await {
            Reply::Waits(error)
        } else {
            Reply::None(error)
        }
    }

    /// The question as the model is asked it, for whoever asked.
    pub(super) fn request(
        &self,
        ask: &Ask,
        question: &Question,
        earlier: &[Checkin],
        deadline: DateTime<Utc>,
    ) -> CompletionRequest {
        let request = match question {
            Question::Topic(topic) => {
                let note = self.0.notes.on(topic, &*self.0.ports.ranker);
                questions::learn_topic(topic, note, deadline)
            }
            Question::Caption(topic, style) => questions::caption(topic, *style, deadline),
            Question::Leader(challenge) => questions::leader_help(challenge, deadline),
            Question::Checkin(form) => questions::check_in(form, earlier, deadline),
        };
        CompletionRequest {
            guild: ask.guild,
            user: Some(ask.user),
            ..request
        }
    }

    /// Lets a question wait; whether it does. What was counted for it is given back where it does not.
    async fn waits(&self, ask: &Ask, question: Question, max_tokens: u32, held: Held) -> bool {
        let Held {
            error,
            charge,
            model,
        } = held;
        let (now, until) = (self.0.ports.clock.now(), ask.reply_to.until);
        let due = next_try(0, &error, until, now, (self.0.ports.chance)());
        let due = due.filter(|_| may_wait(&error, until, now));
        let kept = match due.zip(model) {
            Some((due, model)) => {
                let waiting = NewWaiting {
                    ask: ask.clone(),
                    question,
                    model,
                    max_tokens,
                    charged_on: charge.map(|it| it.day),
                    due,
                };
                self.keep_waiting(&waiting, now, &error).await
            }
            None => false,
        };
        if !kept {
            self.0.ports.model.give_back(charge.as_ref()).await;
        }
        kept
    }

    async fn keep_waiting(
        &self,
        waiting: &NewWaiting,
        now: DateTime<Utc>,
        error: &ModelError,
    ) -> bool {
        let gone = match self.0.ports.waiting.add(waiting, now, DEFERRED_MOST).await {
            Ok(gone) => gone,
            Err(failure) => {
                let note = GrowthNote::WaitingUnkept(&failure);
                self.0.ports.diary.noted(&note);
                return false;
            }
        };
        let mut kept = true;
        for dropped in gone {
            if dropped.what == *waiting {
                // All the others are in somebody's hand.
                kept = false;
            } else {
                // They were told that it may take a while.
                let _ = self.give_up(&dropped, error.clone()).await;
            }
        }
        kept
    }

    /// What is told of an answer; a check-in is kept first. Of one that breaks off, what is whole is told.
    pub(super) async fn answered(
        &self,
        ask: &Ask,
        question: &Question,
        completion: Completion,
    ) -> Answered {
        let text = if completion.is_cut_short() {
            whole_part(&completion.text, usize::MAX).to_owned()
        } else {
            completion.text
        };
        match question {
            Question::Topic(_) | Question::Leader(_) => Answered::Text(text),
            Question::Caption(..) => Answered::Caption(questions::cut_caption(&text).to_owned()),
            Question::Checkin(form) => self.keep(ask, form, text).await,
        }
    }
}

/// The text without the blanks around it and what a database cannot have, if something is left of it and it is not too
/// long.
fn checked(text: &str, max: usize) -> Result<String, Refused> {
    let text = text.replace('\0', "");
    let text = text.trim();
    let wrong = |it| Err(UseCaseError::Refused(GrowthRefusal::Invalid(it)));
    match text.chars().count() {
        0 => wrong(InvalidForm::Blank),
        long if long > max => wrong(InvalidForm::TooLong),
        _ => Ok(text.to_owned()),
    }
}
