//! What a form showed when it was opened: only what differs from it when it comes back is changed, so that two people with
//! the same form open do not undo each other's work.

use kernel::ChannelId;
use reminders_core::{EditableReminder, ReminderId, ReminderPatch, Schedule};

use super::edit;
use super::form_typed::Typed;
use crate::custom_id::{self, Parts};

/// As many bits of a fingerprint are kept as fit five times into a custom id.
const KEPT: u64 = (1 << 36) - 1;

/// A reminder in the words of the form.
pub(super) struct FormTexts {
    pub(super) name: String,
    pub(super) dates: String,
    pub(super) time: String,
    pub(super) message: String,
    pub(super) channel: Option<ChannelId>,
}

/// Fingerprints of what each input showed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FormState {
    name: u64,
    dates: u64,
    time: u64,
    message: u64,
    channel: u64,
}

impl FormTexts {
    pub(super) fn of(editable: &EditableReminder) -> Self {
        let what = &editable.reminder.what;
        let (dates, time) = match &what.schedule {
            Schedule::OneOff { at } => {
                let local = parsers::local(*at, editable.zone);
                (local.format("%d/%m/%Y").to_string(), local.time())
            }
            Schedule::Recurring { recurrence, clock } => {
                // Bounds are options of the command; where they can be told apart, the form shows the days alone.
                let alone = recurrence.ending_on(None).unwrap_or(*recurrence);
                let alone = alone.starting_on(None).unwrap_or(alone);
                (parsers::format_recurrence(&alone), *clock)
            }
        };
        Self {
            name: what.name.as_str().to_owned(),
            dates,
            time: time.format("%H:%M").to_string(),
            message: what.message.as_str().to_owned(),
            channel: editable.channel,
        }
    }

    /// The id that brings the form back, with what it showed.
    pub(super) fn custom_id(&self, id: ReminderId) -> String {
        let state = FormState::of(self);
        custom_id::encode(
            edit::FORM,
            &[
                &id,
                &state.name,
                &state.dates,
                &state.time,
                &state.message,
                &state.channel,
            ],
        )
    }
}

impl FormState {
    fn of(texts: &FormTexts) -> Self {
        Self {
            name: fingerprint(&texts.name),
            dates: fingerprint(&texts.dates),
            time: fingerprint(&texts.time),
            message: fingerprint(&texts.message),
            channel: channel_fingerprint(texts.channel),
        }
    }

    pub(super) fn read(parts: &mut Parts<'_>) -> Option<Self> {
        Some(Self {
            name: parts.next()?,
            dates: parts.next()?,
            time: parts.next()?,
            message: parts.next()?,
            channel: parts.next()?,
        })
    }

    /// What somebody changed in the form.
    pub(super) fn patch(&self, typed: Typed) -> ReminderPatch {
        let changed = |shown, text: String| (fingerprint(&text) != shown).then_some(text);
        let channel = typed
            .channel
            .filter(|it| channel_fingerprint(Some(*it)) != self.channel);
        ReminderPatch {
            name: changed(self.name, typed.name),
            dates: changed(self.dates, typed.when),
            time: changed(self.time, typed.time),
            message: changed(self.message, typed.message),
            channel,
            ..ReminderPatch::default()
        }
    }
}

fn channel_fingerprint(channel: Option<ChannelId>) -> u64 {
    channel.map_or(0, |it| fingerprint(&it.to_string()))
}

/// FNV-1a of a text as clients send it back: without blanks around it, line ends as one character. No secret, only a
/// comparison.
fn fingerprint(text: &str) -> u64 {
    let text = text.trim().replace("\r\n", "\n");
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    (hash ^ (hash >> 36)) & KEPT
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts() -> FormTexts {
        FormTexts {
            name: "Raid".to_owned(),
            dates: "Monday".to_owned(),
            time: "20:00".to_owned(),
            message: "Bring potions\n\nand cake".to_owned(),
            channel: ChannelId::new(9_223_372_036_854_775_807).ok(),
        }
    }

    fn typed() -> Typed {
        Typed {
            name: "Raid".to_owned(),
            when: "Monday".to_owned(),
            time: "20:00".to_owned(),
            message: "Bring potions\r\n\r\nand cake ".to_owned(),
            channel: ChannelId::new(9_223_372_036_854_775_807).ok(),
        }
    }

    fn state() -> FormState {
        let id = texts().custom_id(ReminderId::new(9_223_372_036_854_775_807).unwrap());
        assert!(id.len() <= 100, "{}", id.len());
        let mut parts = Parts::of(&id);
        assert!(parts.next::<u64>().is_some());
        FormState::read(&mut parts).unwrap()
    }

    #[test]
    fn what_was_not_touched_is_not_changed() {
        assert_eq!(state().patch(typed()), ReminderPatch::default());
    }

    #[test]
    fn what_was_touched_is_changed_and_nothing_else() {
        let channel = ChannelId::new(5).ok();
        let touched = Typed {
            message: String::new(),
            channel,
            ..typed()
        };
        let expected = ReminderPatch {
            message: Some(String::new()),
            channel,
            ..ReminderPatch::default()
        };
        assert_eq!(state().patch(touched), expected);
    }
}
