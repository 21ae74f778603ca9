//! Relative days, weeks, months, years, parts of a day, and their ends.
//!
//! ```text
//! day  = today | tomorrow [part] | tonight | …
//! span = ["the"] which (week | weekend | month | quarter | year) | [in] month [year] | in year
//! edge = ("end of" | "start of") (["the"] "day" | day | span)
//! ```

use chrono::{Datelike, Days, Duration, Months, NaiveDate, NaiveTime, Weekday};

use super::month_day::shifted;
use super::piece::{Day, How, Piece, Span, What};
use super::reader::Reader;
use super::weekday::Which;
use crate::Rule;
use crate::language::{DayGroup, DayPart, Meaning};
use crate::moments::Grain;
use crate::scan::TokenKind;

/// The hour at which offices close.
const CLOSE_OF_BUSINESS: u32 = 17;

impl Reader<'_> {
    /// `tomorrow evening`, `vanavond`, `gisteren`.
    pub(super) fn relative(&self, at: usize) -> Option<Piece> {
        let night = self.word(at, |it| match it {
            Meaning::NightOf(days) => Some((days, Some(DayPart::Night), false)),
            _ => None,
        });
        let said = self.word(at, |it| match it {
            Meaning::Day(days) | Meaning::FreeDay(days) => Some((days, None, false)),
            Meaning::GreetingDay(days) => Some((days, None, true)),
            Meaning::DayAndPart(days, part) => Some((days, Some(part), false)),
            _ => None,
        });
        let ((days, part, greets), end) = said.or(night)?;
        if greets && self.is_greeting(at, end) {
            return None;
        }
        let mut date = self.today().checked_add_signed(Duration::days(days))?;
        let mut end = end;
        if let Some((weeks, behind)) = self.weeks_within(end) {
            date = date.checked_add_days(Days::new(7 * u64::from(weeks)))?;
            end = behind;
        }
        let (part, end) = match part {
            Some(part) => (Some(part), end),
            None => self.part_behind(end),
        };
        let day = Day {
            part,
            late: night.is_some(),
            ..Day::new(date, How::Relative)
        };
        Some(Piece::day(day, end, Rule::RelativeDay))
    }

    /// `goede morgen`, `Morgen allemaal`, `Morgen!`.
    fn is_greeting(&self, at: usize, end: usize) -> bool {
        let led = at > 0 && self.past(at - 1, Meaning::GreetingBefore) == Some(at);
        let opens = at == 0
            || matches!(
                self.tokens.kind(at - 1),
                Some(TokenKind::Break | TokenKind::Mark('.' | '!' | '?') | TokenKind::Emoji(_))
            );
        let closed = match self.tokens.kind(end) {
            None => at > 0,
            Some(TokenKind::Break | TokenKind::Mark('!')) => true,
            _ => self.past(end, Meaning::GreetingAfter).is_some(),
        };
        led || opens && closed
    }

    /// A part of the day right behind a day.
    pub(super) fn part_behind(&self, end: usize) -> (Option<DayPart>, usize) {
        let part = self.word(end, |it| match it {
            Meaning::Part(part) | Meaning::PartHint(part) | Meaning::PartOf(part) => Some(part),
            Meaning::GreetingDay(_) => Some(DayPart::Morning),
            _ => None,
        });
        match part {
            Some((part, end)) => (Some(part), end),
            None => (None, end),
        }
    }

    /// `'s ochtends`, `in the afternoon`.
    pub(super) fn part_of_day(&self, at: usize) -> Option<Piece> {
        let (part, end) = self.word(at, |it| match it {
            Meaning::Part(part) => Some(part),
            _ => None,
        })?;
        Some(Piece {
            what: What::Part(part),
            end,
            rule: Rule::DayPart,
        })
    }

    /// `next week`, `this weekend`, `in May`, `in 2027`.
    pub(super) fn span(&self, at: usize) -> Option<Piece> {
        self.chosen_span(at)
            .or_else(|| self.numbered_week(at))
            .or_else(|| self.week_of(at))
            .or_else(|| self.part_of_month(at))
            .or_else(|| self.month_span(at))
            .or_else(|| self.year_span(at))
    }

    /// `de week van 8 juni`.
    fn week_of(&self, at: usize) -> Option<Piece> {
        let start = self.skip(at, Meaning::Article);
        let start = self.past(self.past(start, Meaning::UnitWeek)?, Meaning::Of)?;
        let (date, end) = self.anchor(start)?;
        let monday = date.week(Weekday::Mon).checked_first_day()?;
        let behind = monday.checked_add_days(Days::new(7))?;
        Some(span(monday, behind, Grain::Week, end))
    }

    /// `week 12`, by the numbers of ISO; one that has passed is next year's.
    fn numbered_week(&self, at: usize) -> Option<Piece> {
        let start = self.past(at, Meaning::UnitWeek)?;
        let (number, end) = self.short(start).filter(|(number, _)| *number > 0)?;
        if !self.is_alone(end) {
            return None;
        }
        let monday = self.today().week(Weekday::Mon).checked_first_day()?;
        let year = self.today().iso_week().year();
        let (written, end) = self.year_behind(end, false);
        let of = |year| NaiveDate::from_isoywd_opt(year, number, Weekday::Mon);
        let first = match written {
            Some(year) => of(year)?,
            None => of(year)
                .filter(|it| *it >= monday)
                .or_else(|| of(year + 1))?,
        };
        Some(span(
            first,
            first.checked_add_days(Days::new(7))?,
            Grain::Week,
            end,
        ))
    }

    /// `early March`, `midden april`.
    fn part_of_month(&self, at: usize) -> Option<Piece> {
        let (day, start) = self.word(at, |it| match it {
            Meaning::MonthPart(day) => Some(day),
            _ => None,
        })?;
        let (mut period, end) = self.period(start).filter(|(it, _)| it.months == 1)?;
        if period.floating && shifted(period.first, 1)? <= self.today() {
            period.first = shifted(period.first, 12)?;
        }
        let start = period.first.with_day(day)?.and_time(NaiveTime::MIN);
        let what = What::Span(Span {
            start,
            end: None,
            grain: Grain::Week,
        });
        Some(Piece {
            what,
            end,
            rule: Rule::Span,
        })
    }

    fn chosen_span(&self, at: usize) -> Option<Piece> {
        if let Some((which, end)) = self.which_week(at) {
            let monday = self.today().week(Weekday::Mon).checked_first_day()?;
            let first = monday.checked_add_signed(Duration::days(i64::from(which.offset()) * 7))?;
            return Some(span(
                first,
                first.checked_add_days(Days::new(7))?,
                Grain::Week,
                end,
            ));
        }
        if let Some(piece) = self.after_next(self.skip(at, Meaning::Article)) {
            return Some(piece);
        }
        let (which, end) = self.which(self.skip(at, Meaning::Article))?;
        let offset = which.offset();
        let month = self.today().with_day(1)?;
        if let Some(end) = self.past(end, Meaning::UnitMonth) {
            return months(shifted(month, offset)?, 1, Grain::Month, end);
        }
        if let Some(end) = self.past(end, Meaning::UnitQuarter) {
            let quarter = month.with_month(month.month0() / 3 * 3 + 1)?;
            return months(shifted(quarter, offset * 3)?, 3, Grain::Month, end);
        }
        if let Some(end) = self.past(end, Meaning::UnitYear) {
            let first = NaiveDate::from_ymd_opt(self.today().year() + offset, 1, 1)?;
            return months(first, 12, Grain::Year, end);
        }
        if let Some(end) = self.past(end, Meaning::GroupNoun(DayGroup::Weekend)) {
            return self.weekend(which, end);
        }
        if self.is_common_month(end) {
            return None;
        }
        let (month, end) = self.month_name(end)?;
        self.month_of(month, which, end)
    }

    /// `the week after next`.
    fn after_next(&self, at: usize) -> Option<Piece> {
        let month = self.today().with_day(1)?;
        if let Some(end) = self.past(at, Meaning::UnitWeek) {
            let end = self.past(end, Meaning::AfterNext)?;
            let monday = self.today().week(Weekday::Mon).checked_first_day()?;
            let first = monday.checked_add_days(Days::new(14))?;
            return Some(span(
                first,
                first.checked_add_days(Days::new(7))?,
                Grain::Week,
                end,
            ));
        }
        if let Some(end) = self.past(at, Meaning::UnitMonth) {
            return months(
                shifted(month, 2)?,
                1,
                Grain::Month,
                self.past(end, Meaning::AfterNext)?,
            );
        }
        let end = self.past(self.past(at, Meaning::UnitYear)?, Meaning::AfterNext)?;
        let first = NaiveDate::from_ymd_opt(self.today().year() + 2, 1, 1)?;
        months(first, 12, Grain::Year, end)
    }

    fn weekend(&self, which: Which, end: usize) -> Option<Piece> {
        let monday = self.today().week(Weekday::Mon).checked_first_day()?;
        let days = i64::from(which.offset()) * 7 + 5;
        let first = monday.checked_add_signed(Duration::days(days))?;
        Some(span(
            first,
            first.checked_add_days(Days::new(2))?,
            Grain::Day,
            end,
        ))
    }

    /// `this March`, `next March`: the one of this year or the one to come.
    fn month_of(&self, month: u32, which: Which, end: usize) -> Option<Piece> {
        let today = self.today();
        let this = NaiveDate::from_ymd_opt(today.year(), month, 1)?;
        let year = match which {
            Which::This => 0,
            Which::Next | Which::Coming => i32::from(this <= today),
            Which::Last | Which::Previous => -i32::from(month >= today.month()),
        };
        months(shifted(this, year * 12)?, 1, Grain::Month, end)
    }

    fn month_span(&self, at: usize) -> Option<Piece> {
        let led = self.past(at, Meaning::Within);
        let start = led.unwrap_or(at);
        let (month, behind) = self.month_name(start)?;
        let (year, end) = self.year_behind(behind, false);
        if year.is_none()
            && (self.is_common_month(start) && led.is_none() || !self.stands_alone(at, start, led))
        {
            return None;
        }
        let year =
            year.unwrap_or_else(|| self.today().year() + i32::from(month < self.today().month()));
        months(
            NaiveDate::from_ymd_opt(year, month, 1)?,
            1,
            Grain::Month,
            end,
        )
    }

    /// A month without a year is one behind *in* or as the whole text; elsewhere it may be a name or a verb.
    fn stands_alone(&self, at: usize, start: usize, led: Option<usize>) -> bool {
        led.is_some() || self.is_whole(at, start + 1)
    }

    fn year_span(&self, at: usize) -> Option<Piece> {
        let start = self.past(at, Meaning::Within)?;
        let start = self.skip(start, Meaning::Article);
        let start = self.skip(start, Meaning::UnitYear);
        let (_, 4) = self.tokens.number(start)? else {
            return None;
        };
        let (year, end) = self.year(start)?;
        if !self.is_alone(end) || !(1900..2200).contains(&year) {
            return None;
        }
        months(NaiveDate::from_ymd_opt(year, 1, 1)?, 12, Grain::Year, end)
    }

    /// `the end of today`, `end of this Sunday`, `einde van de maand`.
    pub(super) fn edge(&self, at: usize) -> Option<Piece> {
        if let Some(end) = self.past(at, Meaning::EndOfDay) {
            let (date, end) = self.anchor(end).unwrap_or((self.today(), end));
            return Some(last_minute(date.checked_add_days(Days::new(1))?, end));
        }
        if let Some(end) = self.past(at, Meaning::EndOfBusiness) {
            let on = self.skip(end, Meaning::On);
            let (date, end) = self.anchor(on).unwrap_or((self.today(), end));
            return Some(Piece {
                what: What::Moment(date.and_hms_opt(CLOSE_OF_BUSINESS, 0, 0)?),
                end,
                rule: Rule::EndOf,
            });
        }
        let (last, start) = self.word(at, |it| match it {
            Meaning::EndOf => Some(true),
            Meaning::StartOf => Some(false),
            _ => None,
        })?;
        let (first, behind, end) = self.edged(start)?;
        if last {
            return Some(last_minute(behind, end));
        }
        let start = first.and_time(NaiveTime::MIN);
        // The start of a day is a minute, that of a month no more than some of its days.
        let grain = match (behind - first).num_days() {
            ..=1 => None,
            2..=7 => Some(Grain::Day),
            8..=31 => Some(Grain::Week),
            _ => Some(Grain::Month),
        };
        let span = |grain| {
            What::Span(Span {
                start,
                end: None,
                grain,
            })
        };
        Some(Piece {
            what: grain.map_or(What::Moment(start), span),
            end,
            rule: Rule::EndOf,
        })
    }

    /// The first day of what is named, the day behind its last, and the token behind it.
    fn edged(&self, at: usize) -> Option<(NaiveDate, NaiveDate, usize)> {
        let next = |date: NaiveDate| date.checked_add_days(Days::new(1));
        let noun = self.skip(at, Meaning::Article);
        if let Some(end) = self.past(noun, Meaning::UnitDay) {
            // "End of day tomorrow".
            let (date, end) = self.anchor(end).unwrap_or((self.today(), end));
            return Some((date, next(date)?, end));
        }
        if noun > at
            && let Some((period, end)) = self.period(at)
        {
            let behind = period
                .first
                .checked_add_months(Months::new(period.months))?;
            return Some((period.first, behind, end));
        }
        if noun > at
            && let Some(end) = self.past(noun, Meaning::UnitWeek)
        {
            let monday = self.today().week(Weekday::Mon).checked_first_day()?;
            return Some((monday, monday.checked_add_days(Days::new(7))?, end));
        }
        if let Some(piece) = self.chosen_span(at).or_else(|| self.month_span(at))
            && let What::Span(Span {
                start,
                end: Some(behind),
                ..
            }) = piece.what
        {
            return Some((start.date(), behind.date(), piece.end));
        }
        if let Some((month, end)) = self.month_name(at) {
            let (year, end) = self.year_behind(end, false);
            let passed = i32::from(month < self.today().month());
            let year = year.unwrap_or(self.today().year() + passed);
            let first = NaiveDate::from_ymd_opt(year, month, 1)?;
            return Some((first, first.checked_add_months(Months::new(1))?, end));
        }
        if let (Some((_, 4)), Some((year, end))) = (self.tokens.number(at), self.year(at)) {
            let first = NaiveDate::from_ymd_opt(year, 1, 1)?;
            return Some((first, NaiveDate::from_ymd_opt(year + 1, 1, 1)?, end));
        }
        let (date, end) = self.anchor(at)?;
        Some((date, next(date)?, end))
    }
}

/// The minute before a day begins.
fn last_minute(behind: NaiveDate, end: usize) -> Piece {
    Piece {
        what: What::Moment(behind.and_time(NaiveTime::MIN) - Duration::minutes(1)),
        end,
        rule: Rule::EndOf,
    }
}

fn span(first: NaiveDate, behind: NaiveDate, grain: Grain, end: usize) -> Piece {
    Piece {
        what: What::Span(Span {
            start: first.and_time(NaiveTime::MIN),
            end: Some(behind.and_time(NaiveTime::MIN)),
            grain,
        }),
        end,
        rule: Rule::Span,
    }
}

fn months(first: NaiveDate, count: u32, grain: Grain, end: usize) -> Option<Piece> {
    let behind = first.checked_add_months(Months::new(count))?;
    Some(span(first, behind, grain, end))
}
