//! What the wizard's last card tells: what became of each step, and what is still to do.

use chrono_tz::Tz;

use super::{Progress, Question};
use crate::system::TIMEZONE;
use crate::{Capability, Definition, Registry, SettingValue, Snapshot};

/// The end of a run.
#[derive(Debug, Clone, PartialEq)]
pub struct Summary {
    /// What became of each step, in their order; the question asked afterwards follows once it has a value.
    pub answers: Vec<Answer>,
    /// What the admin should still look at, the most important first.
    pub to_do: Vec<ToDo>,
}

/// What became of a question.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The question.
    pub question: Question,
    /// The value that holds now, by whomever it was set.
    pub value: Option<SettingValue>,
    /// Whether it was chosen in this run; it was skipped otherwise.
    pub chosen: bool,
}

/// Something that is still to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ToDo {
    /// Something that is switched on waits for this answer.
    Choose(Question),
    /// The server has not said in which zone it lives, so this one holds.
    ConfirmZone(Tz),
}

impl Summary {
    /// The end of a run that went like this, in a guild with these settings, where these capabilities have their needs.
    pub fn of<'a>(
        progress: Progress,
        registry: &Registry,
        snapshot: &Snapshot,
        capabilities: impl IntoIterator<Item = &'a Capability>,
    ) -> Self {
        let answer = |question: Question| Answer {
            question,
            value: value(question, registry, snapshot),
            chosen: progress.has_chosen(question),
        };
        let steps = Question::STEPS.map(answer).into_iter();
        let afterwards = Some(answer(Question::AFTERWARDS)).filter(|it| it.value.is_some());
        let capabilities = capabilities.into_iter();
        let wanted = capabilities.filter(|it| it.is_wanted(registry, snapshot));
        let needed: Vec<_> = wanted.flat_map(|it| it.settings).copied().collect();
        let missing = Question::all().filter(|it| {
            value(*it, registry, snapshot).is_none() && is_needed(*it, &needed, registry, snapshot)
        });
        let zone = snapshot.overridden(&TIMEZONE).is_none();
        let zone = zone.then(|| ToDo::ConfirmZone(snapshot.zone(&TIMEZONE)));
        Self {
            answers: steps.chain(afterwards).collect(),
            to_do: missing.map(ToDo::Choose).chain(zone).collect(),
        }
    }

    /// Whether the question that is asked afterwards is still open.
    pub fn asks_afterwards(&self) -> bool {
        self.to_do.contains(&ToDo::Choose(Question::AFTERWARDS))
    }
}

fn value(question: Question, registry: &Registry, snapshot: &Snapshot) -> Option<SettingValue> {
    snapshot.effective(question.definition(registry)?)
}

/// Whether something that is switched on waits for an answer. Reminders can do without a channel of their own, but then
/// everyone has to name one each time.
fn is_needed(
    question: Question,
    needed: &[&Definition],
    registry: &Registry,
    snapshot: &Snapshot,
) -> bool {
    if question == Question::AFTERWARDS {
        let gate = registry.find(question.setting().0, "enabled");
        return gate.is_none_or(|it| snapshot.bool(it));
    }
    let definition = question.definition(registry);
    definition.is_some_and(|it| needed.iter().any(|needed| needed.is(it)))
}

#[cfg(test)]
mod tests {
    use kernel::ChannelId;

    use super::super::Move;
    use super::*;
    use crate::system::{self, LOG_CHANNEL};
    use crate::{Kind, Since};

    const SWITCH: Definition = Definition::switch("reminders", "enabled", true, "Reminders");
    const DEFAULT: Definition = Definition::new(
        "reminders",
        "default_channel_id",
        Kind::Channel,
        "Where they go",
    );
    const REMINDERS: &[Definition] = &[SWITCH, DEFAULT];
    const WATCHER_SWITCH: Definition =
        Definition::switch("embedwatcher", "enabled", true, "Watcher");
    const WATCHED: Definition = Definition::new(
        "embedwatcher",
        "announcements_channel_id",
        Kind::Channel,
        "What is watched",
    );
    const WATCHER: &[Definition] = &[WATCHER_SWITCH, WATCHED];
    const CATEGORY: Definition =
        Definition::new("ticketbot", "category_id", Kind::Category, "Where they are");
    const STAFF: Definition =
        Definition::new("ticketbot", "staff_role_id", Kind::Role, "Who answers");
    const TICKETS: &[Definition] = &[CATEGORY, STAFF];
    const NEEDS: &[Capability] = &[
        Capability {
            settings: &[&WATCHED],
            ..Capability::of("embedwatcher", Since::SwitchedOn)
        },
        Capability {
            settings: &[&CATEGORY],
            ..Capability::of("ticketbot", Since::SetUp)
        },
    ];

    fn registry() -> Registry {
        Registry::new(&[system::DEFINITIONS, REMINDERS, WATCHER, TICKETS]).unwrap()
    }

    fn channel(id: u64) -> SettingValue {
        SettingValue::Channel(ChannelId::new(id).unwrap())
    }

    fn of(progress: Progress, snapshot: &Snapshot) -> Summary {
        let needs = system::CAPABILITIES.iter().chain(NEEDS);
        Summary::of(progress, &registry(), snapshot, needs)
    }

    #[test]
    fn tells_of_each_step_what_was_chosen_and_what_was_skipped() {
        let snapshot = Snapshot::default()
            .with(&LOG_CHANNEL, channel(1))
            .with(&system::RULES_CHANNEL, channel(2));
        let progress = Progress::START.chosen().after(Move::Finish);
        let answers = of(progress, &snapshot).answers;
        let asked: Vec<_> = answers.iter().map(|it| it.question).collect();
        assert_eq!(asked, Question::STEPS);
        assert_eq!(
            (answers[0].chosen, &answers[0].value),
            (true, &Some(channel(1)))
        );
        // Skipped, but somebody had set it before.
        assert_eq!(
            (answers[1].chosen, &answers[1].value),
            (false, &Some(channel(2)))
        );
        assert_eq!((answers[2].chosen, &answers[2].value), (false, &None));
    }

    #[test]
    fn what_daily_use_waits_for_is_to_do_and_the_rest_is_not() {
        let bare = of(Progress::START.after(Move::Finish), &Snapshot::default());
        let expected = [
            ToDo::Choose(Question::LogChannel),
            ToDo::Choose(Question::AnnouncementsChannel),
            ToDo::Choose(Question::ReminderChannel),
            ToDo::ConfirmZone(Tz::Europe__Brussels),
        ];
        assert_eq!(bare.to_do, expected);
        assert!(bare.asks_afterwards());
    }

    #[test]
    fn what_is_switched_off_needs_no_channel() {
        let off = Snapshot::default()
            .with(&SWITCH, SettingValue::Bool(false))
            .with(&WATCHER_SWITCH, SettingValue::Bool(false));
        let to_do = of(Progress::START, &off).to_do;
        assert_eq!(to_do[0], ToDo::Choose(Question::LogChannel));
        assert!(matches!(to_do[1..], [ToDo::ConfirmZone(_)]), "{to_do:?}");
    }

    #[test]
    fn what_was_begun_waits_for_the_rest() {
        let role = SettingValue::Role(kernel::RoleId::new(4).unwrap());
        let begun = Snapshot::default().with(&STAFF, role);
        let to_do = of(Progress::START, &begun).to_do;
        assert!(
            to_do.contains(&ToDo::Choose(Question::TicketCategory)),
            "{to_do:?}"
        );
    }

    #[test]
    fn what_was_asked_afterwards_is_told_once_it_is_set() {
        let set = Snapshot::default()
            .with(&DEFAULT, channel(3))
            .with(&TIMEZONE, SettingValue::TimeZone(Tz::Europe__Brussels));
        let summary = of(Progress::START.after(Move::Finish).chosen(), &set);
        let last = summary.answers.last().unwrap();
        assert_eq!(last.question, Question::ReminderChannel);
        assert!(last.chosen);
        let open = [
            ToDo::Choose(Question::LogChannel),
            ToDo::Choose(Question::AnnouncementsChannel),
        ];
        assert_eq!(summary.to_do, open);
    }
}
