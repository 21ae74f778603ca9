//! `/growthcheckin`: what a coach says to a check-in.

use chrono::{DateTime, Utc};
use language_model::{Block, CompletionRequest, Prompt, Quoted};

use super::{GROWTHCHECKIN, question};
use crate::{Checkin, CheckinForm, FEELING_MAX, GOAL_MAX};

/// So many earlier check-ins go along at most.
pub const EARLIER_MOST: usize = 5;

const TASK: &str = "Be a calm coach. Mirror back what the person wrote, give some perspective, and ask one or two deeper \
    questions. Stay under 250 words. If earlier check-ins are there, point out patterns and progress.";
const DISTRESSED: &str = "Be a calm, warm listener. The person may be going through something heavy: take it seriously, be \
    gentle, promise nothing, judge nothing, and encourage them to talk to somebody they trust or to a helpline. Stay under \
    250 words. Ask at most one gentle question.";

/// What to say to a check-in, with the person's own earlier ones, the newest first.
pub fn check_in(
    form: &CheckinForm,
    earlier: &[Checkin],
    deadline: DateTime<Utc>,
) -> CompletionRequest {
    let pieces = pieces(form);
    let prompt = Prompt::new("This is my check-in.").with(Block::new("CHECKIN", pieces));
    let earlier: Vec<_> = earlier.iter().take(EARLIER_MOST).collect();
    let prompt = if earlier.is_empty() {
        prompt
    } else {
        let lines = earlier.iter().rev().map(|it| {
            let text = format!(
                "Goal: {}. Obstacle: {}. Feeling: {}",
                it.form.goal(),
                it.form.obstacle(),
                it.form.feeling()
            );
            let day = it.created_at.format("%Y-%m-%d").to_string();
            Quoted::new(&day, &text, FEELING_MAX)
        });
        prompt
            .then("These are my earlier ones, the oldest first.")
            .with(Block::new("EARLIER", lines))
    };
    let task = if form.is_distressed() {
        DISTRESSED
    } else {
        TASK
    };
    question(GROWTHCHECKIN, task, prompt, 500, deadline)
}

fn pieces(form: &CheckinForm) -> [Quoted; 3] {
    [
        Quoted::new("Goal", form.goal(), GOAL_MAX),
        Quoted::new("Obstacle", form.obstacle(), GOAL_MAX),
        Quoted::new("Feeling", form.feeling(), FEELING_MAX),
    ]
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use kernel::UserId;

    use super::*;
    use crate::CheckinId;

    #[test]
    fn earlier_check_ins_go_along_the_oldest_first() {
        let form = |goal: &str| CheckinForm::new(goal, "time", "fine").unwrap();
        let newest_first = (1..=7).rev().map(|day| Checkin {
            id: CheckinId::new(day).unwrap(),
            guild: None,
            user: UserId::new(7).unwrap(),
            form: form(&format!("goal {day}")),
            reply: "Well done.".to_owned(),
            shared: false,
            created_at: DateTime::UNIX_EPOCH + TimeDelta::days(day.cast_signed()),
        });
        let earlier: Vec<_> = newest_first.collect();
        let asked = check_in(&form("today"), &earlier, DateTime::UNIX_EPOCH);
        let text = asked.messages[0].text();
        let places = [3, 4, 5, 6, 7].map(|day| text.find(&format!("Goal: goal {day}.")).unwrap());
        assert!(places.is_sorted(), "{text}");
        assert!(!text.contains("goal 2."), "{text}");
    }

    #[test]
    fn whoever_is_in_distress_meets_a_listener() {
        let asked = |feeling| {
            let form = CheckinForm::new("sleep", "thoughts", feeling).unwrap();
            check_in(&form, &[], DateTime::UNIX_EPOCH).system
        };
        assert!(asked("I want to die").as_str().contains("helpline"));
        assert!(!asked("a bit tired").as_str().contains("helpline"));
    }
}
