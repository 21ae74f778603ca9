//! What the counts amount to.

use chrono::TimeDelta;

use crate::Phase;

/// What was counted of a guild over some days.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figures {
    /// How often the way in was offered.
    pub shown: u64,
    /// How many sessions began.
    pub started: u64,
    /// How many got past each step, in the order of the way.
    pub reached: Vec<Reached>,
    /// How many completed it.
    pub completed: u64,
    /// How long all who completed it took together.
    pub took: TimeDelta,
}

/// How many got past a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reached {
    /// Of which part of the way.
    pub phase: Phase,
    /// Its number there, from 0.
    pub step: u16,
    /// How many.
    pub members: u64,
}

impl Figures {
    /// How long a completion takes on average; none when there was none.
    pub fn average(&self) -> Option<TimeDelta> {
        let completed = i32::try_from(self.completed).ok().filter(|it| *it > 0)?;
        Some(self.took / completed)
    }

    /// How many of a hundred who began completed it; none when nobody began.
    pub fn completed_percent(&self) -> Option<u64> {
        (self.started > 0).then(|| (self.completed * 100 / self.started).min(100))
    }

    /// The counts as they are stored, put together: word, step, how many, seconds. Words of a newer release are left out.
    pub fn of_counts(counts: impl IntoIterator<Item = (String, u16, u64, i64)>) -> Self {
        let mut figures = Self::default();
        for (word, step, count, seconds) in counts {
            let phase = match word.as_str() {
                "shown" => {
                    figures.shown += count;
                    continue;
                }
                "started" => {
                    figures.started += count;
                    continue;
                }
                "completed" => {
                    figures.completed += count;
                    figures.took += TimeDelta::seconds(seconds);
                    continue;
                }
                "rule" => Phase::Rules,
                "question" => Phase::Questions,
                "personalization" => Phase::Personalisation,
                "confirmed" => Phase::Confirming,
                _ => continue,
            };
            figures.pass(phase, step, count);
        }
        figures.reached.sort_by_key(|it| (it.phase, it.step));
        figures
    }

    fn pass(&mut self, phase: Phase, step: u16, members: u64) {
        let known = self.reached.iter_mut();
        match known
            .into_iter()
            .find(|it| it.phase == phase && it.step == step)
        {
            Some(reached) => reached.members += members,
            None => self.reached.push(Reached {
                phase,
                step,
                members,
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::FunnelEvent;

    #[test]
    fn counts_of_several_days_are_put_together_in_the_order_of_the_way() {
        let row = |word: &str, step, count, seconds| (word.to_owned(), step, count, seconds);
        let figures = Figures::of_counts([
            row("question", 1, 2, 0),
            row("question", 0, 3, 0),
            row("question", 0, 1, 0),
            row("rule", 0, 5, 0),
            row("started", 0, 8, 0),
            row("shown", 0, 9, 0),
            row("completed", 0, 2, 90),
            row("of a newer release", 0, 7, 0),
        ]);
        let reached: Vec<_> = figures
            .reached
            .iter()
            .map(|it| (it.phase, it.step, it.members))
            .collect();
        assert_eq!(
            reached,
            [
                (Phase::Rules, 0, 5),
                (Phase::Questions, 0, 4),
                (Phase::Questions, 1, 2)
            ]
        );
        assert_eq!(
            (figures.shown, figures.started, figures.completed),
            (9, 8, 2)
        );
        assert_eq!(figures.average(), Some(TimeDelta::seconds(45)));
        assert_eq!(figures.completed_percent(), Some(25));
        assert_eq!(Figures::default().average(), None);
        assert_eq!(Figures::default().completed_percent(), None);
    }

    #[test]
    fn every_event_is_counted_where_it_is_looked_for() {
        let phases = [
            Phase::Rules,
            Phase::Questions,
            Phase::Personalisation,
            Phase::Confirming,
        ];
        for phase in phases {
            let event = FunnelEvent::Passed(phase, 2);
            let figures = Figures::of_counts([(event.word().to_owned(), event.step(), 1, 0)]);
            assert_eq!(figures.reached[0].phase, phase);
        }
    }
}
