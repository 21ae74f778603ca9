//! Asking the model, with everything that comes before and after: switched on, cooldown, off-theme topics, quota, and the
//! place in line for what cannot be answered yet.

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{GuildId, PortFailure, UseCaseError, UserId};
use language_model::{Completion, CompletionRequest, Deferred, DeferredAsk, Impact};

use super::late::{Purpose, Waiting};
use super::{Answered, Growth, Reply, Told, lock};
use crate::questions::{self, Challenge, Style, TOPIC_MAX};
use crate::{InvalidForm, ReplyTo};

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
    pub async fn learn_topic(&self, ask: &Ask, topic: &str) -> Result<Told, Refused> {
        let topic = checked(topic, TOPIC_MAX)?;
        let note = self.0.notes.on(topic, &*self.0.ports.ranker);
        let deadline = self.deadline();
        let request = questions::learn_topic(topic, note, deadline);
        self.ask(ask, request, Purpose::Text, Some(topic)).await
    }

    /// Writes a caption.
    pub async fn create_caption(
        &self,
        ask: &Ask,
        topic: &str,
        style: Style,
    ) -> Result<Told, Refused> {
        let topic = checked(topic, TOPIC_MAX)?;
        let request = questions::caption(topic, style, self.deadline());
        self.ask(ask, request, Purpose::Caption, None).await
    }

    /// Helps somebody who leads others.
    pub async fn leader_help(&self, ask: &Ask, challenge: &Challenge) -> Result<Told, Refused> {
        let own = match challenge {
            Challenge::Own(words) => Some(checked(words, QUESTION_MAX)?),
            _ => None,
        };
        let request = questions::leader_help(challenge, self.deadline());
        self.ask(ask, request, Purpose::Text, own).await
    }

    /// Whether what asks the model is switched on in a guild: asked before a menu is shown.
    pub async fn is_on(&self, guild: GuildId) -> Result<bool, PortFailure> {
        Ok(self.settings(Some(guild)).await?.0.enabled)
    }

    async fn ask(
        &self,
        ask: &Ask,
        request: CompletionRequest,
        purpose: Purpose,
        topic: Option<&str>,
    ) -> Result<Told, Refused> {
        if !self.settings(ask.guild).await?.0.enabled {
            return Err(UseCaseError::Refused(GrowthRefusal::Disabled));
        }
        let now = self.admit(Bucket::Asking, ask)?;
        let reply = match topic.map_or(Ok(()), |it| self.0.off_theme.check(it)) {
            Ok(()) => self.put(ask, request, purpose).await,
            Err(blocked) => Reply::None(blocked),
        };
        self.forgive(Bucket::Asking, ask, now, &reply);
        Ok(Told { help: None, reply })
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
            self.give_back(bucket, ask, at);
        }
    }

    pub(super) fn give_back(&self, bucket: Bucket, ask: &Ask, at: DateTime<Utc>) {
        self.cooldown(bucket).give_back((ask.guild, ask.user), at);
    }

    fn cooldown(&self, bucket: Bucket) -> &super::ByMember {
        match bucket {
            Bucket::Asking => &self.0.asking,
            Bucket::CheckingIn => &self.0.checking_in,
        }
    }

    /// Asks the model. What cannot be answered now and may be in some minutes waits, if whoever asked can be told then.
    pub(super) async fn put(
        &self,
        ask: &Ask,
        mut request: CompletionRequest,
        purpose: Purpose,
    ) -> Reply {
        (request.guild, request.user) = (ask.guild, Some(ask.user));
        let model = &self.0.ports.model;
        let held = match model.complete_or_hold(&request).await {
            Ok(completion) => {
                return Reply::Answered(self.answered(ask, &purpose, completion).await);
            }
            Err(held) => held,
        };
        let now = self.0.ports.clock.now();
        let until = ask.reply_to.until;
        if !Deferred::<Waiting>::accepts(&held.error, until, now) {
            model.give_back(held.charge.as_ref()).await;
            return Reply::None(held.error);
        }
        let is_reflection = matches!(purpose, Purpose::Checkin(_));
        let mine = ask.reply_to.clone();
        let waiting = DeferredAsk {
            request,
            charge: held.charge,
            delivery: Waiting {
                ask: ask.clone(),
                purpose,
            },
            answerable_until: until,
            is_reflection,
        };
        let chance = (self.0.ports.chance)();
        let given_up = lock(&self.0.waiting).push(waiting, &held.error, now, chance);
        let mut waits = true;
        for dropped in given_up {
            if dropped.delivery.ask.reply_to == mine {
                waits = false;
                model.give_back(dropped.charge.as_ref()).await;
            } else {
                self.give_up(dropped, held.error.clone()).await;
            }
        }
        if waits {
            Reply::Waits(held.error)
        } else {
            Reply::None(held.error)
        }
    }

    /// What is told of an answer; a check-in is kept first.
    pub(super) async fn answered(
        &self,
        ask: &Ask,
        purpose: &Purpose,
        completion: Completion,
    ) -> Answered {
        match purpose {
            Purpose::Text => Answered::Text(completion.text),
            Purpose::Caption => {
                Answered::Caption(questions::cut_caption(&completion.text).to_owned())
            }
            Purpose::Checkin(form) => self.keep(ask, form, completion.text).await,
        }
    }
}

/// The text without the blanks around it, if something is left of it and it is not too long.
fn checked(text: &str, max: usize) -> Result<&str, Refused> {
    let text = text.trim();
    let wrong = |it| Err(UseCaseError::Refused(GrowthRefusal::Invalid(it)));
    match text.chars().count() {
        0 => wrong(InvalidForm::Blank),
        long if long > max => wrong(InvalidForm::TooLong),
        _ => Ok(text),
    }
}
