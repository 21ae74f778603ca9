//! What people see of the history of settings.

use sanitizer::autocomplete_label;
use settings_core::{
    ChangeRefusal, ChangeSource, HistoryFilter, Outcome, RawValue, RollbackRefusal, SettingValue,
    ToldChange, WayBack,
};
use twilight_model::channel::message::component::{ButtonStyle, SelectMenuOption};

use super::history::Question;
use super::value_view::{name, value};
use crate::reply::{Body, Choice, ChoiceValue, Reply, button};
use crate::text::{Card, Colour, Rich, TimeStyle};

/// So much of a value is shown in a list; twenty-five lines of two stay within a description.
const LISTED_MAX: usize = 40;
/// So much of a value is shown where it stands alone.
const SHOWN_MAX: usize = 400;
/// Discord's limit for the label and description of a choice.
const LABEL_MAX: usize = 100;
/// Longer names are nobody's scope or key.
const NAME_MAX: usize = 64;
/// Changes that a question lists.
const ASKED: usize = 10;

pub(super) fn list(told: &[ToldChange], filter: &HistoryFilter, pick: String) -> Reply {
    if told.is_empty() {
        return Reply::text(match (&filter.scope, &filter.key) {
            (None, None) => {
                "Nothing has been changed yet: every setting has its default. See them with `/config show`."
            }
            _ => "No such setting has been changed yet.",
        });
    }
    let mut lines = Rich::default();
    for it in told {
        lines = lines.rich(&line(it)).and("\n");
    }
    let card = Card::new(Colour::Blue, "📜 Changed settings, the newest first")
        .description(lines)
        .footer("Choose one below to undo it.");
    let options = told.iter().map(option).collect();
    Reply::Message(Body::card(card).select(pick, "Undo a change …", options))
}

/// The number, the setting, from what to what, by whom, when and how.
fn line(told: &ToldChange) -> Rich {
    let entry = &told.entry;
    let by = match entry.changed_by {
        Some(user) => Rich::default().user(user),
        None => Rich::own("me"),
    };
    let mut line = setting(told)
        .and(" ")
        .rich(&from_to(told, LISTED_MAX))
        .and(" · ")
        .rich(&by)
        .and(" ")
        .moment(entry.changed_at, TimeStyle::Relative);
    if entry.source != ChangeSource::Command {
        line = line.and(" · ").and(entry.source.as_str());
    }
    match entry.rollback_of {
        Some(undone) => line.and(" of #").number(undone.get().unsigned_abs()),
        None => line,
    }
}

fn setting(told: &ToldChange) -> Rich {
    let number = Rich::own("`#").number(told.entry.id.get().unsigned_abs());
    let number = number.and("` ");
    match told.definition {
        Some(it) => number
            .and("**")
            .and(it.scope)
            .and(".")
            .and(it.key)
            .and("**"),
        None => number
            .code(&told.entry.scope, NAME_MAX)
            .and(".")
            .code(&told.entry.key, NAME_MAX),
    }
}

fn from_to(told: &ToldChange, max: usize) -> Rich {
    let shown = |raw: Option<&RawValue>, read: Option<&SettingValue>| match (raw, read) {
        (None, _) => Rich::own("default"),
        (Some(_), None) => Rich::own("something that is no value today"),
        (Some(_), read) => value(read, max),
    };
    shown(told.entry.old.as_ref(), told.old.as_ref())
        .and(" → ")
        .rich(&shown(told.entry.new.as_ref(), told.new.as_ref()))
}

fn option(told: &ToldChange) -> SelectMenuOption {
    SelectMenuOption {
        default: false,
        description: Some(autocomplete_label(&plain_from_to(told), LABEL_MAX)),
        emoji: None,
        label: autocomplete_label(&plain_name(told), LABEL_MAX),
        value: told.entry.id.to_string(),
    }
}

/// `#12 system.log_level verbose → normal`.
pub(super) fn choice(told: &ToldChange) -> Choice {
    let name = format!("{} {}", plain_name(told), plain_from_to(told));
    Choice {
        name: autocomplete_label(&name, LABEL_MAX),
        value: ChoiceValue::Integer(told.entry.id.get()),
    }
}

fn plain_name(told: &ToldChange) -> String {
    let entry = &told.entry;
    format!("#{} {}.{}", entry.id, entry.scope, entry.key)
}

fn plain_from_to(told: &ToldChange) -> String {
    let plain = |raw: Option<&RawValue>, read: Option<&SettingValue>| match (raw, read) {
        (None, _) => "default".to_owned(),
        (Some(_), None) => "?".to_owned(),
        (Some(_), Some(it)) => autocomplete_label(&it.to_string(), LISTED_MAX),
    };
    format!(
        "{} → {}",
        plain(told.entry.old.as_ref(), told.old.as_ref()),
        plain(told.entry.new.as_ref(), told.new.as_ref())
    )
}

pub(super) fn question(told: &ToldChange, question: Question) -> Reply {
    let what = setting(told).and("\n").rich(&from_to(told, SHOWN_MAX));
    let back = match (&told.entry.old, &told.old) {
        (None, _) => Rich::own("It gets its default back."),
        (Some(_), it) => Rich::own("It becomes ")
            .rich(&value(it.as_ref(), SHOWN_MAX))
            .and(" again."),
    };
    let card =
        Card::new(Colour::Blue, "↩️ Undo this change?").description(what.and("\n\n").rich(&back));
    asked(card, question)
}

pub(super) fn question_since(told: &ToldChange, ways: &[WayBack], question: Question) -> Reply {
    if ways.is_empty() {
        return refused(RollbackRefusal::Nothing);
    }
    let mut lines = setting(told).and(" and all that came after it:\n");
    for way in ways.iter().take(ASKED) {
        lines = lines
            .and("• ")
            .code(&way.entry.scope, NAME_MAX)
            .and(".")
            .code(&way.entry.key, NAME_MAX)
            .and(" ");
        lines = match &way.then {
            Ok(then) => lines
                .rich(&or_default(way.now.as_ref()))
                .and(" → ")
                .rich(&or_default(then.as_ref())),
            Err(_) => lines.and("stays as it is: it cannot be brought back"),
        };
        lines = lines.and("\n");
    }
    if ways.len() > ASKED {
        let rest = (ways.len() - ASKED) as u64;
        lines = lines.and("… and ").number(rest).and(" more");
    }
    asked(
        Card::new(Colour::Blue, "↩️ Undo these changes?").description(lines),
        question,
    )
}

fn or_default(set: Option<&SettingValue>) -> Rich {
    match set {
        Some(it) => value(Some(it), LISTED_MAX),
        None => Rich::own("default"),
    }
}

fn asked(card: Card, question: Question) -> Reply {
    let mut undo = button("Undo", question.button());
    undo.style = ButtonStyle::Danger;
    let card = card.footer("Nothing has been undone yet. The button works for three minutes.");
    Reply::Message(Body::card(card).buttons(vec![undo]))
}

pub(super) fn undone(outcomes: &[Outcome]) -> Reply {
    let mut text = Rich::default();
    for outcome in outcomes.iter().take(ASKED) {
        let setting = Rich::own("✅ **")
            .rich(&name(outcome.definition))
            .and("** (")
            .and(outcome.definition.scope)
            .and(")");
        let is_default = outcome.after == outcome.definition.default_value();
        let now = value(outcome.after.as_ref(), LISTED_MAX);
        text = text.rich(&setting).and(if is_default {
            " has its default again: "
        } else {
            " is again "
        });
        text = text.rich(&now).and(".\n");
    }
    if outcomes.len() > ASKED {
        let rest = (outcomes.len() - ASKED) as u64;
        text = text.and("… and ").number(rest).and(" more.");
    }
    Reply::Update(Body::text(text))
}

pub(super) fn refused(why: RollbackRefusal) -> Reply {
    Reply::text(match why {
        RollbackRefusal::UnknownEntry => Rich::own(
            "❌ This server has no such change. Pick one from the list of `/config history`.",
        ),
        RollbackRefusal::Nothing => {
            Rich::own("There is nothing to undo: it is as it was before that change already.")
        }
        RollbackRefusal::Change(why) => match why {
            ChangeRefusal::NotAdmin => Rich::own("🔒 Only admins change my settings."),
            ChangeRefusal::OwnerOnly => Rich::own(
                "🔒 Only whoever runs me can change this one, because it costs them money.",
            ),
            ChangeRefusal::Managed => Rich::own("🔒 I keep this one up to date by myself."),
            ChangeRefusal::UnknownSetting => {
                Rich::own("❌ I do not have this setting any more, so there is nothing to undo.")
            }
            ChangeRefusal::Violates(constraint) => {
                Rich::own("❌ What was set before does not go together with another setting: ")
                    .and(constraint.demand)
            }
            ChangeRefusal::Invalid(_) => Rich::own(
                "❌ What was set before is no value that this setting takes today. Set it with its own command.",
            ),
        },
    })
}

pub(super) fn not_yours() -> Reply {
    Reply::text("This belongs to whoever asked for it. Run `/config history` for your own.")
}

pub(super) fn question_expired() -> Reply {
    Reply::Update(Body::text(
        "This button has had its time, and nothing was undone. Run `/config history` again.",
    ))
}
