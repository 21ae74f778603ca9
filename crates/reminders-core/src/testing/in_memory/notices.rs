//! What people have yet to be told, without a database.

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use kernel::{PortFailure, Retry};

use super::{InMemoryReminders, Progress, State, ToTell};
use crate::{
    ChannelTrouble, GuildNotices, News, Notice, NoticeStore, OccurrenceId, OccurrenceResult,
    ReminderId, SendProblem,
};

impl ToTell {
    fn waits(self, now: DateTime<Utc>) -> bool {
        match self {
            Self::Until(until) => until <= now,
            Self::Untold => true,
            Self::Told => false,
        }
    }
}

impl State {
    fn send_news(&self, id: OccurrenceId, now: DateTime<Utc>) -> Option<Notice> {
        let recorded = self.occurrences.get(&id)?;
        let Progress::Ended(result) = &recorded.progress else {
            return None;
        };
        let end = self.ended.get(&id).filter(|it| it.telling.waits(now))?;
        let problem = match (result, &end.trouble) {
            (OccurrenceResult::Missed, _) => SendProblem::Missed,
            (OccurrenceResult::Failed { .. }, Some(ChannelTrouble::Gone)) => {
                SendProblem::ChannelGone
            }
            (OccurrenceResult::Failed { .. }, Some(ChannelTrouble::Forbidden(_))) => {
                SendProblem::Forbidden(Vec::new())
            }
            (OccurrenceResult::Failed { reason }, None) => SendProblem::Refused(reason.clone()),
            (OccurrenceResult::Sent { .. } | OccurrenceResult::Skipped, _) => return None,
        };
        Some(Notice {
            reminder: self.reminders.get(&recorded.reminder)?.clone(),
            news: News::NotSent {
                id,
                occurrence: recorded.occurrence,
                problem,
            },
            maker_told: end.maker_told,
        })
    }

    fn pause_news(&self, id: ReminderId, now: DateTime<Utc>) -> Option<Notice> {
        let reminder = self.reminders.get(&id)?.clone();
        let rest = self.rests.get(&id).filter(|it| it.telling.waits(now))?;
        let news = News::Paused {
            since: reminder.paused?.since,
            trouble: rest.trouble.clone()?,
        };
        Some(Notice {
            reminder,
            news,
            maker_told: rest.maker_told,
        })
    }

    /// How far people have been told of this, and whether its maker was; none when it has changed meanwhile.
    fn telling(&mut self, notice: &Notice) -> Option<(&mut ToTell, &mut bool)> {
        match &notice.news {
            News::NotSent { id, .. } => {
                let end = self.ended.get_mut(id)?;
                Some((&mut end.telling, &mut end.maker_told))
            }
            News::Paused { since, trouble } => {
                let id = notice.reminder.id;
                let paused = self.reminders.get(&id)?.paused?;
                if paused.since != *since || paused.reason != trouble.reason() {
                    return None;
                }
                let rest = self.rests.get_mut(&id)?;
                Some((&mut rest.telling, &mut rest.maker_told))
            }
        }
    }

    fn mark(&mut self, notice: &Notice, to: ToTell) {
        if let Some((telling, _)) = self.telling(notice) {
            *telling = to;
        }
    }

    /// Since when people have yet to be told of this.
    fn untold_since(&self, notice: &Notice) -> Option<DateTime<Utc>> {
        match &notice.news {
            News::NotSent { id, .. } => self.ended.get(id).map(|it| it.at),
            News::Paused { since, .. } => Some(*since),
        }
    }
}

#[async_trait]
impl NoticeStore for InMemoryReminders {
    async fn claim_untold(
        &self,
        now: DateTime<Utc>,
        lease: TimeDelta,
        limit: u32,
    ) -> Result<Option<GuildNotices>, PortFailure> {
        let mut state = self.reach("find out what people have yet to be told")?;
        let mut sends: Vec<_> = state
            .occurrences
            .keys()
            .filter_map(|id| state.send_news(*id, now))
            .collect();
        sends.sort_by_key(|it| match &it.news {
            News::NotSent { id, occurrence, .. } => (occurrence.fires_at, *id),
            News::Paused { since, .. } => (*since, OccurrenceId(0)),
        });
        let mut pauses: Vec<_> = state
            .reminders
            .keys()
            .filter_map(|id| state.pause_news(*id, now))
            .collect();
        let guilds = sends.iter().chain(&pauses).map(|it| it.reminder.what.guild);
        let Some(guild) = guilds.filter(|it| !state.left.contains(it)).min() else {
            return Ok(None);
        };
        for half in [&mut sends, &mut pauses] {
            half.retain(|it| it.reminder.what.guild == guild);
            half.truncate(limit as usize);
        }
        let notices: Vec<_> = sends.into_iter().chain(pauses).collect();
        for notice in &notices {
            let waited = state
                .untold_since(notice)
                .map_or(lease, |since| now - since);
            let until = now + waited.max(lease).min(TimeDelta::hours(1));
            state.mark(notice, ToTell::Until(until));
        }
        Ok(Some(GuildNotices {
            guild,
            guild_name: String::new(),
            notices,
        }))
    }

    async fn maker_told(&self, notices: &GuildNotices) -> Result<(), PortFailure> {
        let mut state = self.reach("record that makers were told")?;
        let theirs = |it: &&Notice| it.reminder.what.guild == notices.guild;
        for notice in notices.notices.iter().filter(theirs) {
            if let Some((_, maker_told)) = state.telling(notice) {
                *maker_told = true;
            }
        }
        Ok(())
    }

    async fn told(&self, notices: &GuildNotices, _now: DateTime<Utc>) -> Result<(), PortFailure> {
        const ATTEMPTED: &str = "record that people were told";
        let mut state = self.reach(ATTEMPTED)?;
        if state.tellings_to_fail > 0 {
            state.tellings_to_fail -= 1;
            return Err(PortFailure::new(ATTEMPTED, Retry::Later, "told to fail"));
        }
        let theirs = |it: &&Notice| it.reminder.what.guild == notices.guild;
        for notice in notices.notices.iter().filter(theirs) {
            state.mark(notice, ToTell::Told);
        }
        Ok(())
    }
}
