//! How far somebody is in the wizard, and where each of their moves leads.

use super::Question;

/// How far somebody is: at which step, and what they have chosen on the way. Small enough to travel in a button's id, so
/// that nothing has to be remembered between two presses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// The step, counted from 0; as many as there are steps stands for the end.
    at: u8,
    /// A bit for each question that has been answered, in the order of [`Question::all`].
    chosen: u8,
}

/// A move that chooses nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Move {
    /// On to the next step; what is set stays.
    Skip,
    /// To the step before.
    Back,
    /// To the end; the steps in between are skipped.
    Finish,
}

/// The end, counted like the steps.
#[expect(clippy::cast_possible_truncation, reason = "there are seven steps")]
const END: u8 = Question::STEPS.len() as u8;

impl Progress {
    /// At the first step, with nothing chosen.
    pub const START: Self = Self { at: 0, chosen: 0 };

    /// What [`parts`](Self::parts) gave; none when it cannot have given this.
    ///
    /// ```
    /// # use settings_core::wizard::Progress;
    /// let (at, chosen) = Progress::START.chosen().parts();
    /// assert_eq!(Progress::from_parts(at, chosen), Some(Progress::START.chosen()));
    /// assert_eq!(Progress::from_parts(99, 0), None);
    /// ```
    pub fn from_parts(at: u8, chosen: u8) -> Option<Self> {
        (at <= END).then_some(Self { at, chosen })
    }

    /// Two numbers that stand for it.
    pub fn parts(self) -> (u8, u8) {
        (self.at, self.chosen)
    }

    /// The number of the step, counted from 1; none at the end.
    pub fn step(self) -> Option<u8> {
        (!self.is_over()).then_some(self.at + 1)
    }

    /// What is asked here. At the end it is the question below the summary.
    pub fn question(self) -> Question {
        let step = Question::STEPS.get(usize::from(self.at));
        step.copied().unwrap_or(Question::AFTERWARDS)
    }

    /// Whether all steps are behind.
    pub fn is_over(self) -> bool {
        self.at >= END
    }

    /// Whether `question` has been answered on the way.
    pub fn has_chosen(self, question: Question) -> bool {
        self.chosen & bit(question) != 0
    }

    /// After the question here was answered and the answer stored. An answer that could not be stored changes nothing:
    /// the step is kept.
    #[must_use]
    pub fn chosen(self) -> Self {
        let chosen = self.chosen | bit(self.question());
        Self { chosen, ..self }.after(Move::Skip)
    }

    /// After a move. There is no way back from the first step, and none on from the end.
    #[must_use]
    pub fn after(self, made: Move) -> Self {
        let at = match made {
            Move::Skip => (self.at + 1).min(END),
            Move::Back => self.at.saturating_sub(1),
            Move::Finish => END,
        };
        Self { at, ..self }
    }
}

fn bit(question: Question) -> u8 {
    let place = Question::all().position(|it| it == question);
    place.map_or(0, |it| 1 << it)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn skipping_everything_asks_the_seven_questions_in_their_order() {
        let mut progress = Progress::START;
        let mut asked = Vec::new();
        while let Some(step) = progress.step() {
            asked.push((usize::from(step), progress.question()));
            progress = progress.after(Move::Skip);
        }
        let expected: Vec<_> = (1..).zip(Question::STEPS).collect();
        assert_eq!(asked, expected);
        assert!(progress.is_over());
        assert!(Question::all().all(|it| !progress.has_chosen(it)));
    }

    #[test]
    fn an_answer_is_kept_and_leads_on() {
        let progress = Progress::START.after(Move::Skip).chosen();
        assert_eq!(progress.question(), Question::AnnouncementsChannel);
        assert!(progress.has_chosen(Question::RulesChannel));
        assert!(!progress.has_chosen(Question::LogChannel));
    }

    #[test]
    fn what_was_chosen_stays_chosen_when_one_goes_back_and_skips() {
        let back = Progress::START.chosen().after(Move::Back);
        assert_eq!(back.question(), Question::LogChannel);
        assert!(back.after(Move::Skip).has_chosen(Question::LogChannel));
    }

    #[test]
    fn finishing_skips_the_rest() {
        let over = Progress::START.chosen().after(Move::Finish);
        assert_eq!((over.step(), over.question()), (None, Question::AFTERWARDS));
        assert!(over.has_chosen(Question::LogChannel));
        assert!(!over.has_chosen(Question::StaffRole));
    }

    #[test]
    fn the_first_step_has_nothing_before_it_and_the_end_nothing_behind() {
        assert_eq!(Progress::START.after(Move::Back), Progress::START);
        let over = Progress::START.after(Move::Finish);
        assert_eq!(over.after(Move::Skip), over);
        assert!(over.chosen().is_over());
        assert!(over.chosen().has_chosen(Question::AFTERWARDS));
    }

    #[test]
    fn a_second_press_on_the_same_button_skips_no_second_step() {
        let shown = Progress::START;
        assert_eq!(shown.after(Move::Skip), shown.after(Move::Skip));
        assert_eq!(shown.after(Move::Skip).step(), Some(2));
    }

    proptest! {
        #[test]
        fn whatever_a_button_claims_every_move_leads_to_a_step_or_the_end(at: u8, chosen: u8) {
            let read = Progress::from_parts(at, chosen);
            prop_assert_eq!(read.is_some(), at <= 7);
            let Some(progress) = read else { return Ok(()) };
            prop_assert_eq!(progress.parts(), (at, chosen));
            for next in [Move::Skip, Move::Back, Move::Finish].map(|it| progress.after(it)) {
                prop_assert!(next.parts().0 <= 7);
                prop_assert_eq!(next.parts().1, chosen);
            }
            prop_assert!(progress.chosen().has_chosen(progress.question()));
        }
    }
}
