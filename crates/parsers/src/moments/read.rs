//! The way from a text to its dates and times.

use chrono::{DateTime, Duration, NaiveDateTime, Timelike, Utc};
use chrono_tz::Tz;

use super::merge::{Resolved, Whole};
use super::piece::Piece;
use super::reader::Reader;
use crate::language::{Meaning, is_known};
use crate::moments::{Grain, TimeExpression};
use crate::scan::{TokenKind, tokenise};
use crate::{Confidence, Rule, local};

/// How many pieces one moment may have: weekday, date, part of the day, clock and one more.
const PIECES: usize = 5;

/// Every date and time of a text, in order of appearance, resolved against `now` in `zone`.
///
/// Adjacent pieces of one moment are one result. A date without a year is the next one, a clock without a day the next
/// to come; an hour up to twelve without a half of the day is the nearer of both. Day comes before month. Whole weeks
/// behind a weekday are counted from the next such day, in days as in weeks: `dinsdag over 14 dagen` is the Tuesday two
/// weeks after the one to come. A date that no calendar has gives nothing, nor does the clock beside it. Nothing is
/// found in Discord's code blocks and struck-out text. The time taken is linear in the length of the text.
///
/// ```
/// use chrono::{TimeZone, Utc};
/// use parsers::{Grain, parse_expressions};
///
/// let now = Utc.with_ymd_and_hms(2026, 2, 4, 9, 0, 0).unwrap();
/// let text = "Tomorrow afternoon at 5, of anders donderdag 19/2 van 19u30 tot 21u";
/// let found = parse_expressions(text, now, chrono_tz::Europe::Brussels);
///
/// assert_eq!(found.len(), 2);
/// assert_eq!(found[0].start.to_string(), "2026-02-05 17:00:00");
/// assert_eq!(found[0].grain, Grain::Minute);
/// assert_eq!(&text[found[0].span.clone()], "Tomorrow afternoon at 5");
/// assert_eq!(found[1].start.to_string(), "2026-02-19 19:30:00");
/// assert_eq!(found[1].end.unwrap().to_string(), "2026-02-19 21:00:00");
/// ```
pub fn parse_expressions(text: &str, now: DateTime<Utc>, zone: Tz) -> Vec<TimeExpression> {
    let tokens = tokenise(text, usize::MAX);
    let now = local(now, zone);
    let reader = Reader {
        tokens: &tokens,
        now: now
            .with_second(0)
            .unwrap_or(now)
            .with_nanosecond(0)
            .unwrap_or(now),
        zone,
        lately: false,
        depth: 0,
    };
    let mut found = Vec::new();
    let mut at = 0;
    let mut before: Option<(Whole, usize)> = None;
    while at < tokens.len() {
        let idiom = reader.past(at, Meaning::NoDate);
        if let Some(end) = idiom.filter(|end| reader.may_stop(*end)) {
            at = end;
            continue;
        }
        let round = before.filter(|(_, end)| end + 1 == at && tokens.is_mark(*end, '/'));
        match reader.expression(at, round.map(|(whole, _)| whole)) {
            Some((expression, whole, end)) => {
                found.extend(expression);
                before = Some((whole, end));
                at = end.max(at + 1);
            }
            None => at += 1,
        }
    }
    found
}

impl Reader<'_> {
    /// What begins at a token and the token behind it: a moment, or a date that does not exist with its clock. A clock
    /// of another `round` is on the same day.
    fn expression(
        &self,
        at: usize,
        round: Option<Whole>,
    ) -> Option<(Option<TimeExpression>, Whole, usize)> {
        if let TokenKind::Timestamp(seconds) = self.tokens.kind(at)? {
            let (timestamp, end) = self.timestamp(at, seconds)?;
            return Some((Some(timestamp), Whole::default(), end));
        }
        if !self.may_begin(at) {
            return None;
        }
        let (whole, rule, end) = self.gathered(at)?;
        if self.is_in_a_name(end) {
            return None;
        }
        let mut whole = round.and_then(|it| whole.on_day_of(&it)).unwrap_or(whole);
        if whole.is_impossible() {
            return Some((None, whole, end));
        }
        let mut resolved = self.resolve(&whole)?;
        let mut end = end;
        if let Some((first, last, behind)) = self.until(&whole, &resolved, end) {
            (whole, end) = (first, behind);
            resolved = self.resolve(&whole)?;
            resolved.end = Some(last);
        }
        let Resolved {
            start,
            end: until,
            grain,
            zone_named,
            confidence,
        } = resolved;
        let expression = TimeExpression {
            start,
            end: until,
            grain,
            zone_named,
            span: self.tokens.span(&(at..end)),
            rule,
            confidence,
        };
        Some((Some(expression), whole, end))
    }

    /// `monday.com`, `friday@example.com`, `2026-02-10.log`.
    fn is_in_a_name(&self, end: usize) -> bool {
        self.glued_mark(end, &['.', '@', '_']).is_some()
            && self.tokens.is_word(end + 1)
            && self.tokens.get(end + 1).is_some_and(|it| !it.capital)
    }

    /// The pieces of one moment from a token on, the rule of the first, and the token behind the last.
    fn gathered(&self, at: usize) -> Option<(Whole, Rule, usize)> {
        let first = self.piece(at, false)?;
        let mut whole = Whole::default().with(first.what)?;
        let mut end = first.end;
        for _ in 1..PIECES {
            let Some((joined, behind)) = self.and_next(&whole, end) else {
                break;
            };
            (whole, end) = (joined, behind);
        }
        // "Wed Oct 26 15:50 2016": the year stands behind the clock.
        if let Some((year, 4)) = self.tokens.number(end)
            && self.may_stop(end + 1)
            && whole.takes_year(year)
        {
            end += 1;
        }
        whole.is_enough().then_some((whole, first.rule, end))
    }

    /// The other end of a range of days, and the first with what the other says of both: `Friday to Sunday`,
    /// `5 March 20:00 - 6 March 02:00`, `ma-vr 9-17u`.
    fn until(
        &self,
        first: &Whole,
        from: &Resolved,
        at: usize,
    ) -> Option<(Whole, NaiveDateTime, usize)> {
        if from.end.is_some() || !first.has_date() {
            return None;
        }
        let (last, _, end) = self.gathered(self.through(at)?)?;
        if !last.has_date() || last.is_impossible() {
            return None;
        }
        let first = first.at_hours_of(&last);
        let from = self
            .resolve(&first)
            .filter(|_| first.has_clock())
            .unwrap_or(*from);
        let last_day = self.resolve(&last)?;
        let until = last_day
            .end
            .filter(|_| first.has_clock())
            .unwrap_or(last_day.start);
        let week = Duration::days(7);
        let until = if until <= from.start && last.is_on_weekday() {
            until + week
        } else {
            until
        };
        (until > from.start).then_some((first, until, end))
    }

    fn may_begin(&self, at: usize) -> bool {
        let known =
            matches!(self.tokens.kind(at), Some(TokenKind::Number(_))) || is_known(self.tokens, at);
        known && !self.is_inside_phrase(at)
    }

    /// `ten laatste vrijdag`: the word belongs to the one before it.
    fn is_inside_phrase(&self, at: usize) -> bool {
        let deadline = |start| self.past(start, Meaning::Deadline);
        at.checked_sub(1)
            .and_then(deadline)
            .is_some_and(|end| end == at + 1)
    }

    /// The whole with the piece behind it, and the token behind that.
    fn and_next(&self, whole: &Whole, end: usize) -> Option<(Whole, usize)> {
        let mut starts = [end; 4];
        let marked = self.joint_mark(end);
        starts[1] = marked;
        starts[2] = self.joint_word(marked);
        starts[3] = self.joint_word(starts[2]);
        for (at, start) in starts.into_iter().enumerate() {
            if at > 0 && starts[..at].contains(&start) {
                continue;
            }
            if let Some(piece) = self.piece(start, whole.has_day())
                && let Some(joined) = whole.with(piece.what)
            {
                return Some((joined, piece.end));
            }
        }
        None
    }

    fn joint_mark(&self, at: usize) -> usize {
        match self.tokens.kind(at) {
            Some(TokenKind::Mark(',' | '-' | '@' | '(' | ')' | '|')) => self.skip_mark(at + 1, '-'),
            _ => at,
        }
    }

    fn joint_word(&self, at: usize) -> usize {
        self.word(at, |it| {
            matches!(
                it,
                Meaning::At
                    | Meaning::AtClock
                    | Meaning::On
                    | Meaning::About
                    | Meaning::Article
                    | Meaning::From
                    | Meaning::Of
            )
            .then_some(())
        })
        .map_or(at, |((), end)| end)
    }

    /// The piece that begins at a token.
    fn piece(&self, at: usize, beside: bool) -> Option<Piece> {
        self.now_said(at)
            .or_else(|| self.edge(at))
            .or_else(|| self.shift(at))
            .or_else(|| self.closest(at))
            .or_else(|| self.nth(at))
            .or_else(|| self.in_period(at))
            .or_else(|| self.nth_week(at))
            .or_else(|| self.weekend_of(self.skip(at, Meaning::Article)))
            .or_else(|| self.week_of_day(at))
            .or_else(|| self.dated(at))
            .or_else(|| self.feast(at))
            .or_else(|| self.weekday(at))
            .or_else(|| self.relative(at))
            .or_else(|| self.of_month(at))
            .or_else(|| self.clock(at, beside))
            .or_else(|| self.span(at))
            .or_else(|| self.part_of_day(at))
    }

    fn timestamp(&self, at: usize, seconds: i64) -> Option<(TimeExpression, usize)> {
        let start = local(DateTime::from_timestamp(seconds, 0)?, self.zone).with_second(0)?;
        let expression = TimeExpression {
            start,
            end: None,
            grain: Grain::Minute,
            zone_named: true,
            span: self.tokens.span(&(at..at + 1)),
            rule: Rule::Timestamp,
            confidence: Confidence::High,
        };
        Some((expression, at + 1))
    }
}
