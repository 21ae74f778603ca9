//! What people see of the wizard: a card for each step, and the summary.

use kernel::GuildId;
use settings_core::wizard::{Answer, Move, Question, Session, SessionRefusal, Summary, ToDo};
use settings_core::{Definition, Kind, Registry, SettingValue, Snapshot};
use twilight_model::channel::message::component::{
    Button, SelectDefaultValue, SelectMenu, SelectMenuType,
};

use super::super::actions::Check;
use super::super::channels::Obstacle;
use super::super::checks::{Objection, objection};
use super::super::doctor::capabilities;
use super::super::value_view::value;
use super::super::view::{concern_words, not_admin, objection_words, refused_words};
use super::run::News;
use super::{answers, ids, words};
use crate::GuildDirectory;
use crate::convert::ToTwilight as _;
use crate::countdown::Expiry;
use crate::reply::{Body, Reply, button};
use crate::text::{Card, Colour, Rich};

/// No answer is a text, so nothing is ever cut.
const VALUE_MAX: usize = 200;

/// A run of the wizard, and the guild in which it runs.
pub(super) struct Scene<'a> {
    pub(super) session: &'a Session,
    pub(super) registry: &'a Registry,
    pub(super) snapshot: &'a Snapshot,
    pub(super) guild: GuildId,
    pub(super) directory: &'a GuildDirectory,
}

impl Scene<'_> {
    /// The card of the step, or the summary; it begins with what became of the answer before.
    pub(super) fn card(&self, news: Option<News>) -> Body {
        let news = news.map(news_words).unwrap_or_default();
        match self.session.progress.step() {
            Some(step) => self.step(step, &news),
            None => self.summary(&news),
        }
    }

    fn step(&self, step: u8, news: &Rich) -> Body {
        let question = self.session.progress.question();
        let title = Rich::own("🧭 Server setup (step ")
            .number(step)
            .and(" of ")
            .number(Question::STEPS.len() as u64)
            .and(")");
        let ask = news.clone().and(words::of(question).ask);
        let card = Card::new(Colour::Blue, title)
            .description(ask)
            .field(words::of(question).name, self.current(question))
            .footer("What you choose is stored at once.");
        let body = Body::card(card);
        let body = match question.definition(self.registry) {
            Some(definition) => body.menu(self.menu(question, definition)),
            None => body,
        };
        body.buttons(self.buttons(step)).expiring(Expiry {
            at: self.session.until,
            mark: ids::button(self.session, Move::Skip),
            instead: timed_out(),
        })
    }

    fn buttons(&self, step: u8) -> Vec<Button> {
        let lead = |label, made| button(label, ids::button(self.session, made));
        let back = Button {
            disabled: step == 1,
            ..lead("Back", Move::Back)
        };
        vec![
            back,
            lead("Skip", Move::Skip),
            lead("Finish now", Move::Finish),
        ]
    }

    fn summary(&self, news: &Rich) -> Body {
        let summary = Summary::of(
            self.session.progress,
            self.registry,
            self.snapshot,
            capabilities(),
        );
        let colour = if summary.to_do.is_empty() {
            Colour::Green
        } else {
            Colour::Orange
        };
        let own = "Everything is in force now. `/config start` goes through it again, `/config doctor` looks whether \
                   it works, and `/config history` tells what was changed and undoes it.";
        let mut card = Card::new(colour, "✅ Setup complete").description(news.clone().and(own));
        for answer in &summary.answers {
            card = card.field(words::of(answer.question).name, self.result(answer));
        }
        if !summary.to_do.is_empty() {
            card = card.field("Still to do", self.to_do(&summary));
        }
        let body = Body::card(card);
        match Question::AFTERWARDS.definition(self.registry) {
            // The summary stays when its time is over; only the menu goes.
            Some(definition) if summary.asks_afterwards() => body
                .clone()
                .menu(self.menu(Question::AFTERWARDS, definition))
                .expiring(Expiry {
                    at: self.session.until,
                    mark: ids::pick(self.session),
                    instead: body,
                }),
            _ => body,
        }
    }

    fn current(&self, question: Question) -> Rich {
        let set = question
            .definition(self.registry)
            .and_then(|it| self.snapshot.effective(it));
        match set {
            Some(set) => Rich::own("Now ")
                .rich(&self.shown(question, &set))
                .and("\n-# *Skip* keeps it."),
            None => Rich::own("Not set yet"),
        }
    }

    fn result(&self, answer: &Answer) -> Rich {
        match (&answer.value, answer.chosen) {
            (Some(set), true) => self.shown(answer.question, set),
            (Some(set), false) => {
                Rich::own("skipped, stays ").rich(&self.shown(answer.question, set))
            }
            (None, _) => Rich::own("skipped"),
        }
    }

    /// A value, with what keeps it from serving.
    fn shown(&self, question: Question, set: &SettingValue) -> Rich {
        let text = value(Some(set), VALUE_MAX);
        match self.against(question, set) {
            Some(it) => text.and("\n⚠️ ").rich(&objection_words(it)),
            None => text,
        }
    }

    fn against(&self, question: Question, set: &SettingValue) -> Option<Objection> {
        objection(
            answers::check(question, self.registry),
            set,
            self.guild,
            self.directory,
        )
    }

    fn to_do(&self, summary: &Summary) -> Rich {
        let mut lines = Rich::default();
        for (at, it) in summary.to_do.iter().enumerate() {
            lines = lines
                .and(if at == 0 { "• " } else { "\n• " })
                .rich(&self.task(*it));
        }
        lines
    }

    fn task(&self, task: ToDo) -> Rich {
        match task {
            ToDo::Choose(question) if question == Question::AFTERWARDS => Rich::own("**")
                .and(words::of(question).name)
                .and("**: ")
                .and(words::of(question).ask)
                .and(" Choose in the menu below while it is there, or later with `/config ")
                .rich(&command(question, self.registry))
                .and("`."),
            ToDo::Choose(question) => Rich::own("**")
                .and(words::of(question).name)
                .and("**: choose it with `/config ")
                .rich(&command(question, self.registry))
                .and("`."),
            ToDo::ConfirmZone(zone) => Rich::own("**Time zone**: clocks are in ")
                .code(zone.name(), VALUE_MAX)
                .and(
                    ". If this server lives elsewhere, say so with `/config system set_timezone`.",
                ),
        }
    }

    fn menu(&self, question: Question, definition: &Definition) -> SelectMenu {
        let kind = match definition.kind {
            Kind::Role => SelectMenuType::Role,
            _ => SelectMenuType::Channel,
        };
        let channel_types = match answers::check(question, self.registry) {
            Check::Channel(wanted) => Some(wanted.kinds.to_vec()),
            _ => None,
        };
        SelectMenu {
            id: None,
            channel_types,
            custom_id: ids::pick(self.session),
            default_values: self.offered(question, definition),
            disabled: false,
            kind,
            max_values: None,
            min_values: None,
            options: None,
            placeholder: Some(words::of(question).menu.to_owned()),
            required: None,
        }
    }

    /// What stands in the menu from the start: the value that holds, if the guild still has it.
    fn offered(
        &self,
        question: Question,
        definition: &Definition,
    ) -> Option<Vec<SelectDefaultValue>> {
        let set = self.snapshot.effective(definition)?;
        let gone = match self.against(question, &set) {
            Some(Objection::Channel(it)) => !matches!(it, Obstacle::Lacks(..)),
            Some(Objection::Role(..)) => true,
            None => false,
        };
        if gone {
            return None;
        }
        Some(vec![match set {
            SettingValue::Channel(it) | SettingValue::Category(it) => {
                SelectDefaultValue::Channel(it.to_twilight())
            }
            SettingValue::Role(it) => SelectDefaultValue::Role(it.to_twilight()),
            _ => return None,
        }])
    }
}

/// The words of the command that sets the same.
fn command(question: Question, registry: &Registry) -> Rich {
    answers::action(question, registry).map_or_else(
        || Rich::own("start"),
        |(scope, action)| Rich::own(scope.name).and(" ").and(action.name),
    )
}

fn news_words(news: News) -> Rich {
    let text = match news {
        News::Saved(question, outcome, concern) => {
            let text = Rich::own("✅ ")
                .and(words::of(question).name)
                .and(": ")
                .rich(&value(outcome.after.as_ref(), VALUE_MAX));
            match concern {
                Some(it) => text.and("\n⚠️ ").rich(&concern_words(it)),
                None => text,
            }
        }
        News::NotSaved(action, why) => refused_words(action, why),
    };
    text.and("\n\n")
}

pub(super) fn refused(why: SessionRefusal) -> Reply {
    match why {
        SessionRefusal::NotAdmin => not_admin(),
        SessionRefusal::NotTheOwner => Reply::text(Rich::denied(
            "This setup belongs to whoever ran `/config start`. Run it yourself for one of your own.",
        )),
        SessionRefusal::TimedOut => Reply::Update(timed_out()),
    }
}

/// What takes the place of a card that nobody has touched for too long.
pub(super) fn timed_out() -> Body {
    Body::card(Card::new(Colour::Orange, "⌛ Timed out").description(
        "This setup waited for five minutes. What you chose is stored; run `/config start` again to go on.",
    ))
}

pub(super) fn outdated() -> Reply {
    Reply::text("This setup is from another version of me. Please run `/config start` again.")
}
