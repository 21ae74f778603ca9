//! What was understood of a message, by the rules or by a model.

use chrono_tz::Tz;
use parsers::{Confidence, Kind, ParsedAnnouncement, Warning};

use super::compose::schedule_of;
use crate::announcement::Reading;
use crate::{Schedule, SourceText};

/// An announcement makes at most so many reminders (design D8).
pub(super) const MOST_EVENTS: usize = 10;

/// Who understood an announcement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Via {
    /// The rules.
    Rules,
    /// A language model; a person should look at it.
    Model,
}

/// How an announcement was understood, for whoever looks at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Understanding {
    /// The zone in which its clocks were read.
    pub zone: Tz,
    /// The address to go to.
    pub link: Option<String>,
    /// How far the reading can be trusted.
    pub confidence: Confidence,
    /// What a person should look at.
    pub warnings: Vec<Warning>,
    /// Who understood it.
    pub via: Via,
}

/// The events that a message announces.
#[derive(Debug, Clone)]
pub(super) struct Understood<'a> {
    /// The text that they were read out of.
    pub(super) source: &'a SourceText,
    /// When they are, the earliest first; none when that is impossible.
    pub(super) schedules: Vec<Schedule>,
    /// What they are called, as far as it was read.
    pub(super) title: Option<String>,
    /// Where they are.
    pub(super) location: Option<String>,
    /// The rest.
    pub(super) how: Understanding,
}

impl<'a> Understood<'a> {
    /// What the rules read.
    pub(super) fn by_rules(reading: Reading<'a>, zone: Tz) -> Self {
        let Reading { source, parsed } = reading;
        let (schedules, warnings) = schedules(&parsed);
        Self {
            source,
            schedules,
            title: parsed.title,
            location: parsed.location,
            how: Understanding {
                zone,
                link: parsed.link,
                confidence: parsed.confidence,
                warnings,
                via: Via::Rules,
            },
        }
    }
}

/// Every moment that makes a reminder, and the warnings that are left then: further dates are one only beyond the tenth.
fn schedules(parsed: &ParsedAnnouncement) -> (Vec<Schedule>, Vec<Warning>) {
    let mut schedules: Vec<Schedule> = schedule_of(parsed).into_iter().collect();
    let mut warnings = parsed.warnings.clone();
    if let (Kind::OneOff { .. }, Some(at)) = (
        &parsed.kind,
        warnings
            .iter()
            .position(|it| matches!(it, Warning::MoreDates(_))),
    ) && let Warning::MoreDates(more) = warnings.remove(at)
    {
        for start in &more {
            let schedule = Schedule::one_off(*start);
            if schedules.len() < MOST_EVENTS && !schedules.contains(&schedule) {
                schedules.push(schedule);
            }
        }
        let beyond: Vec<_> = more
            .into_iter()
            .filter(|it| !schedules.contains(&Schedule::one_off(*it)))
            .collect();
        if !beyond.is_empty() {
            warnings.push(Warning::MoreDates(beyond));
        }
    }
    (schedules, warnings)
}
