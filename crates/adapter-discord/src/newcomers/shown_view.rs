//! What a member reads after a press: a step, an end, or why there is neither.

use chrono::{DateTime, Utc};
use onboarding_core::{Done, Nonce, RoleOutcome, RoleOutcomes, Session, Shown, packed};

use super::press::{CLOSE, RESTART, RESUME, RETRY};
use super::step_view;
use crate::custom_id::encode;
use crate::reply::{Body, Reply, button};
use crate::text::{Card, Colour, Rich, TimeStyle};

/// After the start button: always a message of its own.
pub(super) fn at_start(shown: Shown) -> Reply {
    match worded(shown) {
        Reply::Update(body) => Reply::Message(body),
        other => other,
    }
}

/// After any other press: the same message goes on.
pub(super) fn after_press(shown: Shown) -> Reply {
    worded(shown)
}

fn worded(shown: Shown) -> Reply {
    match shown {
        Shown::Step(session, screen) => Reply::Update(step_view::step(&session, &screen)),
        Shown::FollowUp {
            session,
            place,
            asks,
        } => step_view::follow_up_form(&session, place, &asks),
        Shown::Resume(session) => Reply::Update(resume(&session)),
        Shown::CompletedBefore {
            at, nonce, role, ..
        } => Reply::Update(completed_before(at, nonce, role)),
        Shown::Done(done) => Reply::Update(self::done(&done)),
        Shown::NotSaved(nonce, _) => {
            let words = "❌ Your answers were **not** saved: I could not reach my database. Nothing you said is lost; try again.";
            let again = button("Try again", encode(RETRY, &[&nonce]));
            Reply::Update(Body::text(words).buttons(vec![again]))
        }
        Shown::OutOfDate => out_of_date(),
        Shown::AcceptRulesFirst => Reply::text("⚠️ Accept all rules first, one by one."),
        Shown::TurnedOff => Reply::text(
            "🚫 Onboarding is turned off in this server at the moment. What you have answered is kept for a day.",
        ),
        Shown::RulesTurnedOff => Reply::text(
            "🚫 The rules are turned off for this server, so there is nothing to accept.",
        ),
        Shown::NoRules => Reply::text(
            "⚠️ No rules are configured yet. Please ask an admin to add one with `/onboarding add_rule`.",
        ),
        Shown::Unavailable(_) => Reply::text(
            "⛔ This server's configuration is unavailable right now. Please try later.",
        ),
    }
}

pub(super) fn out_of_date() -> Reply {
    Reply::text("⚠️ This form is out of date. Please press *Start Onboarding* again.")
}

pub(super) fn closed() -> Reply {
    Reply::Update(Body::text("👍 Nothing was changed."))
}

fn resume(session: &Session) -> Body {
    let words = "You have begun already. Would you like to go on where you stopped?";
    let nonce = &session.nonce;
    Body::text(words).buttons(vec![
        button("Continue", encode(RESUME, &[nonce])),
        button("Start over", encode(RESTART, &[nonce])),
    ])
}

fn completed_before(at: DateTime<Utc>, nonce: Option<Nonce>, role: Option<RoleOutcome>) -> Body {
    let words = Rich::own("✅ You completed the onboarding on ")
        .moment(at, TimeStyle::Full)
        .and(".");
    let words = match role {
        None => words,
        // No job sees to it: whoever presses the button does.
        Some(RoleOutcome::Later(_)) => words.and(
            "\nDiscord is slow at the moment: press *Start Onboarding* again in a minute for your role.",
        ),
        Some(outcome) => words.and("\n").rich(&role_line(outcome)),
    };
    // What an earlier release kept has no mark of its run; any will do where there is no session.
    let nonce = nonce.unwrap_or_else(Nonce::fresh);
    Body::text(words).buttons(vec![
        button("Update my answers", encode(RESTART, &[&nonce])),
        button("Close", encode(CLOSE, &[&nonce])),
    ])
}

/// The end of the way in one line.
pub(super) fn done_in_short(done: &Done) -> Body {
    Body::text(Rich::own("🎉 You are done. ").rich(&roles(done.roles)))
}

/// The end of the way, and what they answered.
pub(super) fn done(done: &Done) -> Body {
    let title = if done.is_rerun {
        "🎉 Your answers are updated"
    } else {
        "🎉 Welcome, you are done"
    };
    let card = Card::new(Colour::Green, title).description(roles(done.roles));
    let mut messages = vec![Body::card(card)];
    for fields in packed(&done.fields) {
        let card = Card::new(Colour::Blue, "Your answers");
        let card = fields.iter().fold(card, |card, it| {
            card.field(
                Rich::default().text(&it.name),
                Rich::default().text(&it.value),
            )
        });
        messages.push(Body::card(card));
    }
    Body::one_after_another(messages)
}

fn roles(outcomes: RoleOutcomes) -> Rich {
    match outcomes.completion {
        RoleOutcome::None => Rich::own("Everything is saved. Enjoy your time here!"),
        outcome => Rich::own("Everything is saved. ").rich(&role_line(outcome)),
    }
}

fn role_line(outcome: RoleOutcome) -> Rich {
    match outcome {
        RoleOutcome::None => Rich::default(),
        RoleOutcome::AsItWas => Rich::own("You have your role already."),
        RoleOutcome::Changed(role) => Rich::own("You have got the role ").role(role).and("."),
        RoleOutcome::LeftAlone(_) | RoleOutcome::Later(_) => {
            Rich::own("Discord is slow at the moment: your role follows within minutes.")
        }
        RoleOutcome::Impossible(..) => Rich::own(
            "⚠️ I could not give you your role. Staff has been informed; once it is mended, press *Start Onboarding* again.",
        ),
    }
}
