//! The picture that a change brings.

use chrono::{DateTime, Utc};
use kernel::UseCaseError;

use super::request::{EditRefusal, EditReminder, PictureChange};
use crate::Reminder;
use crate::use_cases::Reminders;
use crate::use_cases::picture::Admitted;

impl Reminders {
    /// The new picture, if there is one and the member may have it. The picture that is there already costs nothing.
    pub(super) async fn admit_change(
        &self,
        request: &EditReminder,
        before: &Reminder,
        now: DateTime<Utc>,
    ) -> Result<Option<Admitted>, UseCaseError<EditRefusal>> {
        let Some(PictureChange::To(picture)) = &request.patch.picture else {
            return Ok(None);
        };
        let there = before.what.image_url.as_deref();
        if picture.link().is_some() && picture.link() == there {
            return Ok(None);
        }
        let (guild, member) = (request.guild, request.member);
        let tier = self.tier_of(guild, member.user).await;
        self.admit_picture(guild, member, tier, picture, now)
            .map(Some)
            .map_err(|refusal| UseCaseError::Refused(EditRefusal::Picture(refusal)))
    }
}
