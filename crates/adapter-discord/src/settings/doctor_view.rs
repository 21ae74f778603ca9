//! What people see of `/config doctor`.

use settings_core::{BotPermission, Lack};

use super::actions::{self, Action};
use super::doctor::{Ailment, Finding, State};
use super::value_view::name;
use super::view;
use crate::reply::Reply;
use crate::text::{Card, Colour, Rich};

/// More characters are not listed of one scope, so that a field's 1,024 hold them and how many there are besides.
const SCOPE_MAX: usize = 980;
/// More characters are not listed of all of them, so that an embed's 6,000 hold them and what else it says.
const ALL_MAX: usize = 4500;

pub(super) fn not_known_yet() -> Reply {
    Reply::text(
        "⏳ Discord has not told me of this server's channels and roles yet, so I cannot look at them. Please try again \
         in a minute.",
    )
}

/// What was found, what the bot's role lost by the split of permissions, and whether Discord told of the intents.
pub(super) fn findings(findings: &[Finding], lost: &[BotPermission], intents_known: bool) -> Reply {
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
    let (mut listed, mut unlisted) = (0, Rich::default());
    for (scope, ailments) in ill {
        let lines = listing(scope.name, ailments);
        if listed + lines.chars() > ALL_MAX {
            unlisted = unlisted.and(" ").and(scope.name);
        } else {
            listed += lines.chars();
            card = card.field(Rich::own(scope.name), lines);
        }
    }
    if !unlisted.is_empty() {
        let more = Rich::own("There is more, which I tell when this is mended:");
        card = card.field("And", more.rich(&unlisted));
    }
    if let Some(note) = lost_note(lost) {
        card = card.field("Since February 2026", note);
    }
    if !intents_known {
        card = card.description(
            "Discord did not tell me which intents are switched on. Please try again later.",
        );
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

fn listing(scope: &'static str, ailments: &[Ailment]) -> Rich {
    let mut lines = Rich::default();
    for (at, ailment) in ailments.iter().enumerate() {
        let line = Rich::own("• ").rich(&words(scope, ailment)).and("\n");
        if lines.chars() + line.chars() > SCOPE_MAX {
            let rest = ailments.len() - at;
            return lines.and("… and ").number(rest as u64).and(" more");
        }
        lines = lines.rich(&line);
    }
    lines
}

fn words(scope: &'static str, ailment: &Ailment) -> Rich {
    match ailment {
        Ailment::Value(action, objection) => about(action)
            .rich(&view::objection_words(*objection))
            .rich(&cure(scope, action)),
        Ailment::Lack(lack) => lacking(lack),
        Ailment::CannotPing(channel) => Rich::own("Reminders may ping everyone, but I may not in ")
            .channel(*channel)
            .and(". Give me *Mention Everyone* there."),
        Ailment::Together(demand) => Rich::own(demand),
    }
}

fn lacking(lack: &Lack) -> Rich {
    match lack {
        Lack::Setting(definition) => {
            let text = Rich::own("**").rich(&name(definition)).and("**: not set.");
            match actions::of(definition) {
                Some((scope, action)) => text.and(" Choose with").rich(&command(scope.name, action)),
                None => text,
            }
        }
        Lack::Permission(need) => Rich::own("I need *")
            .and(need.of.name())
            .and("* to ")
            .and(need.to)
            .and(". Give it to my role in *Server Settings → Roles*."),
        Lack::Intent(need) => Rich::own("My application needs the *")
            .and(need.of.name())
            .and("* to ")
            .and(need.to)
            .and(". Whoever runs me switches it on in the Developer Portal (*Bot*), and starts me again."),
    }
}

/// What the bot's role can do no more: of no consequence for what is named above, but easily overlooked.
fn lost_note(lost: &[BotPermission]) -> Option<Rich> {
    let mut lines = Rich::default();
    for part in lost {
        let whole = part.split_from()?;
        lines = lines
            .and("• *")
            .and(part.name())
            .and("* is no part of *")
            .and(whole.name())
            .and("* any more, and my role has only the latter.\n");
    }
    let advice = "What needs it is named above. To give it back: *Server Settings → Roles*.";
    (!lost.is_empty()).then(|| lines.and(advice))
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
