//! What a member asks for, and what they get; the checks that need nothing but the request.

use chrono_tz::Tz;
use kernel::{ChannelId, GuildId, Member, RoleId};

use super::refusal::{AddRefusal, Refused, invalid, refused};
use crate::use_cases::ping::PingOutlook;
use crate::use_cases::when::ExactWhen;
use crate::{Announce, ClockMove, Name, Origin, Picture, PictureOutcome, Reminder};

/// When the event is, as a member typed it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WhenInput {
    /// The clock at which it starts.
    pub time: Option<String>,
    /// The days on which it comes again.
    pub days: Option<String>,
    /// The date on which it comes once.
    pub date: Option<String>,
    /// Days or a date, from where one input serves for both.
    pub days_or_date: Option<String>,
    /// The first date of what comes again.
    pub starts_on: Option<String>,
    /// The last date of what comes again.
    pub ends_on: Option<String>,
    /// The moment itself, from where no words were typed: these are not looked at then, and neither does the pace count
    /// at which a person types.
    pub exactly: Option<ExactWhen>,
}

/// A wish for a reminder.
#[derive(Debug, Clone)]
pub struct AddReminder {
    /// The guild where it is asked for.
    pub guild: GuildId,
    /// Who asks.
    pub member: Member,
    /// Their roles in the guild.
    pub roles: Vec<RoleId>,
    /// What it is called; a link's title takes its place.
    pub name: String,
    /// Where it is posted; the guild's default channel when none is given.
    pub channel: Option<ChannelId>,
    /// When the event is.
    pub when: WhenInput,
    /// What it says; a link's description takes its place.
    pub message: Option<String>,
    /// Where the event is.
    pub location: Option<String>,
    /// A link to a message with an embed that tells all of this.
    pub link: Option<String>,
    /// A picture.
    pub picture: Option<Picture>,
    /// Which moments are announced; what suits the schedule when nothing is said.
    pub announce: Option<Announce>,
    /// Whether it pings everyone, where the guild allows that.
    pub mention_everyone: bool,
    /// The message that the member made it from, when they did so by hand.
    pub origin: Option<Origin>,
}

/// A reminder that was added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Added {
    /// The reminder.
    pub reminder: Reminder,
    /// The guild's zone.
    pub zone: Tz,
    /// The days in the coming year on which a clock change moves it.
    pub moves: Vec<ClockMove>,
    /// Whether it will ping everyone.
    pub ping: PingOutlook,
    /// What became of a file that was attached.
    pub picture: PictureOutcome,
}

/// The most characters of each option that is not kept as it is.
const OPTION_LIMITS: [(&str, usize); 7] = [
    ("time", 12),
    ("days", 100),
    ("date", 100),
    ("date", 100),
    ("starts_on", 100),
    ("ends_on", 100),
    ("link", 200),
];

pub(super) fn check_texts(request: &AddReminder) -> Result<(), Refused> {
    let when = &request.when;
    let texts = [
        &when.time,
        &when.days,
        &when.date,
        &when.days_or_date,
        &when.starts_on,
        &when.ends_on,
        &request.link,
    ];
    for ((option, max), text) in OPTION_LIMITS.into_iter().zip(texts) {
        if text.as_ref().is_some_and(|it| it.chars().count() > max) {
            return Err(refused(AddRefusal::TooLong { option, max }));
        }
    }
    Name::new(&request.name).map(|_| ()).map_err(invalid)
}

#[cfg(test)]
mod tests {
    use kernel::UseCaseError;

    use super::*;
    use crate::InvalidReminder;
    use crate::testing::wish;

    fn refusal(answer: Result<(), Refused>) -> AddRefusal {
        match answer {
            Err(UseCaseError::Refused(refusal)) => refusal,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn options_may_be_as_long_as_their_limits_and_no_longer() {
        type Fill = fn(&mut AddReminder, String);
        let options: [(&str, usize, Fill); 6] = [
            ("time", 12, |it, text| it.when.time = Some(text)),
            ("days", 100, |it, text| it.when.days = Some(text)),
            ("date", 100, |it, text| it.when.date = Some(text)),
            ("starts_on", 100, |it, text| it.when.starts_on = Some(text)),
            ("ends_on", 100, |it, text| it.when.ends_on = Some(text)),
            ("link", 200, |it, text| it.link = Some(text)),
        ];
        for (option, max, fill) in options {
            let mut asked = wish("Raid");
            fill(&mut asked, "é".repeat(max));
            assert!(check_texts(&asked).is_ok(), "{option}");
            fill(&mut asked, "é".repeat(max + 1));
            let refused = refusal(check_texts(&asked));
            assert_eq!(refused, AddRefusal::TooLong { option, max });
        }
    }

    #[test]
    fn a_name_has_1_to_100_characters() {
        let name = |text: &str| check_texts(&wish(text));
        assert!(name(&"é".repeat(100)).is_ok());
        let refused = refusal(name(" \n "));
        assert_eq!(refused, AddRefusal::Invalid(InvalidReminder::NameEmpty));
        let refused = refusal(name(&"é".repeat(101)));
        assert_eq!(refused, AddRefusal::Invalid(InvalidReminder::NameTooLong));
    }
}
