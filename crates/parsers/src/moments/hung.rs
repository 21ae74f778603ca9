//! Days that an announcement hangs on another day, on a month or on the year.
//!
//! ```text
//! hung = length ("from today" | (after | before) day) | nth weekday "of" month | N "of" which "month"
//!      | weekday ("after next" | (after | before) day) | week ["on"] weekday | relative "over" N "weken"
//!      | feast
//! ```
//!
//! They are read as in any other text, but more is asked of them: a wrong event is worse than none.

use chrono::{NaiveDate, NaiveTime, Weekday};
use chrono_tz::Tz;

use super::piece::{Day, How, Piece, What};
use super::reader::Reader;
use super::weekday::in_week_of;
use crate::Rule;
use crate::expression::digits_at;
use crate::language::{DayPart, Label, Meaning};
use crate::scan::{TokenKind, Tokens};

/// How many tokens `between Christmas and New Year` has before its second feast.
const BETWEEN: usize = 5;

/// How many tokens may stand between a verb that announces and its clock.
const CLAUSE: usize = 8;

/// How many feasts of a list may share its clock.
const LISTED: usize = 3;

/// What hangs on another day.
pub(crate) enum Hung {
    Day(HungDay),
    /// A feast that names something and says no day; the token behind it.
    Name(usize),
}

/// A day, and the token behind it.
pub(crate) struct HungDay {
    pub(crate) date: NaiveDate,
    pub(crate) part: Option<DayPart>,
    pub(crate) end: usize,
    pub(crate) rule: Rule,
}

/// The day that begins at a token and hangs on another, seen from `today`.
pub(crate) fn hung_day(
    tokens: &Tokens,
    at: usize,
    label: Option<Label>,
    today: NaiveDate,
) -> Option<Hung> {
    let reader = Reader {
        tokens,
        now: today.and_time(NaiveTime::MIN),
        zone: Tz::UTC,
        lately: true,
        depth: 0,
    };
    if !reader.is_only_weekday(at)
        && reader.feast_name(at).is_some()
        && reader.weekend_of(at).is_none()
    {
        return Some(reader.named_feast(at, label));
    }
    let piece = reader.piece_off(at)?;
    let What::Day(day) = piece.what else {
        return None;
    };
    Some(Hung::Day(HungDay {
        date: day.date,
        part: day.part,
        end: piece.end,
        rule: piece.rule,
    }))
}

impl Reader<'_> {
    fn piece_off(&self, at: usize) -> Option<Piece> {
        if self.is_only_weekday(at) {
            return self.weekday_off(at);
        }
        self.counted_off(at)
            .or_else(|| self.nth_named(at))
            .or_else(|| self.weekday_off(at))
            .or_else(|| self.day_of_week(at))
            .or_else(|| self.weeks_off(at))
    }

    /// A word that names a weekday and has no other meaning, as most that begin a day here.
    fn is_only_weekday(&self, at: usize) -> bool {
        let other = |it| {
            let weekday = matches!(
                it,
                Meaning::Weekday(_) | Meaning::ShortWeekday(_) | Meaning::WeekdayPart(..)
            );
            (!weekday).then_some(())
        };
        self.tokens.is_word(at) && self.word(at, other).is_none()
    }

    /// `two weeks from today`, `a week after Easter`, `de dag na vrijdag`; a length that only lasts is none.
    fn counted_off(&self, at: usize) -> Option<Piece> {
        let piece = self.day_off(at)?;
        let lasts = self.is_led(at, |it| {
            matches!(it, Meaning::DurationBefore | Meaning::Within)
        });
        if lasts || !self.may_start(at) {
            return None;
        }
        let beside = self.skip(self.skip_mark(piece.end, ','), Meaning::On);
        let What::Day(day) = piece.what else {
            return None;
        };
        // "Two weeks from today, on Saturday": of that week.
        if day.how == How::Counted
            && let Some(name) = self.weekday_name(beside)
            && self.dated(beside).is_none()
            && self.is_meant_as_day(beside, name)
        {
            let day = Day {
                date: in_week_of(day.date, name.day, Weekday::Mon)?,
                part: name.part,
                ..day
            };
            return Some(Piece::day(day, name.end, piece.rule));
        }
        Some(piece)
    }

    /// `first Friday of March`, `laatste zaterdag van volgende maand`; of "the month" it comes again.
    fn nth_named(&self, at: usize) -> Option<Piece> {
        let piece = self
            .nth(at)
            .or_else(|| self.day_of_period(at))
            .or_else(|| self.in_period(at))?;
        if self.is_led(at, |it| it == Meaning::Every) {
            return None;
        }
        let again = |it: usize| {
            self.past(it, Meaning::Article)
                .and_then(|behind| self.past(behind, Meaning::UnitMonth))
                .is_some()
        };
        (!(at..piece.end).any(again)).then_some(piece)
    }

    /// `Friday after next`, `vrijdag voor Pasen`.
    fn weekday_off(&self, at: usize) -> Option<Piece> {
        let name = self.weekday_name(at)?;
        let piece = self.weekday_after(name)?;
        if !self.is_meant_as_day(at, name) {
            return None;
        }
        let What::Day(day) = piece.what else {
            return Some(piece);
        };
        let (part, end) = self.part_behind(piece.end);
        let part = day.part.or(part);
        Some(Piece::day(Day { part, ..day }, end, piece.rule))
    }

    /// `the week after Easter on Tuesday`, `week 12, dinsdag`: a weekday of a week or weekend that is named.
    fn day_of_week(&self, at: usize) -> Option<Piece> {
        let start = self.skip(at, Meaning::Article);
        let week = match self.past(start, Meaning::UnitWeek) {
            Some(_) => self.shift(at).or_else(|| self.span(at))?,
            None => self.weekend_of(start)?,
        };
        let What::Span(span) = week.what else {
            return None;
        };
        let beside = self.skip(self.skip_mark(week.end, ','), Meaning::On);
        let name = self
            .weekday_name(beside)
            .filter(|it| self.is_meant_as_day(beside, *it))?;
        // The day's own date says more.
        if self.dated(beside).is_some() {
            return None;
        }
        let date = in_week_of(span.start.date(), name.day, Weekday::Mon)?;
        let day = Day {
            part: name.part,
            ..Day::new(date, How::Relative)
        };
        Some(Piece::day(day, name.end, Rule::RelativeWeekday))
    }

    /// `vandaag over een week`, `morgen over 14 dagen`.
    fn weeks_off(&self, at: usize) -> Option<Piece> {
        let ((), end) = self.word(at, |it| match it {
            Meaning::Day(_) | Meaning::GreetingDay(_) | Meaning::DayAndPart(..) => Some(()),
            _ => None,
        })?;
        self.weeks_within(end)?;
        self.relative(at)
    }

    /// A feast is a day under a label of days, beside its clock, or where a word leads to it.
    fn named_feast(&self, at: usize, label: Option<Label>) -> Hung {
        let name = |end| Hung::Name(end);
        let Some(((_, _), named)) = self.feast_name(at) else {
            return name(at + 1);
        };
        let feast = self.feast(at).filter(|_| !self.is_beside_feast(at));
        let Some(Piece {
            what: What::Day(day),
            end,
            rule,
        }) = feast
        else {
            return name(named);
        };
        let (part, end) = match day.part {
            Some(part) => (Some(part), end),
            None => self.part_behind(end),
        };
        let behind = self.behind_feast(self.last_listed(end));
        // "Paasmaandag 6 april": the date says it.
        if self.dated(behind).is_some() || !self.may_stop(end) {
            return name(named);
        }
        let labelled = matches!(label, Some(Label::Date | Label::Start));
        let person = self.past(at, Meaning::AlsoName).is_some();
        let announced = self.is_announced(end);
        if labelled || self.is_feast_led(at) || !person && (announced || self.is_clock(behind)) {
            return Hung::Day(HungDay {
                date: day.date,
                part,
                end,
                rule,
            });
        }
        name(named)
    }

    /// `last Christmas`, `na Pasen`, `tussen kerst en nieuwjaar`: the day is another one.
    fn is_beside_feast(&self, at: usize) -> bool {
        let between = (1..=BETWEEN)
            .filter_map(|back| at.checked_sub(back))
            .any(|at| self.past(at, Meaning::Between).is_some());
        between
            || self.is_led(at, |it| {
                matches!(
                    it,
                    Meaning::Last
                        | Meaning::Previous
                        | Meaning::Since
                        | Meaning::Told
                        | Meaning::After
                        | Meaning::Before
                        | Meaning::ByDay
                        | Meaning::About
                )
            })
    }

    /// `Paasmaandag spelen we om 15u`, but not `Thanksgiving is over, the shop opens at 9am`.
    fn is_announced(&self, end: usize) -> bool {
        let inside = |at: &usize| {
            !matches!(
                self.tokens.kind(*at),
                None | Some(TokenKind::Break | TokenKind::Mark(_))
            )
        };
        self.past(end, Meaning::Announcing).is_some_and(|verb| {
            (verb..verb + CLAUSE)
                .take_while(inside)
                .any(|at| self.is_clock(at))
        })
    }

    fn is_feast_led(&self, at: usize) -> bool {
        self.is_led(at, |it| {
            matches!(
                it,
                Meaning::On | Meaning::Until | Meaning::StartingOn | Meaning::MovedTo
            )
        })
    }

    /// The token behind the last feast of a list: `kerstavond en kerstdag om 18u`.
    fn last_listed(&self, end: usize) -> usize {
        let next = |end: &usize| {
            let start = self.past(*end, Meaning::And)?;
            self.feast_name(start).map(|(_, end)| end)
        };
        let ends = std::iter::successors(Some(end), next);
        ends.take(LISTED).last().unwrap_or(end)
    }

    /// The token behind the marks and small words that lead from a feast to its clock or date.
    fn behind_feast(&self, end: usize) -> usize {
        let mark = matches!(
            self.tokens.kind(end),
            Some(TokenKind::Mark(',' | '-' | '@' | '(' | ')' | ':' | '|'))
        );
        let mut at = end + usize::from(mark);
        for _ in 0..2 {
            let small = self.word(at, |it| {
                matches!(
                    it,
                    Meaning::At
                        | Meaning::ClockAt
                        | Meaning::From
                        | Meaning::On
                        | Meaning::About
                        | Meaning::Part(_)
                )
                .then_some(())
            });
            at = small.map_or(at, |((), end)| end);
        }
        at
    }

    fn is_clock(&self, at: usize) -> bool {
        let worded = |it| {
            matches!(
                it,
                Meaning::Noon
                    | Meaning::Midnight
                    | Meaning::SpokenClock(_)
                    | Meaning::SpokenPrefix(_)
            )
            .then_some(())
        };
        digits_at(self.tokens, at).is_some() || self.word(at, worded).is_some()
    }
}
