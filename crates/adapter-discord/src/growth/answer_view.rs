//! What is said to whoever asks the language model.

use growth_core::{Answered, GrowthRefusal, Help, InvalidForm, Told};
use language_model::{FailureClass, ModelError};
use sanitizer::safe_embed_body;

use super::check_in_view;
use crate::reply::{Body, Reply};
use crate::text::Rich;

/// Of a guild's own words about help so much is shown, in characters.
const HELP_MAX: usize = 1000;

/// Everything that is told, in as many messages as it takes: where help is goes first.
pub(super) fn told(told: &Told, reference: &str) -> Reply {
    Reply::Message(Body::one_after_another(messages(told, reference)))
}

/// The same as messages of their own.
pub(super) fn messages(told: &Told, reference: &str) -> Vec<Body> {
    let mut messages: Vec<_> = told.help.iter().map(help).collect();
    match &told.reply {
        growth_core::Reply::Answered(answered) => messages.extend(answer(answered, reference)),
        growth_core::Reply::Waits(error) => messages.push(waits(error)),
        growth_core::Reply::None(error) => {
            log(error, reference);
            messages.push(Body::no_answer(error.class, reference));
        }
    }
    messages
}

fn answer(answered: &Answered, reference: &str) -> Vec<Body> {
    let (Answered::Text(text) | Answered::Caption(text) | Answered::Checkin { text, .. }) =
        answered;
    let mut messages = Body::of_model(text);
    if messages.is_empty() {
        messages.push(Body::no_answer(FailureClass::Empty, reference));
    }
    if let Answered::Checkin { id, shareable, .. } = answered {
        messages.extend(check_in_view::after(*id, *shareable));
    }
    messages
}

/// The class and what the service said, for whoever looks the reference up.
fn log(error: &ModelError, reference: &str) {
    tracing::warn!(reference, class = %error.class, detail = %error.detail, retries = error.retries,
        "somebody was told that there is no answer");
}

fn waits(error: &ModelError) -> Body {
    let words = if error.class == FailureClass::RateLimited {
        "⏳ The assistant is busy at the moment. I keep trying for some minutes, and answer you right here."
    } else {
        "💤 The assistant is not available at the moment. I keep trying for some minutes, and answer you right here if it \
         comes back."
    };
    Body::text(words)
}

fn help(own: &Help) -> Body {
    let words = Rich::own(
        "💛 What you write sounds heavy, and you do not have to carry it alone. There are people who listen, day and night.\n",
    );
    Body::text(match own.as_deref() {
        Some(own) => words.body(&safe_embed_body(own, HELP_MAX)),
        None => words.and(
            "In Belgium: **Zelfmoordlijn 1813** (call or chat at <https://www.zelfmoord1813.be>), and **112** when somebody is \
             in danger now. Elsewhere, <https://findahelpline.com> knows who is near you.",
        ),
    })
}

pub(super) fn still() -> Body {
    Body::text("🧠 Still working on it. This one takes a moment longer.")
}

pub(super) fn unreadable() -> Reply {
    Reply::text("I could not read that. Please run the command again.")
}

/// Why nothing was asked; where help is goes first.
pub(super) fn refused_with(to_help: Option<&Help>, refusal: &GrowthRefusal) -> Reply {
    with_help(to_help, refusal_words(refusal))
}

/// That nothing was asked, because something is not there that it takes; where help is goes first.
pub(super) fn failed_with(to_help: &Help, reference: &str) -> Reply {
    let words = Rich::own("⛔ I can't answer you right now. Please try again in a minute.");
    let words = words.and("\n-# If it keeps happening, tell whoever runs me this: ");
    with_help(Some(to_help), words.code(reference, 20))
}

fn with_help(to_help: Option<&Help>, words: Rich) -> Reply {
    let help = to_help.map(help).into_iter();
    Reply::Message(Body::one_after_another(
        help.chain([Body::text(words)]).collect(),
    ))
}

fn refusal_words(refusal: &GrowthRefusal) -> Rich {
    match refusal {
        GrowthRefusal::Disabled => switched_off(),
        GrowthRefusal::CoolingDown(wait) => {
            Rich::too_soon("⏳ That was a lot at once. You can go on in ")
                .wait(*wait)
                .and(".")
        }
        GrowthRefusal::Invalid(InvalidForm::Blank) => {
            Rich::own("✏️ Something was left blank. Please fill it in: a few words are enough.")
        }
        GrowthRefusal::Invalid(InvalidForm::TooLong) => {
            Rich::own("✏️ That is too long. Please say it in fewer words.")
        }
    }
}

pub(super) fn refused(refusal: &GrowthRefusal) -> Reply {
    refused_with(None, refusal)
}

pub(super) fn switched_off() -> Rich {
    Rich::denied("🚫 This is switched off here. Please ask an admin of this server.")
}
