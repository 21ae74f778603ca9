//! Turns numbers of lines of the history into what changed, and tells each change once.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use kernel::GuildId;
use settings_core::{HistoryEntry, HistoryId, Registry, SettingChanged};
use sqlx::PgPool;
use tokio::sync::{Notify, broadcast};

use super::SettingsSignal;
use super::history;

/// So many lines wait to be read at most. Past that, and after a gap, the newest so many are read.
const MOST: usize = 256;
/// So many lines are remembered as told: whoever looks at the newest again meets no others that were told.
const MOST_TOLD: usize = 2 * MOST;
/// The wait after a failure; twice as long after each further one …
const FIRST_PAUSE: Duration = Duration::from_secs(1);
/// … up to this.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// What was heard and is not read yet. Clones share it.
#[derive(Clone, Default)]
pub(super) struct Unread {
    heard: Arc<Mutex<Heard>>,
    news: Arc<Notify>,
}

#[derive(Default)]
struct Heard {
    lines: Vec<(GuildId, HistoryId)>,
    /// Whether lines may have gone unheard.
    gap: bool,
}

/// Reads what was heard, and tells it.
pub(super) struct Telling {
    pub(super) pool: PgPool,
    pub(super) registry: Arc<Registry>,
    pub(super) signals: broadcast::Sender<SettingsSignal>,
    pub(super) unread: Unread,
}

/// What was told so far.
#[derive(Default)]
struct Told {
    /// The newest line when listening began: what is older is nobody's news.
    since: Option<i64>,
    lines: VecDeque<HistoryId>,
}

impl Unread {
    /// A line was written.
    pub(super) fn line(&self, guild: GuildId, line: HistoryId) {
        self.lock().hear(guild, line);
        self.news.notify_one();
    }

    /// Listening begins, for the first time or again.
    pub(super) fn begun(&self) {
        self.lock().gap = true;
        self.news.notify_one();
    }

    fn take(&self) -> Heard {
        std::mem::take(&mut self.lock())
    }

    /// What could not be read waits before what came meanwhile.
    fn give_back(&self, heard: Heard) {
        let mut now = self.lock();
        let later = std::mem::replace(&mut *now, heard);
        now.gap |= later.gap;
        for (guild, line) in later.lines {
            now.hear(guild, line);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Heard> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Heard {
    fn hear(&mut self, guild: GuildId, line: HistoryId) {
        if self.lines.len() >= MOST {
            self.lines.clear();
            self.gap = true;
        }
        self.lines.push((guild, line));
    }
}

impl Telling {
    /// Tells what is heard for as long as it is polled.
    pub(super) async fn tell_for_ever(self) {
        let mut told = Told::default();
        let mut pause = FIRST_PAUSE;
        loop {
            self.unread.news.notified().await;
            while let Err(error) = self.tell(&mut told).await {
                tracing::warn!(
                    error = &error as &dyn std::error::Error,
                    "who changed which setting is told later"
                );
                tokio::time::sleep(pause).await;
                pause = LONGEST_PAUSE.min(pause * 2);
            }
            pause = FIRST_PAUSE;
        }
    }

    async fn tell(&self, told: &mut Told) -> Result<(), sqlx::Error> {
        let heard = self.unread.take();
        let read = self.read(&heard, told).await;
        let lines = read.inspect_err(|_| self.unread.give_back(heard))?;
        for (guild, entry) in lines {
            if told.is_news(entry.id)
                && let Some(change) = change(&self.registry, &entry)
            {
                // An error only means that nobody listens at the moment.
                let _ = self.signals.send(SettingsSignal::Changed { guild, change });
            }
        }
        Ok(())
    }

    async fn read(
        &self,
        heard: &Heard,
        told: &mut Told,
    ) -> Result<Vec<(GuildId, HistoryEntry)>, sqlx::Error> {
        let mut lines = Vec::new();
        if heard.gap {
            match told.since {
                Some(since) => lines = history::newest_since(&self.pool, since, MOST).await?,
                None => told.since = Some(history::newest(&self.pool).await?),
            }
        }
        if !heard.lines.is_empty() {
            lines.extend(history::lines(&self.pool, &heard.lines).await?);
        }
        Ok(lines)
    }
}

impl Told {
    /// Whether a line was not told before. From here on it was.
    fn is_news(&mut self, line: HistoryId) -> bool {
        if self.lines.contains(&line) {
            return false;
        }
        if self.lines.len() >= MOST_TOLD {
            self.lines.pop_front();
        }
        self.lines.push_back(line);
        true
    }
}

/// What a line says, if this version knows the setting and anybody can notice the change.
fn change(registry: &Registry, entry: &HistoryEntry) -> Option<SettingChanged> {
    let definition = registry.find(&entry.scope, &entry.key)?;
    let value = |raw: &Option<_>| {
        let raw = raw.clone()?;
        definition.kind.decode_stored(raw).ok().flatten()
    };
    let (old, new) = (value(&entry.old), value(&entry.new));
    let change = SettingChanged {
        definition,
        old,
        new,
        actor: entry.changed_by,
        source: entry.source,
    };
    Some(change).filter(|it| it.old != it.new)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(number: usize) -> HistoryId {
        HistoryId::new(i64::try_from(number).unwrap()).unwrap()
    }

    #[test]
    fn ten_times_what_may_wait_leaves_a_gap_and_no_more_than_the_bound() {
        let unread = Unread::default();
        let guild = GuildId::new(1).unwrap();
        for number in 1..=10 * MOST {
            unread.line(guild, line(number));
            assert!(unread.lock().lines.len() <= MOST);
        }
        let heard = unread.take();
        assert!(heard.gap);
        assert_eq!(heard.lines.last(), Some(&(guild, line(10 * MOST))));
        unread.line(guild, line(1));
        unread.give_back(heard);
        assert!(unread.lock().lines.len() <= MOST && unread.lock().gap);
    }

    #[test]
    fn a_line_is_news_once_and_only_so_many_are_remembered() {
        let mut told = Told::default();
        for number in 1..=10 * MOST_TOLD {
            assert!(told.is_news(line(number)));
            assert!(!told.is_news(line(number)));
            assert!(told.lines.len() <= MOST_TOLD);
        }
    }
}
