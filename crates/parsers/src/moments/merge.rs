//! Adjacent pieces of one moment become one, and what has no date gets the next one that fits.

use chrono::{Datelike, Days, Duration, NaiveDate, NaiveDateTime, NaiveTime, Timelike, Weekday};

use super::clock::hour_in;
use super::piece::{Clock, Day, How, Span, What};
use super::reader::Reader;
use super::weekday::in_week_of;
use crate::expression::{Half, ZoneRef, hour24};
use crate::language::DayPart;
use crate::moments::Grain;
use crate::{Confidence, local, resolve};

/// "In three weeks on Saturday" is of the week three weeks ahead; where it is Sunday, English counts it first.
const WEEK_BEGINS: Weekday = Weekday::Sun;

/// How long a clock that has just passed is still today's.
const GRACE: i64 = 10;
/// The same for a clock with a part of the day, which is still going on.
const PART_GRACE: i64 = 120;

/// What the pieces of one moment say together.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Whole {
    day: Option<Day>,
    span: Option<Span>,
    moment: Option<NaiveDateTime>,
    clock: Option<Clock>,
    part: Option<DayPart>,
}

/// A moment or stretch of time in the zone that was asked for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Resolved {
    pub(super) start: NaiveDateTime,
    pub(super) end: Option<NaiveDateTime>,
    pub(super) grain: Grain,
    pub(super) zone_named: bool,
    pub(super) confidence: Confidence,
}

impl Whole {
    /// Both together, if they can be one moment.
    pub(super) fn with(self, what: What) -> Option<Self> {
        Some(match what {
            What::Day(day) => Self {
                day: Some(self.with_day(day)?),
                span: None,
                ..self
            },
            What::Clock(clock) if self.clock.is_none() && self.moment.is_none() => Self {
                clock: Some(clock),
                ..self
            },
            What::Part(part) if self.part.is_none() && self.moment.is_none() => Self {
                part: Some(part),
                ..self
            },
            What::Moment(moment) if self.is_empty() || self.is_today_only() => Self {
                moment: Some(moment),
                ..self
            },
            What::Span(span) if self.is_empty() => Self {
                span: Some(span),
                ..self
            },
            _ => return None,
        })
    }

    fn is_empty(&self) -> bool {
        self.day.is_none()
            && self.span.is_none()
            && self.moment.is_none()
            && self.clock.is_none()
            && self.part.is_none()
    }

    fn is_today_only(&self) -> bool {
        self.clock.is_none()
            && self.span.is_none()
            && self.moment.is_none()
            && self.day.is_some_and(|it| it.how == How::Relative)
    }

    /// A second day says the first one more exactly, or is another moment.
    fn with_day(self, day: Day) -> Option<Day> {
        if self.moment.is_some() {
            return None;
        }
        if let Some(span) = self.span {
            return span.day_within(day);
        }
        let Some(first) = self.day else {
            return Some(day);
        };
        let part = first.part.or(day.part);
        let joined = match (first.how, day.how) {
            (How::Counted, How::Weekday(weekday)) => Day {
                date: in_week_of(first.date, weekday, WEEK_BEGINS)?,
                ..first
            },
            (How::Weekday(weekday), How::Counted) => Day {
                date: in_week_of(day.date, weekday, WEEK_BEGINS)?,
                ..day
            },
            (
                How::Weekday(_) | How::Relative,
                How::Full | How::Yearless | How::OfMonth | How::Impossible,
            ) => day,
            (How::Full | How::Yearless | How::Impossible, How::Weekday(_)) => first,
            (How::Impossible, _) | (_, How::Impossible) => return None,
            _ if first.date == day.date => first,
            _ => return None,
        };
        Some(Day { part, ..joined })
    }

    /// Whether it holds on its own: a number that only a day makes a clock does not, nor does a mere part of a day.
    pub(super) fn is_enough(&self) -> bool {
        let clock = self.clock.is_some_and(|it| !it.weak || self.part.is_some());
        self.day.is_some() || self.span.is_some() || self.moment.is_some() || clock
    }

    pub(super) fn has_clock(&self) -> bool {
        self.clock.is_some()
    }

    /// A clock alone, on the day of another moment.
    pub(super) fn on_day_of(self, other: &Self) -> Option<Self> {
        let alone = self.clock.is_some() && self.day.is_none() && self.part.is_none();
        alone.then_some(Self {
            day: Some(other.day?),
            ..self
        })
    }

    /// A day without a clock, from the hours that its last day has: `Mon-Fri 9am-5pm`.
    pub(super) fn at_hours_of(self, last: &Self) -> Self {
        let hours = last.clock.filter(|it| it.last.is_some());
        let bare = self.clock.is_none() && self.part.is_none();
        Self {
            clock: self.clock.or(hours.filter(|_| bare)),
            ..self
        }
    }

    /// Whether its day does not exist.
    pub(super) fn is_impossible(&self) -> bool {
        self.day.is_some_and(|it| it.how == How::Impossible)
    }

    pub(super) fn has_date(&self) -> bool {
        self.day.is_some()
    }

    /// Gives a date that was said without a year, but with a clock, the year behind it.
    pub(super) fn takes_year(&mut self, year: u32) -> bool {
        let Some(day) = self.day.filter(|it| it.how == How::Yearless) else {
            return false;
        };
        let Some(date) = day.date.with_year(year.cast_signed()) else {
            return false;
        };
        let fits = self.clock.is_some() && (1900..2200).contains(&year);
        if fits {
            self.day = Some(Day {
                date,
                how: How::Full,
                ..day
            });
        }
        fits
    }

    /// Whether its day is a bare weekday.
    pub(super) fn is_on_weekday(&self) -> bool {
        self.day.is_some_and(|it| matches!(it.how, How::Weekday(_)))
    }

    /// Whether a number beside it may be a clock.
    pub(super) fn has_day(&self) -> bool {
        self.day.is_some() || self.part.is_some()
    }
}

impl Span {
    /// `this year on 25 July`: the day inside the stretch of time that was said before it.
    fn day_within(self, day: Day) -> Option<Day> {
        let end = self.end?.date();
        let start = self.start.date();
        let inside = |date: &NaiveDate| (start..end).contains(date);
        let moved = match day.how {
            How::Yearless => day.date.with_year(start.year()),
            How::Weekday(weekday) => {
                let ahead = weekday.days_since(start.weekday());
                start.checked_add_days(Days::new(u64::from(ahead)))
            }
            _ => None,
        };
        let date = [Some(day.date), moved].into_iter().flatten().find(inside)?;
        Some(Day { date, ..day })
    }
}

impl Reader<'_> {
    /// When it is.
    pub(super) fn resolve(&self, whole: &Whole) -> Option<Resolved> {
        if let Some(moment) = whole.moment {
            return Some(certain(moment, None, Grain::Minute));
        }
        match (whole.clock, whole.day, whole.span) {
            (Some(clock), Some(day), _) => self.on_day(clock, day, whole.part),
            (Some(clock), None, _) => self.next_clock(clock, whole.part),
            (None, Some(day), _) => day_alone(day, whole.part),
            (None, None, Some(span)) => Some(certain(span.start, span.end, span.grain)),
            _ => None,
        }
    }

    fn on_day(&self, clock: Clock, day: Day, part: Option<DayPart>) -> Option<Resolved> {
        let part = clock.part.or(part).or(day.part);
        let small = day.late && (1..=5).contains(&clock.hour) && clock.half != Some(Half::Pm);
        let hour = if small {
            clock.hour
        } else {
            hour_of(clock, part)
        };
        let mut start = day.date.and_time(NaiveTime::MIN)
            + Duration::minutes(i64::from(hour * 60 + clock.minute));
        // "Saturday, 12 at night" is the midnight that Saturday begins with, as *midnight* is.
        if hour == 24 && clock.part == Some(DayPart::Night) && day.part.is_none() {
            let begins = start - Duration::days(1);
            start = if begins < self.now { start } else { begins };
        }
        let unsaid = clock.vague && clock.half.is_none() && part.is_none();
        // "Today at 2", said in the afternoon, is no clock of the night before.
        if day.date == self.today() && unsaid && start < self.now && clock.hour < 12 {
            start += Duration::hours(12);
        }
        if small {
            start = self.of_night(start, day);
        }
        // On that very weekday it is today's, while its clock is ahead.
        if let How::Weekday(_) = day.how
            && (day.date - self.today()).num_days() == 7
            && start - Duration::days(7) > self.now
        {
            start -= Duration::days(7);
        }
        self.finish(clock, start, unsaid)
    }

    /// The small hours of tonight are the next to come, those of last night this morning's.
    fn of_night(&self, start: NaiveDateTime, day: Day) -> NaiveDateTime {
        let passed = if day.date >= self.today() {
            start < self.now
        } else {
            true
        };
        if passed {
            start + Duration::days(1)
        } else {
            start
        }
    }

    /// A clock without a day is the next to come.
    pub(super) fn next_clock(&self, clock: Clock, part: Option<DayPart>) -> Option<Resolved> {
        let part = clock.part.or(part);
        let midnight = self.today().and_time(NaiveTime::MIN);
        let minutes = |hour: u32| Duration::minutes(i64::from(hour * 60 + clock.minute));
        let unsaid = clock.vague && clock.half.is_none() && part.is_none();
        if let Some(part) = part {
            let start = midnight + minutes(hour_of(clock, Some(part)));
            let start = if start + Duration::minutes(PART_GRACE) < self.now {
                start + Duration::days(1)
            } else {
                start
            };
            return self.finish(clock, start, false);
        }
        if clock.zone.is_some() {
            return self.finish(
                clock,
                midnight + minutes(hour24(clock.hour, clock.half)),
                unsaid,
            );
        }
        let first = hour24(clock.hour, clock.half);
        let readings = if unsaid {
            [first % 12, first % 12 + 12]
        } else {
            [first, first]
        };
        let earliest = self.now - Duration::minutes(GRACE);
        let start = readings
            .into_iter()
            .flat_map(|hour| [midnight + minutes(hour), midnight + minutes(hour + 24)])
            .filter(|it| *it >= earliest)
            .min()?;
        self.finish(clock, start, unsaid)
    }

    /// The end of a range, and the clock of another zone on that of the one asked for.
    fn finish(&self, clock: Clock, start: NaiveDateTime, unsaid: bool) -> Option<Resolved> {
        let end = clock.last.and_then(|last| {
            let hour = match last.half {
                // "9 to 5": the second hour is the one that follows the first.
                None if last.hour < 12
                    && last.hour <= start.hour()
                    && start.hour() < last.hour + 12 =>
                {
                    last.hour + 12
                }
                half => hour24(last.hour, half),
            };
            let end = start.date().and_hms_opt(hour % 24, last.minute, 0)?;
            Some(if end <= start {
                end + Duration::days(1)
            } else {
                end
            })
        });
        let zone = clock.zone;
        Some(Resolved {
            start: self.converted(start, zone)?,
            end: match end {
                Some(end) => Some(self.converted(end, zone)?),
                None => None,
            },
            grain: Grain::Minute,
            zone_named: zone.is_some(),
            confidence: if unsaid {
                Confidence::Low
            } else {
                Confidence::High
            },
        })
    }

    fn converted(&self, wall: NaiveDateTime, zone: Option<ZoneRef>) -> Option<NaiveDateTime> {
        let instant = match zone {
            Some(ZoneRef::Place(zone)) => resolve(wall.date(), wall.time(), zone),
            Some(ZoneRef::Fixed(minutes)) => wall
                .checked_sub_signed(Duration::minutes(i64::from(minutes)))?
                .and_utc(),
            Some(ZoneRef::Unknown) | None => return Some(wall),
        };
        // Before zones had whole minutes, the sun's own time had seconds.
        local(instant, self.zone).with_second(0)
    }
}

fn day_alone(day: Day, part: Option<DayPart>) -> Option<Resolved> {
    let first = day.date.and_time(NaiveTime::MIN);
    let last = day.last.map(|it| it.and_time(NaiveTime::MIN));
    Some(match day.part.or(part) {
        Some(part) => {
            let (from, to) = hours(part);
            let end = first.checked_add_signed(Duration::hours(to))?;
            certain(
                first.checked_add_signed(Duration::hours(from))?,
                Some(end),
                Grain::Hour,
            )
        }
        None => Resolved {
            confidence: match day.how {
                How::Full => Confidence::High,
                _ => Confidence::Medium,
            },
            ..certain(first, last, Grain::Day)
        },
    })
}

fn hour_of(clock: Clock, part: Option<DayPart>) -> u32 {
    match part {
        _ if clock.half.is_some() => hour24(clock.hour, clock.half),
        Some(part) => hour_in(part, clock.hour),
        None => clock.hour,
    }
}

/// From which hour to which a part of the day lasts.
fn hours(part: DayPart) -> (i64, i64) {
    match part {
        DayPart::Morning => (6, 12),
        DayPart::Afternoon => (12, 18),
        DayPart::Evening => (18, 24),
        DayPart::Night => (22, 30),
    }
}

fn certain(start: NaiveDateTime, end: Option<NaiveDateTime>, grain: Grain) -> Resolved {
    Resolved {
        start,
        end,
        grain,
        zone_named: false,
        confidence: Confidence::Medium,
    }
}
