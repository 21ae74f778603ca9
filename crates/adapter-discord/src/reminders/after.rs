//! The buttons below a reminder that stands in its channel: be told again later, or be done with it.

use std::fmt;
use std::str::FromStr;

use kernel::UseCaseError;
use reminders_core::{OccurrenceId, SnoozeFor, SnoozeRefusal, SnoozeReminder};

use super::{after_view, view};
use crate::context::{Asker, DiscordContext};
use crate::custom_id::{self, Parts};
use crate::routes::Handled;

/// Posts it again later.
pub(crate) const SNOOZE: &str = "reminder_snooze";
/// Ends its event.
pub(crate) const DONE: &str = "reminder_done";

/// How long, as a custom id has it.
struct Word(SnoozeFor);

impl fmt::Display for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            SnoozeFor::TenMinutes => "10m",
            SnoozeFor::OneHour => "1h",
            SnoozeFor::TomorrowMorning => "9am",
        })
    }
}

impl FromStr for Word {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let all = [
            SnoozeFor::TenMinutes,
            SnoozeFor::OneHour,
            SnoozeFor::TomorrowMorning,
        ];
        let mut words = all.into_iter().map(Word);
        words.find(|it| it.to_string() == text).ok_or(())
    }
}

/// The id of a button that snoozes. It ends in the occurrence's number, by which a message is found again.
pub(super) fn snooze_id(how_long: SnoozeFor, id: OccurrenceId) -> String {
    custom_id::encode(SNOOZE, &[&Word(how_long), &id.0])
}

/// The id of the button that ends an event. It ends in the occurrence's number too.
pub(super) fn done_id(id: OccurrenceId) -> String {
    custom_id::encode(DONE, &[&id.0])
}

pub(crate) async fn snooze(
    mut parts: Parts<'_>,
    asker: &Asker,
    context: &DiscordContext,
) -> Handled {
    let pressed = parts.next::<Word>().zip(parts.next::<i64>());
    let Some((Word(how_long), id)) = pressed else {
        return Ok(view::unreadable_command());
    };
    let request = request(asker, id);
    match context.features.reminders.snooze(request, how_long).await {
        Ok(snoozed) => Ok(after_view::snoozed(asker.member.user, &snoozed)),
        Err(error) => refused(error),
    }
}

pub(crate) async fn done(mut parts: Parts<'_>, asker: &Asker, context: &DiscordContext) -> Handled {
    let Some(id) = parts.next::<i64>() else {
        return Ok(view::unreadable_command());
    };
    match context.features.reminders.done(request(asker, id)).await {
        Ok(_) => Ok(after_view::done(asker.member.user)),
        Err(error) => refused(error),
    }
}

fn request(asker: &Asker, id: i64) -> SnoozeReminder {
    SnoozeReminder {
        guild: asker.guild,
        member: asker.member,
        occurrence: OccurrenceId(id),
    }
}

fn refused(error: UseCaseError<SnoozeRefusal>) -> Handled {
    match error {
        UseCaseError::Refused(refusal) => Ok(after_view::refused(refusal)),
        UseCaseError::Failed(failure) => Err(failure),
    }
}
