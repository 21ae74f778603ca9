//! Checking in.

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{GuildId, UseCaseError, UserId};
use sanitizer::beginning;

use super::answer::Help;
use super::{Answered, Ask, Asked, Bucket, Growth, GrowthRefusal, Reply};
use crate::questions::EARLIER_MOST;
use crate::{Checkin, CheckinForm, GrowthNote, NewCheckin, Question, REPLY_MAX};

/// Older check-ins are no context any more.
const CONTEXT: TimeDelta = TimeDelta::days(30);

impl Growth {
    /// Whether check-ins are switched on in a guild, as they always are in direct messages: asked before the form is shown.
    pub async fn takes_checkins(
        &self,
        guild: Option<GuildId>,
    ) -> Result<bool, kernel::PortFailure> {
        Ok(self.settings(guild).await?.1.enabled)
    }

    /// Answers a check-in, and keeps it once it is answered. Where help is, whoever is in distress is told whatever
    /// becomes of it.
    pub async fn check_in(&self, ask: &Ask, form: CheckinForm) -> Asked {
        let question = Question::Checkin(form);
        let help = self.help(ask.guild, &question).await;
        let outcome = self.answer_checkin(ask, question).await;
        Asked { help, outcome }
    }

    async fn answer_checkin(
        &self,
        ask: &Ask,
        question: Question,
    ) -> Result<Reply, UseCaseError<GrowthRefusal>> {
        if !self.settings(ask.guild).await?.1.enabled {
            return Err(UseCaseError::Refused(GrowthRefusal::Disabled));
        }
        let now = self.admit(Bucket::CheckingIn, ask)?;
        let earlier = self.earlier(ask.user, now).await;
        let reply = self.put(ask, question, &earlier).await;
        self.forgive(Bucket::CheckingIn, ask, now, &reply);
        Ok(reply)
    }

    /// Somebody's own check-ins that go along with a new one; none where they cannot be read.
    pub(super) async fn earlier(&self, user: UserId, now: DateTime<Utc>) -> Vec<Checkin> {
        let most = u16::try_from(EARLIER_MOST).unwrap_or(u16::MAX);
        let checkins = &self.0.ports.checkins;
        let newest = checkins.newest(user, now - CONTEXT, most).await;
        newest.unwrap_or_else(|failure| {
            let note = GrowthNote::ContextUnread(&failure);
            self.0.ports.diary.noted(&note);
            Vec::new()
        })
    }

    /// Where help is, for whoever may need it.
    pub(super) async fn help(&self, guild: Option<GuildId>, question: &Question) -> Option<Help> {
        if !question.is_distressed() {
            return None;
        }
        // Whoever needs help reads where it is, also when nobody knows the guild's own words for it.
        let settings = self.settings(guild).await;
        Some(settings.ok().and_then(|it| it.1.help_text))
    }

    /// Keeps a check-in that was answered. The answer is told also when it cannot be kept, or may not: whoever was erased
    /// while the model thought about it has nothing kept.
    pub(super) async fn keep(&self, ask: &Ask, form: &CheckinForm, text: String) -> Answered {
        let checkin = NewCheckin {
            guild: ask.guild,
            user: ask.user,
            form: form.clone(),
            reply: beginning(&text.replace('\0', ""), REPLY_MAX).to_owned(),
            asked_at: ask.reply_to.asked_at(),
            created_at: self.0.ports.clock.now(),
        };
        let added = self.0.ports.checkins.add(&checkin).await;
        if let Err(failure) = &added {
            self.0
                .ports
                .diary
                .noted(&GrowthNote::CheckinUnkept(failure));
        }
        let id = added.ok().flatten();
        let settings = self.settings(ask.guild).await;
        let has_board = settings.is_ok_and(|it| it.1.log_channel_id.is_some());
        Answered::Checkin {
            text,
            id,
            shareable: id.is_some() && has_board && !form.is_distressed(),
        }
    }
}
