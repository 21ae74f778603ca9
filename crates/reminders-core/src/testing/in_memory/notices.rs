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
        })
    }

    fn pause_news(&self, id: ReminderId, now: DateTime<Utc>) -> Option<Notice> {
        let reminder = self.reminders.get(&id)?.clone();
        let rest = self.rests.get(&id).filter(|it| it.telling.waits(now))?;
        let news = News::Paused {
            since: reminder.paused?.since,
            trouble: rest.trouble.clone()?,
        };
        Some(Notice { reminder, news })
    }

    fn mark(&mut self, news: &Notice, telling: ToTell) {
        match &news.news {
            News::NotSent { id, .. } => {
                if let Some(end) = self.ended.get_mut(id) {
                    end.telling = telling;
                }
            }
            News::Paused { since, trouble } => {
                let id = news.reminder.id;
                let paused = self.reminders.get(&id).and_then(|it| it.paused);
                let same =
                    paused.is_some_and(|it| it.since == *since && it.reason == trouble.reason());
                if let Some(rest) = self.rests.get_mut(&id).filter(|_| same) {
                    rest.telling = telling;
                }
            }
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
            state.mark(notice, ToTell::Until(now + lease));
        }
        Ok(Some(GuildNotices {
            guild,
            guild_name: String::new(),
            notices,
        }))
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
