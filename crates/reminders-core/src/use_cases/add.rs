//! Adding a reminder.

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;
use kernel::{ChannelId, GuildId, Member, RoleId, UseCaseError};
use parsers::{AnnouncementText, ClockError, DateError, Reason, WeekdaySet};
use settings_core::SystemSettings;

use super::Reminders;
use crate::announcement::{self, Reading};
use crate::settings::{EmbedWatcherSettings, RemindersSettings};
use crate::{
    AddOutcome, Announce, Announcement, InvalidReminder, LogEvent, Message, MessageLink, Name,
    NewReminder, Origin, Reminder, ReminderId, Schedule, Source, TargetRefusal, Tier,
    first_occurrence, target,
};

/// When the event is, as a member typed it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WhenInput {
    /// The clock at which it starts.
    pub time: Option<String>,
    /// The weekdays on which it comes.
    pub days: Option<String>,
    /// The date on which it comes once.
    pub date: Option<String>,
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
    /// The address of a picture.
    pub image_url: Option<String>,
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
}

/// Why a reminder was not added. Nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AddRefusal {
    /// Reminders are switched off in this guild.
    Disabled,
    /// The member has added several just now; how long to wait.
    CoolingDown(TimeDelta),
    /// The member has as many active reminders as their tier allows.
    QuotaReached(u32),
    /// Pictures are for Premium.
    ImageNeedsPremium,
    /// The picture's address is not `https`, or too long.
    ImageUrlInvalid,
    /// The link is not one to a message.
    LinkInvalid,
    /// The linked message cannot be read: it does not exist, or the member or the bot may not see it.
    LinkUnreadable,
    /// The linked message has no embed.
    NoEmbed,
    /// The linked embed's date or time could not be read.
    NotUnderstood(Reason),
    /// The watcher made a reminder of the linked message already.
    AlreadyTracked(ReminderId),
    /// Neither a time nor a link was given.
    TimeMissing,
    /// The reminder cannot be posted there.
    Target(TargetRefusal),
    /// What was typed as time is none.
    TimeUnreadable(ClockError),
    /// These words among the days are no days.
    DaysUnreadable(Vec<String>),
    /// Days and a date were given: it is one or the other.
    DaysAndDate,
    /// What was typed as date is none.
    DateUnreadable(DateError),
    /// The moment has passed.
    Past,
    /// A text is empty or too long.
    Invalid(InvalidReminder),
    /// An option holds more characters than it may.
    TooLong {
        /// The option's name.
        option: &'static str,
        /// How many characters it may have.
        max: usize,
    },
}

/// The most characters of each option that is not kept as it is.
const OPTION_LIMITS: [(&str, usize); 4] =
    [("time", 12), ("days", 100), ("date", 100), ("link", 200)];
const IMAGE_URL_MAX: usize = 512;

/// What a linked announcement contributes.
struct Linked {
    origin: Origin,
    text: AnnouncementText,
    title: Option<String>,
    location: Option<String>,
    schedule: Option<Schedule>,
}

/// What the guild's settings say about a new reminder.
struct Context {
    now: DateTime<Utc>,
    zone: Tz,
    reminders: RemindersSettings,
    watcher: EmbedWatcherSettings,
}

type Refused = UseCaseError<AddRefusal>;

impl Reminders {
    /// Adds a reminder for a member.
    pub async fn add(&self, request: AddReminder) -> Result<Added, Refused> {
        let context = self.open_for_adding(&request).await?;
        let tier = self.tier(&request).await;
        check_texts(&request)?;
        check_image(request.image_url.as_deref(), tier)?;
        let linked = match &request.link {
            Some(link) => Some(self.follow(&request, link, &context).await?),
            None => None,
        };
        let schedule = schedule(&request.when, linked.as_ref(), &context)?;
        let channel = self.target(&request, &context).await?;
        let what = compose(&request, &context, linked, schedule, channel)?;
        let next = first_occurrence(&what, context.zone, context.now)
            .ok_or_else(|| refused(AddRefusal::Past))?;
        let quota = tier.reminder_quota();
        match self
            .ports
            .store
            .add(&what, next, quota, context.now)
            .await?
        {
            AddOutcome::Stored(reminder) => {
                let reminder = *reminder;
                let event = LogEvent::Created {
                    reminder: reminder.clone(),
                    zone: context.zone,
                };
                self.ports.log.record(request.guild, &event).await;
                Ok(Added {
                    reminder,
                    zone: context.zone,
                })
            }
            AddOutcome::QuotaReached => {
                Err(refused(AddRefusal::QuotaReached(quota.unwrap_or_default())))
            }
            AddOutcome::AlreadyTracked(id) => Err(refused(AddRefusal::AlreadyTracked(id))),
        }
    }

    async fn open_for_adding(&self, request: &AddReminder) -> Result<Context, Refused> {
        let now = self.ports.clock.now();
        if !self.enabled(request.guild).await? {
            return Err(refused(AddRefusal::Disabled));
        }
        self.cooldown
            .admit(request.guild, request.member.user, now)
            .map_err(|wait| refused(AddRefusal::CoolingDown(wait)))?;
        let snapshot = self.ports.settings.snapshot(request.guild).await?;
        Ok(Context {
            now,
            zone: SystemSettings::read(&snapshot).timezone,
            reminders: RemindersSettings::read(&snapshot),
            watcher: EmbedWatcherSettings::read(&snapshot),
        })
    }

    /// The member's tier; nobody loses a reminder because the question could not be answered.
    async fn tier(&self, request: &AddReminder) -> Tier {
        self.ports
            .premium
            .tier(request.guild, request.member.user)
            .await
            .unwrap_or(Tier::Free)
    }

    async fn target(&self, request: &AddReminder, context: &Context) -> Result<ChannelId, Refused> {
        let default = context.reminders.default_channel_id;
        let member = (request.member.user, request.roles.as_slice());
        target::choose(
            &*self.ports.directory,
            request.guild,
            member,
            request.channel,
            default,
        )
        .await?
        .map(|it| it.0)
        .map_err(|refusal| refused(AddRefusal::Target(refusal)))
    }

    /// Reads the announcement behind a link, as far as the member may see it themselves (spec W13).
    async fn follow(
        &self,
        request: &AddReminder,
        link: &str,
        context: &Context,
    ) -> Result<Linked, Refused> {
        let link = MessageLink::parse(link).ok_or_else(|| refused(AddRefusal::LinkInvalid))?;
        let origin = Origin {
            channel: link.channel,
            message: link.message,
        };
        if link.guild != request.guild || !self.member_may_read(request, link.channel).await? {
            return Err(refused(AddRefusal::LinkUnreadable));
        }
        if let Some(id) = self
            .ports
            .store
            .find_by_origin(request.guild, origin)
            .await?
        {
            return Err(refused(AddRefusal::AlreadyTracked(id)));
        }
        match self.ports.announcements.fetch(request.guild, origin).await {
            Ok(Some(announcement)) => linked(&announcement, request.when.time.is_some(), context),
            Ok(None) | Err(_) => Err(refused(AddRefusal::LinkUnreadable)),
        }
    }

    async fn member_may_read(
        &self,
        request: &AddReminder,
        channel: ChannelId,
    ) -> Result<bool, Refused> {
        use crate::Permission::{ReadMessageHistory, ViewChannel};
        let asker = crate::Who::Member(request.member.user, request.roles.clone());
        let access = self
            .ports
            .directory
            .access(request.guild, channel, &asker)
            .await?;
        Ok(access.is_some_and(|it| {
            it.granted.contains(&ViewChannel) && it.granted.contains(&ReadMessageHistory)
        }))
    }
}

fn refused(refusal: AddRefusal) -> Refused {
    UseCaseError::Refused(refusal)
}

fn invalid(error: InvalidReminder) -> Refused {
    refused(AddRefusal::Invalid(error))
}

fn check_texts(request: &AddReminder) -> Result<(), Refused> {
    let when = &request.when;
    let texts = [&when.time, &when.days, &when.date, &request.link];
    for ((option, max), text) in OPTION_LIMITS.into_iter().zip(texts) {
        if text.as_ref().is_some_and(|it| it.chars().count() > max) {
            return Err(refused(AddRefusal::TooLong { option, max }));
        }
    }
    Name::new(&request.name).map(|_| ()).map_err(invalid)
}

fn check_image(url: Option<&str>, tier: Tier) -> Result<(), Refused> {
    match url {
        None => Ok(()),
        Some(_) if tier == Tier::Free => Err(refused(AddRefusal::ImageNeedsPremium)),
        Some(url) if is_plain_https(url) => Ok(()),
        Some(_) => Err(refused(AddRefusal::ImageUrlInvalid)),
    }
}

/// An `https` address of at most 512 characters, without credentials.
fn is_plain_https(url: &str) -> bool {
    let Some(rest) = url.strip_prefix("https://") else {
        return false;
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let sound = !host.is_empty() && !host.contains('@') && !url.contains(char::is_whitespace);
    sound && url.chars().count() <= IMAGE_URL_MAX
}

/// What a linked announcement tells. With a time typed beside it, its own date need not be readable.
fn linked(
    announcement: &Announcement,
    time_typed: bool,
    context: &Context,
) -> Result<Linked, Refused> {
    let read = announcement::read_best(announcement.embeds(), context.now, context.zone)
        .ok_or_else(|| refused(AddRefusal::NoEmbed))?;
    match read {
        Ok(Reading { source, parsed }) => Ok(Linked {
            origin: announcement.origin,
            text: source.text().clone(),
            title: parsed.title.clone(),
            location: parsed.location.clone(),
            schedule: Some(crate::use_cases::watch::schedule_of(&parsed)),
        }),
        Err(_) if time_typed => {
            let text = announcement
                .embeds()
                .next()
                .map(|it| it.text().clone())
                .unwrap_or_default();
            let title = text.title.clone();
            Ok(Linked {
                origin: announcement.origin,
                text,
                title,
                location: None,
                schedule: None,
            })
        }
        Err(unreadable) => Err(refused(AddRefusal::NotUnderstood(unreadable.reason))),
    }
}

/// When the event is: what was typed, else what the linked announcement says.
fn schedule(
    when: &WhenInput,
    linked: Option<&Linked>,
    context: &Context,
) -> Result<Schedule, Refused> {
    let Some(time) = &when.time else {
        return linked
            .and_then(|it| it.schedule)
            .ok_or_else(|| refused(AddRefusal::TimeMissing));
    };
    let clock = parsers::parse_clock(time).map_err(|it| refused(AddRefusal::TimeUnreadable(it)))?;
    let days = days(when)?;
    match (&when.date, days) {
        (Some(_), Some(_)) => Err(refused(AddRefusal::DaysAndDate)),
        (None, Some(days)) => Schedule::weekly(days, clock).map_err(invalid),
        (Some(date), None) => {
            let date = parsers::parse_date(date, context.now, context.zone)
                .map_err(|it| refused(AddRefusal::DateUnreadable(it)))?;
            upcoming(parsers::resolve(date, clock, context.zone), context.now)
        }
        (None, None) => Ok(Schedule::one_off(next_time(clock, context))),
    }
}

/// The days that were typed; none when nothing was. A word that is no day refuses the whole: a reminder on the wrong
/// days is worse than a question.
fn days(when: &WhenInput) -> Result<Option<WeekdaySet>, Refused> {
    let Some(text) = when.days.as_deref().filter(|it| !it.trim().is_empty()) else {
        return Ok(None);
    };
    let read = parsers::parse_days(text);
    if read.unknown.is_empty() && !read.days.is_empty() {
        return Ok(Some(read.days));
    }
    let unknown = if read.unknown.is_empty() {
        vec![text.trim().to_owned()]
    } else {
        read.unknown
    };
    Err(refused(AddRefusal::DaysUnreadable(unknown)))
}

fn upcoming(at: DateTime<Utc>, now: DateTime<Utc>) -> Result<Schedule, Refused> {
    if at <= now {
        Err(refused(AddRefusal::Past))
    } else {
        Ok(Schedule::one_off(at))
    }
}

/// The next moment at which the clock shows `clock`: today, else tomorrow (spec W6).
fn next_time(clock: NaiveTime, context: &Context) -> DateTime<Utc> {
    let today = parsers::local(context.now, context.zone).date();
    let at = parsers::resolve(today, clock, context.zone);
    if at > context.now {
        at
    } else {
        parsers::resolve(today + chrono::Days::new(1), clock, context.zone)
    }
}

fn compose(
    request: &AddReminder,
    context: &Context,
    linked: Option<Linked>,
    schedule: Schedule,
    channel: ChannelId,
) -> Result<NewReminder, Refused> {
    let typed_location = request.location.as_deref().unwrap_or_default();
    let mut location = crate::Location::new(typed_location).map_err(invalid)?;
    let mut name = Name::new(&request.name).map_err(invalid)?;
    let mut message =
        Message::new(request.message.as_deref().unwrap_or_default()).map_err(invalid)?;
    let mut origin = request.origin;
    if let Some(linked) = linked {
        origin = Some(linked.origin);
        let title = parsers::short_title(linked.title.as_deref(), &linked.text.body);
        name = Name::new(&title).unwrap_or(name);
        if !linked.text.body.trim().is_empty() {
            message = Message::new(&super::watch::cut(&linked.text.body, Message::MAX))
                .map_err(invalid)?;
        }
        if location.is_none() {
            location = linked
                .location
                .and_then(|it| crate::Location::new(&it).ok().flatten());
        }
    }
    Ok(NewReminder {
        guild: request.guild,
        name,
        channel,
        schedule,
        lead: context.watcher.reminder_offset,
        announce: Announce::default_for(&schedule),
        message,
        location,
        image_url: request.image_url.clone(),
        origin,
        created_by: Some(request.member.user),
        source: Source::Manual,
    })
}
