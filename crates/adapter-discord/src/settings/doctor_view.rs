//! What people see of `/config doctor`.

use super::actions::Action;
use super::doctor::{Ailment, Finding, State};
use super::value_view::name;
use super::view;
use crate::reply::Reply;
use crate::text::{Card, Colour, Rich};

/// So many ailments of one scope are listed; with the longest words these stay within a field.
const LISTED: usize = 4;

pub(super) fn findings(findings: &[Finding]) -> Reply {
    let ill: Vec<_> = findings
        .iter()
        .filter_map(|it| match &it.state {
            State::On(ailments) if !ailments.is_empty() => Some((it.scope, ailments)),
            State::On(_) | State::Off => None,
        })
        .collect();
    let (colour, title) = if ill.is_empty() {
        (Colour::Green, "🩺 Everything that is switched on can work")
    } else {
        (Colour::Orange, "🩺 Something to mend")
    };
    let mut card = Card::new(colour, title);
    for (scope, ailments) in ill {
        let mut lines = Rich::default();
        for ailment in ailments.iter().take(LISTED) {
            lines = lines.and("• ").rich(&words(scope.name, ailment)).and("\n");
        }
        let rest = ailments.len().saturating_sub(LISTED);
        if rest > 0 {
            lines = lines.and("… and ").number(rest as u64).and(" more");
        }
        card = card.field(Rich::own(scope.name), lines);
    }
    let off = findings.iter().filter(|it| matches!(it.state, State::Off));
    let off = off.enumerate().fold(Rich::default(), |text, (at, it)| {
        let before = if at == 0 { "Switched off: " } else { ", " };
        text.and(before).and(it.scope.name)
    });
    if !off.is_empty() {
        card = card.footer(off);
    }
    Reply::card(card)
}

fn words(scope: &'static str, ailment: &Ailment) -> Rich {
    match ailment {
        Ailment::Channel(action, obstacle) => about(action)
            .rich(&view::obstacle_words(*obstacle))
            .rich(&cure(scope, action)),
        Ailment::Role(action, role, obstacle) => about(action)
            .rich(&view::role_obstacle_words(*role, *obstacle))
            .rich(&cure(scope, action)),
        Ailment::Unset(action) => about(action)
            .and("not set. Choose with")
            .rich(&command(scope, action)),
        Ailment::CannotPing(channel) => Rich::own("Reminders may ping everyone, but I may not in ")
            .channel(*channel)
            .and(". Give me *Mention Everyone* there."),
        Ailment::Together(demand) => Rich::own(demand),
    }
}

fn about(action: &Action) -> Rich {
    Rich::own("**").rich(&name(action.definition)).and("**: ")
}

fn cure(scope: &'static str, action: &Action) -> Rich {
    Rich::own(" To choose another:").rich(&command(scope, action))
}

fn command(scope: &'static str, action: &Action) -> Rich {
    Rich::own(" `/config ")
        .and(scope)
        .and(" ")
        .and(action.name)
        .and("`")
}
