//! Adding a reminder by its fields.

use kernel::{Authority, GuildId, Member, RoleId, UseCaseError, UserId};
use parsers::WeekdaySet;

use super::faults::{Fault, Field};
use super::read::Read;
use super::refusal::FieldsRefusal;
use super::request::{Desk, ReminderFields};
use super::shown::Shown;
use crate::use_cases::Reminders;
use crate::use_cases::edit::{Change, PictureChange};
use crate::use_cases::when::{EventChange, ExactWhen};
use crate::{
    AddReminder, Announce, Dated, LIVE_SESSION_MESSAGE, LIVE_SESSION_NAME, Name, Source, WhenInput,
};

/// A wish for a reminder with these fields.
#[derive(Debug, Clone)]
pub struct AddByFields {
    /// The guild.
    pub guild: GuildId,
    /// Who asks: a member of the guild.
    pub user: UserId,
    /// Their roles in the guild.
    pub roles: Vec<RoleId>,
    /// Where they ask from.
    pub desk: Desk,
    /// What is given already.
    pub preset: Preset,
    /// The fields.
    pub fields: ReminderFields,
}

/// What a new reminder need not be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Preset {
    /// Nothing.
    None,
    /// It is a live session: called and saying what they all do, every day where no days are named. What is no weekday
    /// among those that are named is passed over.
    LiveSession,
}

type Refused = UseCaseError<FieldsRefusal>;

impl Reminders {
    /// Adds a reminder by its fields. All that is wrong with them is told at once.
    pub async fn add_by_fields(&self, request: AddByFields) -> Result<Shown, Refused> {
        let live = request.preset == Preset::LiveSession;
        let fields = match request.preset {
            Preset::None => request.fields,
            Preset::LiveSession => as_live_session(request.fields),
        };
        let zone = self.zone_of(request.guild).await?;
        let mut read = Read::new(&fields, zone);
        let when = complete(&mut read, request.desk);
        let Some(when) = when.filter(|_| read.faults.is_empty()) else {
            return Err(UseCaseError::Refused(FieldsRefusal::Faults(read.faults)));
        };
        let asked = AddReminder {
            guild: request.guild,
            member: Member {
                user: request.user,
                authority: Authority::Member,
            },
            roles: request.roles,
            name: read.name.unwrap_or_default(),
            channel: read.channel,
            when: WhenInput {
                exactly: Some(when),
                ..WhenInput::default()
            },
            message: read.message,
            location: match read.location {
                Some(Change::To(text)) => Some(text),
                Some(Change::Clear) | None => None,
            },
            link: None,
            picture: match read.picture {
                Some(PictureChange::To(picture)) => Some(picture),
                Some(PictureChange::Clear) | None => None,
            },
            announce: live.then_some(Announce::Both),
            mention_everyone: false,
            origin: None,
        };
        let source = if live {
            Source::LiveSession
        } else {
            Source::Dashboard
        };
        let added = self.add_from(asked, source).await;
        let reminder = added
            .map_err(|it| it.map_refusal(FieldsRefusal::from))?
            .reminder;
        let dated = Dated {
            last_sent_at: None,
            updated_at: reminder.created_at,
            reminder,
        };
        Ok(Shown::new(dated, zone))
    }
}

/// When the new reminder is, and what it need not have been told; notes what is missing.
fn complete(read: &mut Read, desk: Desk) -> Option<ExactWhen> {
    let faulty = |read: &Read, field| read.faults.iter().any(|it| it.field == field);
    if read.name.is_none() && !faulty(read, Field::Name) {
        match desk {
            Desk::Own => read.note(Field::Name, Fault::Missing),
            Desk::Guild => read.name = Some(Name::fallback().as_str().to_owned()),
        }
    }
    if read.message.is_none() && !faulty(read, Field::Message) {
        read.note(Field::Message, Fault::Missing);
    }
    if read.channel.is_none() && desk == Desk::Guild && !faulty(read, Field::Channel) {
        read.note(Field::Channel, Fault::Missing);
    }
    if read.when_is_faulty() {
        return None;
    }
    let days = read.days.filter(|it| !it.is_empty());
    match (read.event, read.clock, days) {
        (Some(EventChange::At(_)), _, Some(_)) => read.note(Field::Days, Fault::Contradicts),
        (Some(EventChange::At(at)), _, None) => return Some(ExactWhen::Once(at)),
        (_, Some(clock), Some(days)) => return Some(ExactWhen::Weekly { days, clock }),
        (_, Some(_), None) => read.note(Field::Days, Fault::NoDays),
        (_, None, Some(_)) => read.note(Field::Time, Fault::Missing),
        (_, None, None) => read.note(Field::EventTime, Fault::NoSchedule),
    }
    None
}

fn as_live_session(fields: ReminderFields) -> ReminderFields {
    let is_day = |token: &String| super::read::days(std::slice::from_ref(token)).is_ok();
    let every_day = || {
        WeekdaySet::ALL
            .numbers()
            .iter()
            .map(u8::to_string)
            .collect()
    };
    let mut days: Vec<String> = match fields.days {
        Some(days) => days.into_iter().filter(is_day).collect(),
        None => every_day(),
    };
    days.sort();
    days.dedup();
    ReminderFields {
        name: Some(LIVE_SESSION_NAME.to_owned()),
        message: Some(LIVE_SESSION_MESSAGE.to_owned()),
        channel: fields.channel,
        time: fields.time,
        call_time: fields.call_time,
        days: Some(days),
        image_url: fields.image_url,
        ..ReminderFields::default()
    }
}
