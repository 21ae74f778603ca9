//! Why fields did not become a reminder.

use super::faults::{Fault, Field, FieldFault};
use crate::use_cases::when::WhenRefusal;
use crate::{
    AddRefusal, EditRefusal, InvalidReminder, Location, Message, Name, PictureRefusal,
    TargetRefusal,
};

/// Why fields did not become a reminder. Nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldsRefusal {
    /// These fields are wrong.
    Faults(Vec<FieldFault>),
    /// No field was sent.
    Nothing,
    /// Reminders are switched off in this guild.
    Disabled,
    /// There is none with this number that they may change: missing, another guild's and another member's look the
    /// same.
    NotFound,
    /// The maker has as many active reminders as their tier allows.
    QuotaReached(u32),
    /// It cannot be posted there.
    Target(TargetRefusal),
    /// The picture cannot be had.
    Picture(PictureRefusal),
    /// Others kept changing it at the same time.
    Busy,
}

impl FieldsRefusal {
    /// One field is wrong.
    pub(super) fn fault(field: Field, fault: Fault) -> Self {
        Self::Faults(vec![FieldFault::new(field, fault)])
    }
}

impl From<AddRefusal> for FieldsRefusal {
    fn from(refusal: AddRefusal) -> Self {
        match refusal {
            AddRefusal::Disabled => Self::Disabled,
            AddRefusal::QuotaReached(limit) => Self::QuotaReached(limit),
            AddRefusal::Picture(refusal) => picture(refusal),
            AddRefusal::Target(refusal) => Self::Target(refusal),
            AddRefusal::When(refusal) => when(&refusal),
            AddRefusal::Invalid(error) => invalid(&error),
            AddRefusal::TooLong { max, .. } => Self::fault(Field::Name, Fault::TooLong(max)),
            AddRefusal::CoolingDown(_) | AddRefusal::AlreadyTracked(_) => Self::Busy,
            // Nothing is linked and nobody is pinged from here.
            AddRefusal::LinkInvalid(_)
            | AddRefusal::LinkUnreadable
            | AddRefusal::NoEmbed
            | AddRefusal::NotUnderstood(_)
            | AddRefusal::MayNotPing(_)
            | AddRefusal::TimeMissing => Self::fault(Field::EventTime, Fault::NoSchedule),
        }
    }
}

impl From<EditRefusal> for FieldsRefusal {
    fn from(refusal: EditRefusal) -> Self {
        match refusal {
            EditRefusal::Disabled => Self::Disabled,
            EditRefusal::NotFound(_) => Self::NotFound,
            EditRefusal::QuotaReached(limit) => Self::QuotaReached(limit),
            EditRefusal::Picture(refusal) => picture(refusal),
            EditRefusal::Target(refusal) => Self::Target(refusal),
            EditRefusal::MayNotPing(channel) => {
                let lacking = vec![crate::Permission::MentionEveryone];
                Self::Target(TargetRefusal::MemberLacks(channel, lacking))
            }
            EditRefusal::When(refusal) => when(&refusal),
            EditRefusal::Invalid(error) => invalid(&error),
            EditRefusal::TooLong { max, .. } => Self::fault(Field::Name, Fault::TooLong(max)),
            EditRefusal::LiveSession(_) => Self::fault(Field::Name, Fault::LiveSession),
            EditRefusal::Recurring(_) => Self::fault(Field::Completed, Fault::ComesAgain),
            EditRefusal::DaysForOneOff(_) => Self::fault(Field::Days, Fault::ComesOnce),
            EditRefusal::Unchanged(_) => Self::Nothing,
            EditRefusal::Finished(_) | EditRefusal::Busy(_) => Self::Busy,
        }
    }
}

fn picture(refusal: PictureRefusal) -> FieldsRefusal {
    match refusal {
        PictureRefusal::LinkInvalid | PictureRefusal::NoPicture | PictureRefusal::TooLarge => {
            FieldsRefusal::fault(Field::ImageUrl, Fault::NotALink)
        }
        refusal => FieldsRefusal::Picture(refusal),
    }
}

fn when(refusal: &WhenRefusal) -> FieldsRefusal {
    let (field, fault) = match refusal {
        WhenRefusal::Past(at) => (Field::EventTime, Fault::Past(*at)),
        WhenRefusal::DaysAndDate => (Field::Days, Fault::Contradicts),
        WhenRefusal::NoDays => (Field::Days, Fault::NoDays),
        WhenRefusal::TimeUnreadable { .. } => (Field::Time, Fault::NotAClock),
        WhenRefusal::DaysUnreadable(_)
        | WhenRefusal::DaysImpossible { .. }
        | WhenRefusal::NoDateLeft => (Field::Days, Fault::NotADay),
        WhenRefusal::DateUnreadable { .. }
        | WhenRefusal::BoundUnreadable { .. }
        | WhenRefusal::BoundsWithoutDays
        | WhenRefusal::BoundsContradict => (Field::EventTime, Fault::NotAMoment),
    };
    FieldsRefusal::fault(field, fault)
}

fn invalid(error: &InvalidReminder) -> FieldsRefusal {
    let (field, fault) = match error {
        InvalidReminder::NameEmpty => (Field::Name, Fault::Empty),
        InvalidReminder::NameTooLong => (Field::Name, Fault::TooLong(Name::MAX)),
        InvalidReminder::MessageTooLong => (Field::Message, Fault::TooLong(Message::MAX)),
        InvalidReminder::LocationTooLong => (Field::Location, Fault::TooLong(Location::MAX)),
        InvalidReminder::Lead | InvalidReminder::Id | InvalidReminder::Recurrence(_) => {
            (Field::EventTime, Fault::NotAMoment)
        }
        InvalidReminder::NoDay => (Field::Days, Fault::NoDays),
    };
    FieldsRefusal::fault(field, fault)
}
