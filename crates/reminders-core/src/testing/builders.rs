//! Reminders for tests, with only what matters to the test spelled out.

use chrono::{DateTime, NaiveDateTime, NaiveTime, TimeDelta, Utc, Weekday};
use chrono_tz::Tz;
use kernel::{ChannelId, GuildId, MessageId, UserId};
use parsers::Recurrence;

use crate::{
    Announce, Claimed, Kind, Lead, Location, Message, Name, NewReminder, Occurrence, OccurrenceId,
    Origin, Reminder, ReminderId, Schedule, Source, first_occurrence,
};

/// The guild with this number.
pub fn guild(id: u64) -> GuildId {
    GuildId::new(id).unwrap()
}

/// The channel with this number.
pub fn channel(id: u64) -> ChannelId {
    ChannelId::new(id).unwrap()
}

/// The user with this number.
pub fn user(id: u64) -> UserId {
    UserId::new(id).unwrap()
}

/// The message with this number.
pub fn message(id: u64) -> MessageId {
    MessageId::new(id).unwrap()
}

/// A reminder's name.
pub fn name(text: &str) -> Name {
    Name::new(text).unwrap()
}

/// The moment at which a clock in Greenwich shows this date and time, as in `"2026-02-06 20:00"`.
pub fn instant(text: &str) -> DateTime<Utc> {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M")
        .unwrap()
        .and_utc()
}

/// The first occurrence that a reminder stored at `now` has, which the test says exists.
pub fn occurrence_of(what: &NewReminder, zone: Tz, now: DateTime<Utc>) -> Occurrence {
    first_occurrence(what, zone, now).unwrap()
}

/// A first claim with this number, of a reminder of this guild, due so many minutes after 20:00 UTC on 6 February 2026.
pub fn claimed(number: i64, guild: GuildId, kind: Kind, minute: u32) -> Claimed {
    let fires_at = instant("2026-02-06 20:00") + TimeDelta::minutes(i64::from(minute));
    Claimed {
        id: OccurrenceId(number),
        occurrence: Occurrence {
            fires_at,
            kind,
            event_at: fires_at,
        },
        reminder: Reminder {
            id: ReminderId::new(number.unsigned_abs() + 1).unwrap(),
            what: a_reminder().in_guild(guild).build(),
            next: None,
            pre_message: None,
            completed: false,
            paused: None,
            created_at: fires_at - TimeDelta::days(1),
        },
        zone: Tz::UTC,
        attempt: 1,
        asked_by: None,
        first_claimed_at: fires_at,
    }
}

/// A member's reminder of an event at 20:00 UTC on Friday 6 February 2026, announced an hour before and at its start.
/// It belongs to user 7 of guild 1 and goes to channel 10.
pub fn a_reminder() -> NewReminderBuilder {
    let schedule = Schedule::one_off(instant("2026-02-06 20:00"));
    NewReminderBuilder(NewReminder {
        guild: guild(1),
        name: name("Raid night"),
        channel: channel(10),
        schedule,
        lead: Lead::minutes(60).unwrap(),
        announce: Announce::default_for(&schedule),
        message: Message::new("Bring potions").unwrap(),
        location: None,
        image_url: None,
        mention_everyone: false,
        origin: None,
        origin_part: 0,
        created_by: Some(user(7)),
        source: Source::Manual,
    })
}

/// A reminder in the making; see [`a_reminder`].
#[derive(Debug, Clone)]
pub struct NewReminderBuilder(NewReminder);

impl NewReminderBuilder {
    /// Belongs to this guild.
    pub fn in_guild(mut self, guild: GuildId) -> Self {
        self.0.guild = guild;
        self
    }

    /// Goes to this channel.
    pub fn in_channel(mut self, channel: ChannelId) -> Self {
        self.0.channel = channel;
        self
    }

    /// Was made by this member.
    pub fn by(mut self, user: UserId) -> Self {
        self.0.created_by = Some(user);
        self
    }

    /// Was made by nobody who is still known.
    pub fn by_nobody(mut self) -> Self {
        self.0.created_by = None;
        self
    }

    /// Is called so.
    pub fn named(mut self, text: &str) -> Self {
        self.0.name = name(text);
        self
    }

    /// Says so.
    pub fn saying(mut self, text: &str) -> Self {
        self.0.message = Message::new(text).unwrap();
        self
    }

    /// Takes place there.
    pub fn at_location(mut self, text: &str) -> Self {
        self.0.location = Location::new(text).unwrap();
        self
    }

    /// Shows this picture.
    pub fn with_image(mut self, url: &str) -> Self {
        self.0.image_url = Some(url.to_owned());
        self
    }

    /// Is of an event that comes once, announced before and at its start.
    pub fn once(self, at: DateTime<Utc>) -> Self {
        self.scheduled(Schedule::one_off(at))
    }

    /// Is of an event that comes every week on these days at this local clock, announced before.
    pub fn weekly(self, days: impl IntoIterator<Item = Weekday>, hour: u32, minute: u32) -> Self {
        let clock = NaiveTime::from_hms_opt(hour, minute, 0).unwrap();
        self.scheduled(Schedule::weekly(days.into_iter().collect(), clock).unwrap())
    }

    /// Is announced so many minutes before.
    pub fn lead(mut self, minutes: i64) -> Self {
        self.0.lead = Lead::minutes(minutes).unwrap();
        self
    }

    /// Is of an event that comes on these dates at this local clock, announced before.
    pub fn recurring(self, recurrence: Recurrence, hour: u32, minute: u32) -> Self {
        let clock = NaiveTime::from_hms_opt(hour, minute, 0).unwrap();
        self.scheduled(Schedule::recurring(recurrence, clock))
    }

    /// Pings everyone, where the guild allows that.
    pub fn pinging(mut self) -> Self {
        self.0.mention_everyone = true;
        self
    }

    /// Has these of its moments announced.
    pub fn announced(mut self, announce: Announce) -> Self {
        self.0.announce = announce;
        self
    }

    /// Was made from this message by hand.
    pub fn made_from(mut self, origin: Origin) -> Self {
        self.0.origin = Some(origin);
        self
    }

    /// Was made from this message by the watcher.
    pub fn watched(mut self, origin: Origin) -> Self {
        self.0.origin = Some(origin);
        self.0.created_by = None;
        self.0.source = Source::Watcher;
        self
    }

    /// The reminder.
    pub fn build(self) -> NewReminder {
        self.0
    }

    fn scheduled(mut self, schedule: Schedule) -> Self {
        self.0.schedule = schedule;
        self.0.announce = Announce::default_for(&schedule);
        self
    }
}
