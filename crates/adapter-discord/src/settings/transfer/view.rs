//! What people see of `/config export` and `/config import`.

use kernel::GuildId;
use settings_core::{
    ChangeRefusal, CoercionError, Constraint, FileRefusal, Outcome, PlannedChange, RejectedLine,
    SettingValue, SettingsFile, WhyRejected,
};
use twilight_model::channel::message::component::ButtonStyle;
use twilight_model::http::attachment::Attachment;

use super::super::channels::Obstacle;
use super::super::checks::Objection;
use super::super::value_view::value;
use super::super::view;
use super::NotFetched;
use super::import::Shown;
use crate::directory::RoleObstacle;
use crate::reply::{Body, Reply, button};
use crate::text::{Card, Colour, Rich};

/// So much of a value is shown in a list.
const LISTED_MAX: usize = 60;
/// Longer names are nobody's scope or key.
const NAME_MAX: usize = 64;
/// So many characters of changes are listed, of the 4,096 that a description may have.
const CHANGES_MAX: usize = 3_000;
/// So many characters of anything else are listed, of the 1,024 that a field may have.
const FIELD_MAX: usize = 900;

pub(super) fn exported(file: &SettingsFile, guild: GuildId) -> Reply {
    let text = match file.settings.len() {
        0 => Rich::own("📤 Nothing is set in this server yet, so the file has no settings in it."),
        1 => Rich::own("📤 Here is the one setting that this server has set."),
        many => Rich::own("📤 Here are the ")
            .number(many as u64)
            .and(" settings that this server has set."),
    };
    let text = text.and(
        "\n-# What has its default is not in it. Bring it back with `/config import`, here or in another server.",
    );
    let content = settings_json::write_file(file).into_bytes();
    let name = format!("alphapy-settings-{guild}.json");
    Reply::Message(Body::text(text).file(Attachment::from_bytes(name, content, 0)))
}

/// What would change, and a button that does it.
pub(super) fn proposal(shown: &Shown<'_>) -> Reply {
    Reply::Message(plan(shown, Rich::default()))
}

/// The same in place of what was shown before.
pub(super) fn proposal_again(shown: &Shown<'_>) -> Reply {
    let why = "Something has changed since you looked, so nothing was imported. This is how it stands now:\n\n";
    Reply::Update(plan(shown, Rich::own(why)))
}

fn plan(shown: &Shown<'_>, before: Rich) -> Body {
    let plan = shown.plan;
    let possible = plan.can_be_made();
    let title = match plan.changes.len() {
        0 => Rich::own("📥 Nothing to import"),
        1 => Rich::own("📥 Import this setting?"),
        many if possible => Rich::own("📥 Import these ")
            .number(many as u64)
            .and(" settings?"),
        _ => Rich::own("📥 These settings cannot be imported"),
    };
    let colour = if possible {
        Colour::Blue
    } else {
        Colour::Orange
    };
    let mut text = before;
    if plan.from_elsewhere {
        text = text.and("This file comes from another server.\n");
    }
    if let Some(constraint) = plan.violated {
        text = text
            .and("❌ They do not go together: ")
            .and(constraint.demand)
            .and(" Change that in the file, then import it again.\n");
    }
    let changes = plan.changes.iter().map(change);
    let mut card = Card::new(colour, title).description(listed(text, changes, CHANGES_MAX));
    let (unknown, rejected): (Vec<_>, Vec<_>) = plan.rejected.iter().partition(|it| is_unknown(it));
    if !rejected.is_empty() {
        let lines = rejected.iter().map(|it| rejection(it, shown));
        card = card.field("❌ Left out", listed(Rich::default(), lines, FIELD_MAX));
    }
    if !unknown.is_empty() {
        let lines = unknown.iter().map(|it| Rich::own("• ").rich(&named(it)));
        let lines = listed(Rich::default(), lines, FIELD_MAX);
        card = card.field("⚠️ Left out, since I have no such setting", lines);
    }
    if !shown.concerns.is_empty() {
        let lines = shown.concerns.iter();
        let lines = lines.map(|it| Rich::own("• ").rich(&view::obstacle_words(*it)));
        card = card.field("⚠️ Worth a look", listed(Rich::default(), lines, FIELD_MAX));
    }
    if plan.unchanged > 0 {
        let unchanged = Rich::default().number(plan.unchanged as u64);
        card = card.field("Set like this already", unchanged);
    }
    if !possible {
        return Body::card(card);
    }
    let card = card.footer(
        "Nothing has been imported yet. What is not in the file stays as it is. The button works for five minutes.",
    );
    let mut confirm = button("Import", shown.question.button());
    confirm.style = ButtonStyle::Success;
    let content = settings_json::write_file(&shown.file).into_bytes();
    let file = Attachment::from_bytes("changes.json".to_owned(), content, 0);
    Body::card(card).buttons(vec![confirm]).file(file)
}

/// `before` and as many lines as fit, with the number of those that do not.
fn listed(before: Rich, lines: impl ExactSizeIterator<Item = Rich>, max: usize) -> Rich {
    let mut left = lines.len();
    let mut text = before;
    for line in lines {
        if text.chars() + line.chars() > max {
            return text.and("… and ").number(left as u64).and(" more");
        }
        text = text.rich(&line).and("\n");
        left -= 1;
    }
    text
}

fn change(change: &PlannedChange) -> Rich {
    let definition = change.definition;
    let shown = |set: Option<&SettingValue>| match set {
        Some(it) => value(Some(it), LISTED_MAX),
        None => Rich::own("default"),
    };
    Rich::own("• **")
        .and(definition.scope)
        .and(".")
        .and(definition.key)
        .and("** ")
        .rich(&shown(change.now.as_ref()))
        .and(" → ")
        .rich(&shown(change.then.as_ref()))
}

fn is_unknown(line: &RejectedLine<Objection>) -> bool {
    line.why == WhyRejected::Refused(ChangeRefusal::UnknownSetting)
}

fn named(line: &RejectedLine<Objection>) -> Rich {
    Rich::default()
        .code(&line.scope, NAME_MAX)
        .and(".")
        .code(&line.key, NAME_MAX)
}

fn rejection(line: &RejectedLine<Objection>, shown: &Shown<'_>) -> Rich {
    let why = match line.why {
        WhyRejected::Repeated => Rich::own("It is in the file more than once."),
        WhyRejected::Objection(objection) => objection_words(objection),
        WhyRejected::Refused(ChangeRefusal::Invalid(why)) => misfit(line, why, shown),
        WhyRejected::Refused(
            ChangeRefusal::OwnerOnly | ChangeRefusal::NotAdmin | ChangeRefusal::Violates(_),
        ) => Rich::own("Only whoever runs me can change it."),
        WhyRejected::Refused(ChangeRefusal::Managed | ChangeRefusal::UnknownSetting) => {
            Rich::own("I keep it up to date by myself.")
        }
    };
    Rich::own("• ").rich(&named(line)).and(": ").rich(&why)
}

fn objection_words(objection: Objection) -> Rich {
    match objection {
        Objection::Channel(Obstacle::Unknown(channel)) => Rich::own("This server has no channel ")
            .code(&channel.to_string(), NAME_MAX)
            .and("."),
        Objection::Channel(obstacle) => view::obstacle_words(obstacle),
        Objection::Role(role, RoleObstacle::Unknown) => Rich::own("This server has no role ")
            .code(&role.to_string(), NAME_MAX)
            .and("."),
        Objection::Role(role, obstacle) => view::role_obstacle_words(role, obstacle),
    }
}

fn misfit(line: &RejectedLine<Objection>, why: CoercionError, shown: &Shown<'_>) -> Rich {
    match (why, shown.settings.registry().find(&line.scope, &line.key)) {
        (CoercionError::WrongType, _) => {
            Rich::own("It is another kind of value than this setting takes.")
        }
        (CoercionError::InvalidSnowflake, _) => Rich::own("It is no id of Discord's."),
        (CoercionError::Empty, _) | (_, None) => {
            Rich::own("It is empty. Write `null` to go back to the default.")
        }
        (why, Some(definition)) => view::misfit(definition, why),
    }
}

pub(super) fn imported(outcomes: &[Outcome]) -> Reply {
    let changed = outcomes.iter().filter(|it| it.changed).count();
    let text = match changed {
        1 => Rich::own("✅ Imported one setting."),
        many => Rich::own("✅ Imported ")
            .number(many as u64)
            .and(" settings."),
    };
    let text = text.and("\n-# `/config history` shows them, and undoes them.");
    Reply::Update(Body::text(text))
}

pub(super) fn not_together(constraint: &'static Constraint) -> Reply {
    let text = Rich::own("❌ Nothing was imported, since the settings do not go together: ");
    Reply::text(text.and(constraint.demand))
}

pub(super) fn not_a_file(why: FileRefusal) -> Reply {
    let text = match why {
        FileRefusal::TooLarge => return not_fetched(NotFetched::TooLarge),
        FileRefusal::Unreadable { line } => Rich::own("❌ I cannot read that file: line ")
            .number(line as u64)
            .and(" is no JSON. Mend it there, or export again."),
        FileRefusal::SomethingElse => Rich::own(
            "❌ That is no file of my settings. Attach one that `/config export` has made.",
        ),
        FileRefusal::OtherVersion(version) => Rich::own("❌ That file is of version ")
            .number(version)
            .and(", and I read version ")
            .number(SettingsFile::VERSION)
            .and(". Export it again with a bot of the same version as me."),
    };
    Reply::text(text.and(" Nothing was changed."))
}

pub(super) fn not_fetched(why: NotFetched) -> Reply {
    Reply::text(match why {
        NotFetched::TooLarge => {
            "❌ That file is too large: settings have at most 64 KiB. Nothing was changed."
        }
        NotFetched::Gone => {
            "❌ I could not get that file from Discord. Run `/config import` and attach it again. Nothing was changed."
        }
    })
}

pub(super) fn not_yours() -> Reply {
    Reply::text(Rich::denied(
        "This belongs to whoever asked for it. Run `/config import` for your own.",
    ))
}

pub(super) fn expired() -> Reply {
    Reply::Update(Body::text(
        "This button has had its time, and nothing was imported. Run `/config import` again.",
    ))
}
