//! What people read of `/migrate` and `/migrate_status`, and in the home server's log.

use std::fmt::Display;

use kernel::GuildId;
use operations_core::{
    AppliedStep, Consent, DoneStep, NoConsent, SchemaChange, SchemaRefusal, Step, StepRefusal,
    StepState,
};
use sanitizer::safe_embed_text;
use settings_core::Severity;
use twilight_model::channel::message::component::ButtonStyle;
use twilight_model::http::attachment::Attachment;

use super::migrate::{DOWN, DOWN_FORM, Question, UP};
use crate::form_inputs::{label, line};
use crate::reply::{Body, Form, Reply, button};
use crate::text::{Card, Colour, Rich, TimeStyle};

/// More of a step's description is not shown.
const DESCRIPTION_MAX: usize = 60;
/// More characters do not go into a message; a file takes them.
const TEXT_MAX: usize = 1900;
/// Longer than any number.
const NUMBER_MAX: usize = 20;

pub(super) fn status(steps: &[Step]) -> Reply {
    let pending = steps.iter().filter(|it| it.state == StepState::Pending);
    let odd = steps
        .iter()
        .any(|it| !matches!(it.state, StepState::Applied { .. } | StepState::Pending));
    let verdict = match (pending.count(), odd) {
        (_, true) => Rich::own(
            "⚠️ This is not the schema that I know. Whoever runs me should compare it with `alphapy migrate status` \
             before anything else is done.",
        ),
        (0, false) => Rich::own("✅ The schema is up to date."),
        (count, false) => Rich::own("⏳ Not applied yet: ")
            .number(count as u64)
            .and(". Owners of the bot apply what is missing with `/migrate action:upgrade`."),
    };
    listed(lines(steps.iter().map(step)), verdict, steps)
}

pub(super) fn history(steps: &[AppliedStep]) -> Reply {
    if steps.is_empty() {
        return Reply::text("Nothing has been applied yet.");
    }
    let lines = lines(steps.iter().map(|it| {
        let line = name(it.version, &it.description)
            .and(" · ")
            .moment(it.at, TimeStyle::Full);
        match it.took {
            Some(took) => line.and(" · ").number(milliseconds(took)).and(" ms"),
            None => line,
        }
    }));
    let note = Rich::own("-# The oldest first. What was taken back is not listed.");
    listed(lines, note, steps)
}

/// A list with a word below it; the list as a file when it is too long for a message.
fn listed(list: Rich, below: Rich, steps: &[impl Display]) -> Reply {
    if list.chars() + below.chars() <= TEXT_MAX {
        return Reply::text(list.rich(&below));
    }
    let lines: Vec<_> = steps.iter().map(ToString::to_string).collect();
    let file = lines.join("\n").into_bytes();
    let file = Attachment::from_bytes("schema.txt".to_owned(), file, 0);
    Reply::Message(Body::text(below).file(file))
}

pub(super) fn ask_upgrade(pending: &[Step], consent: Consent) -> Reply {
    let version = pending.last().map_or(0, |it| it.version);
    let text =
        Rich::own("**This would be applied, in this order, to the database of all servers:**\n")
            .rich(&lines(
                pending.iter().map(|it| name(it.version, &it.description)),
            ))
            .and("Each step is applied whole or not at all. Make a backup first.\n")
            .rich(&deadline(consent));
    let question = Question { version, consent };
    let mut apply = button("Apply", question.custom_id(UP));
    apply.style = ButtonStyle::Danger;
    Reply::Message(Body::text(text).buttons(vec![apply]))
}

pub(super) fn ask_downgrade(last: &Step, consent: Consent) -> Reply {
    let text = Rich::own("⚠️ **This would take back the last step, with everything that is stored in it, in all servers:**\n")
        .rich(&lines(std::iter::once(step(last))))
        .and(
            "I am built for the schema with this step: without it, what needs it fails until it is applied again \
             (`/migrate action:upgrade`, or my next start unless `AUTO_MIGRATE=0`). What was stored does not come back. \
             Make a backup first.\n",
        )
        .rich(&deadline(consent));
    let question = Question {
        version: last.version,
        consent,
    };
    let mut go_on = button("Go on …", question.custom_id(DOWN));
    go_on.style = ButtonStyle::Danger;
    Reply::Message(Body::text(text).buttons(vec![go_on]))
}

pub(super) fn downgrade_form(question: Question) -> Form {
    Form {
        custom_id: question.custom_id(DOWN_FORM),
        title: "Take the last step back",
        components: vec![label(
            "The number of the step that is to be lost",
            Some("As it stands in the question. You have a minute."),
            line("version", 20, true, ""),
        )],
    }
}

pub(super) fn upgraded(applied: &[DoneStep]) -> Reply {
    let text = Rich::own("✅ **Applied:**\n")
        .rich(&lines(applied.iter().map(done)))
        .and("The schema can be seen with `/migrate_status`.");
    Reply::Update(Body::text(text))
}

pub(super) fn downgraded(step: &DoneStep) -> Reply {
    let text = Rich::own("✅ **Taken back:** ").rich(&done(step)).and(
        "\n⚠️ I am built for the schema with this step. Put the earlier version of me in place, or apply it again with \
         `/migrate action:upgrade`.",
    );
    Reply::text(text)
}

pub(super) fn unreadable() -> Reply {
    Reply::text("I could not read that. Please run `/migrate` again.")
}

pub(super) fn refused(refusal: SchemaRefusal) -> Reply {
    let text = match refusal {
        SchemaRefusal::NotForYou => Rich::denied(
            "🔒 The database is shared by all servers: only owners of the bot see its schema, and admins of its home \
             server while they are there.",
        ),
        SchemaRefusal::OwnersOnly => Rich::denied(
            "🔒 The database is shared by all servers: only owners of the bot change its schema.",
        ),
        SchemaRefusal::NoConsent(NoConsent::NotAsked) => {
            Rich::denied("This belongs to whoever asked for it. Run `/migrate` for your own.")
        }
        SchemaRefusal::NoConsent(NoConsent::TooLate) => Rich::own(
            "⏳ This question has had its minute, and nothing was done. Run `/migrate` again.",
        ),
        SchemaRefusal::NothingPending => {
            Rich::own("✅ There is nothing to apply: the schema is up to date.")
        }
        SchemaRefusal::NothingApplied => {
            Rich::own("There is nothing to take back: no step is applied.")
        }
        SchemaRefusal::OtherVersionTyped { version } => {
            Rich::own("❌ That is not the number of the step, which is ")
                .rich(&number(version))
                .and(". Nothing was done. Run `/migrate action:downgrade` again if you mean it.")
        }
        SchemaRefusal::Steps(why) => step_refusal(why),
    };
    Reply::text(text)
}

fn step_refusal(why: StepRefusal) -> Rich {
    match why {
        StepRefusal::Busy => Rich::own(
            "⏳ Another process is changing the schema at this moment. See `/migrate_status` in a minute.",
        ),
        StepRefusal::TookTooLong => Rich::own(
            "⛔ It took longer than ten minutes and was broken off. The steps before it stay: see `/migrate_status`.",
        ),
        StepRefusal::HalfApplied { version } => Rich::own("⛔ Step ").rich(&number(version)).and(
            " was begun once and never finished. Whoever runs the database has to finish or undo it by hand; nothing was done.",
        ),
        StepRefusal::Changed { version } => Rich::own("⛔ The file of step ").rich(&number(version)).and(
            " was edited after it had been applied here. Put it back as it was, and write the change as a new step; nothing \
             was done.",
        ),
        StepRefusal::DatabaseNewer { version, known } => Rich::own("⛔ The database is at step ")
            .rich(&number(version))
            .and(" and I know them up to ")
            .rich(&number(known))
            .and(" only. Start the newer version of me; nothing was done."),
        StepRefusal::Missing { version } => Rich::own("⛔ The database has step ").rich(&number(version)).and(
            ", which this version of me does not know. It seems to belong to another version; nothing was done.",
        ),
        StepRefusal::NoSuchVersion { version } => {
            Rich::own("❌ There is no step ").rich(&number(version)).and(": see `/migrate_status`.")
        }
        StepRefusal::NotTheLast { version, last } => {
            let text = Rich::own("❌ Step ").rich(&number(version)).and(" is not the last one that is applied (");
            let last = last.map_or(Rich::own("none is"), |it| Rich::own("that is ").rich(&number(it)));
            text.rich(&last).and("), so nothing was taken back. See `/migrate_status`.")
        }
        StepRefusal::NotReversible { version } => Rich::own("❌ Step ").rich(&number(version)).and(
            " has no way back. Restore a backup instead; nothing was done.",
        ),
        StepRefusal::Failed { version } => Rich::own("⛔ Step ").rich(&number(version)).and(
            " failed, and nothing of it is left; the steps before it stay. My log has the reason: mend it and try again.",
        ),
    }
}

/// What the home server's log says of a change.
pub(super) fn log_card(home: GuildId, change: &SchemaChange) -> Card {
    let (title, steps) = match &change.taken_back {
        Some(step) => (
            "🗄️ A step of the schema was taken back",
            lines(std::iter::once(done(step))),
        ),
        None => (
            "🗄️ The schema was upgraded",
            lines(change.applied.iter().map(done)),
        ),
    };
    Card::new(Colour::from(Severity::ConfigurationAudit), title)
        .description(steps)
        .inline("By", Rich::default().user(change.by))
        .footer(Rich::own("operations | Guild: ").number(home.get()))
}

fn lines(lines: impl Iterator<Item = Rich>) -> Rich {
    lines.fold(Rich::default(), |text, line| {
        text.and("• ").rich(&line).and("\n")
    })
}

fn step(step: &Step) -> Rich {
    let name = name(step.version, &step.description).and(" · ");
    match step.state {
        StepState::Applied { at } => name.and("applied ").moment(at, TimeStyle::Relative),
        StepState::Pending => name.and("**pending**"),
        StepState::HalfApplied => name.and("⚠️ begun and never finished"),
        StepState::Changed { .. } => name.and("⚠️ applied, but its file has changed since"),
        StepState::Unknown { .. } => name.and("⚠️ applied by a newer version of me"),
    }
}

fn done(step: &DoneStep) -> Rich {
    name(step.version, &step.description)
        .and(" in ")
        .number(milliseconds(step.took))
        .and(" ms")
}

fn name(version: i64, description: &str) -> Rich {
    let description = safe_embed_text(description, DESCRIPTION_MAX);
    number(version).and(" ").text(&description)
}

fn number(version: i64) -> Rich {
    Rich::default().code(&format!("{version:04}"), NUMBER_MAX)
}

fn milliseconds(took: std::time::Duration) -> u64 {
    u64::try_from(took.as_millis()).unwrap_or(u64::MAX)
}

fn deadline(consent: Consent) -> Rich {
    Rich::own("-# Nothing has been done yet. The button stops working ")
        .moment(consent.until, TimeStyle::Relative)
        .and(".")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps(count: i64) -> Vec<Step> {
        let step = |version| Step {
            version,
            description: "a step".to_owned(),
            state: StepState::Pending,
            reversible: true,
        };
        (1..=count).map(step).collect()
    }

    #[test]
    fn a_list_that_is_too_long_for_a_message_is_a_file() {
        for (count, files) in [(5, 0), (500, 1)] {
            let Reply::Message(body) = status(&steps(count)) else {
                panic!("no message");
            };
            let data = body.into_data();
            let content = data.content.unwrap_or_default();
            assert!(content.chars().count() <= TEXT_MAX, "{count}");
            assert!(content.contains("Not applied yet"), "{content}");
            let attached = data.attachments.unwrap_or_default();
            assert_eq!(attached.len(), files, "{count}");
            for file in attached {
                let lines = String::from_utf8(file.file).expect("text");
                assert_eq!(lines.lines().count(), 500);
            }
        }
    }
}
