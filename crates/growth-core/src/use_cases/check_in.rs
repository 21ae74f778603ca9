//! Checking in.

use chrono::TimeDelta;
use kernel::{GuildId, UseCaseError};
use sanitizer::beginning;

use super::answer::Help;
use super::late::Purpose;
use super::{Answered, Ask, Bucket, Growth, GrowthRefusal, Told};
use crate::questions::{self, EARLIER_MOST};
use crate::{CheckinForm, NewCheckin, REPLY_MAX};

/// Older check-ins are no context any more.
const CONTEXT: TimeDelta = TimeDelta::days(30);

impl Growth {
    /// Whether check-ins are switched on in a guild: asked before the form is shown.
    pub async fn takes_checkins(&self, guild: GuildId) -> Result<bool, kernel::PortFailure> {
        Ok(self.settings(Some(guild)).await?.1.enabled)
    }

    /// Answers a check-in, and keeps it once it is answered.
    pub async fn check_in(
        &self,
        ask: &Ask,
        form: CheckinForm,
    ) -> Result<Told, UseCaseError<GrowthRefusal>> {
        if !self.settings(ask.guild).await?.1.enabled {
            return Err(UseCaseError::Refused(GrowthRefusal::Disabled));
        }
        let now = self.admit(Bucket::CheckingIn, ask)?;
        let most = u16::try_from(EARLIER_MOST).unwrap_or(u16::MAX);
        let checkins = &self.0.ports.checkins;
        let earlier = match checkins.newest(ask.user, now - CONTEXT, most).await {
            Ok(earlier) => earlier,
            Err(failure) => {
                self.give_back(Bucket::CheckingIn, ask, now);
                return Err(failure.into());
            }
        };
        let request = questions::check_in(&form, &earlier, self.deadline());
        let help = self.help(ask.guild, &form).await;
        let reply = self.put(ask, request, Purpose::Checkin(form)).await;
        self.forgive(Bucket::CheckingIn, ask, now, &reply);
        Ok(Told { help, reply })
    }

    /// Where help is, for whoever may need it.
    pub(super) async fn help(&self, guild: Option<GuildId>, form: &CheckinForm) -> Option<Help> {
        if !form.is_distressed() {
            return None;
        }
        // Whoever needs help reads where it is, also when nobody knows the guild's own words for it.
        let settings = self.settings(guild).await;
        Some(settings.ok().and_then(|it| it.1.help_text))
    }

    /// Keeps a check-in that was answered. The answer is told also when it cannot be kept.
    pub(super) async fn keep(&self, ask: &Ask, form: &CheckinForm, text: String) -> Answered {
        let checkin = NewCheckin {
            guild: ask.guild,
            user: ask.user,
            form: form.clone(),
            reply: beginning(&text, REPLY_MAX).to_owned(),
            created_at: self.0.ports.clock.now(),
        };
        let id = self.0.ports.checkins.add(&checkin).await.ok();
        let settings = self.settings(ask.guild).await;
        let has_board = settings.is_ok_and(|it| it.1.log_channel_id.is_some());
        Answered::Checkin {
            text,
            id,
            shareable: id.is_some() && has_board && !form.is_distressed(),
        }
    }
}
