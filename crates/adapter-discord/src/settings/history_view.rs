//! What people see of the history of settings.

use chrono::{DateTime, TimeDelta, Utc};
use sanitizer::autocomplete_label;
use settings_core::{
    ChangeRefusal, ChangeSource, Definition, HistoryFilter, Outcome, RawValue, RollbackRefusal,
    SettingValue, ToldChange, WayBack,
};
use twilight_model::channel::message::component::{ButtonStyle, SelectMenuOption};

use super::checks::Objection;
use super::history::Question;
use super::value_view::{name, value};
use super::{actions, view};
use crate::reply::{Body, Choice, ChoiceValue, Reply, button};
use crate::text::{Card, Colour, Rich, TimeStyle};

/// So much of a value is shown in a list; twenty-five lines of two stay within a description.
const LISTED_MAX: usize = 40;
/// So much of a value is shown where it stands alone.
const SHOWN_MAX: usize = 200;
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

/// `#12 system.log_level verbose → normal, 3 d ago`.
pub(super) fn choice(told: &ToldChange, now: DateTime<Utc>) -> Choice {
    let name = format!("{} {}", plain_name(told), plain_from_to(told));
    let age = age(now - told.entry.changed_at);
    let name = autocomplete_label(&name, LABEL_MAX.saturating_sub(age.len()));
    Choice {
        name: format!("{name}{age}"),
        value: ChoiceValue::Integer(told.entry.id.get()),
    }
}

/// How long ago, in plain characters: no label can hold Discord's own times.
fn age(age: TimeDelta) -> String {
    match (age.num_minutes(), age.num_hours(), age.num_days()) {
        (..1, ..) => ", just now".to_owned(),
        (minutes, 0, _) => format!(", {minutes} min ago"),
        (_, hours, 0) => format!(", {hours} h ago"),
        (.., days) => format!(", {days} d ago"),
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

pub(super) fn question(told: &ToldChange, way: &WayBack, question: Question) -> Reply {
    let mut text = setting(told).and("\n").rich(&from_to(told, SHOWN_MAX));
    if way.now != told.new {
        text = text.and("\nIt was changed again since: now it is ");
        text = text.rich(&or_default(way.now.as_ref())).and(".");
    }
    let back = match &way.then {
        Ok(Some(then)) => Rich::own("It becomes ")
            .rich(&value(Some(then), SHOWN_MAX))
            .and(" again."),
        _ => Rich::own("It gets its default back."),
    };
    let card =
        Card::new(Colour::Blue, "↩️ Undo this change?").description(text.and("\n\n").rich(&back));
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
            Err(RollbackRefusal::CannotServe) => {
                lines.and("stays as it is: what it was is gone, or I cannot use it any more")
            }
            Err(_) => lines.and("stays as it is: it cannot be brought back"),
        };
        lines = lines.and("\n");
    }
    if ways.len() > ASKED {
        let rest = (ways.len() - ASKED) as u64;
        lines = lines.and("… and ").number(rest).and(" more");
    }
    if ways.iter().all(|it| it.then.is_err()) {
        let card = Card::new(Colour::Orange, "↩️ None of this can be undone");
        return Reply::card(card.description(lines));
    }
    asked(
        Card::new(Colour::Blue, "↩️ Undo these changes?").description(lines),
        question,
    )
}

/// Why a value of old does not come back, and how to set another.
pub(super) fn cannot_serve(definition: &Definition, objection: Objection) -> Reply {
    let text = Rich::own("❌ It cannot be as it was. ")
        .rich(&view::objection_words(objection))
        .and(" Nothing was undone.");
    Reply::text(match actions::of(definition) {
        Some((scope, action)) => text
            .and(" To choose another: `/config ")
            .and(scope.name)
            .and(" ")
            .and(action.name)
            .and("`."),
        None => text,
    })
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
        RollbackRefusal::CannotServe => Rich::own(
            "❌ What was set before is gone, or I cannot use it any more. Nothing was undone.",
        ),
        RollbackRefusal::Change(why) => match why {
            ChangeRefusal::NotAdmin => Rich::denied("🔒 Only admins change my settings."),
            ChangeRefusal::OwnerOnly => Rich::denied(
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
    Reply::text(Rich::denied(
        "This belongs to whoever asked for it. Run `/config history` for your own.",
    ))
}

pub(super) fn question_expired() -> Reply {
    Reply::Update(Body::text(
        "This button has had its time, and nothing was undone. Run `/config history` again.",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_age_is_told_in_the_unit_that_people_would_use() {
        for (seconds, words) in [
            (-5, ", just now"),
            (59, ", just now"),
            (60, ", 1 min ago"),
            (3_599, ", 59 min ago"),
            (3_600, ", 1 h ago"),
            (86_399, ", 23 h ago"),
            (86_400 * 40, ", 40 d ago"),
        ] {
            assert_eq!(age(TimeDelta::seconds(seconds)), words);
        }
    }
}
