//! The menu and the form of `/leaderhelp`.

use growth_core::{Challenge, QUESTION_MAX};
use twilight_model::channel::message::component::SelectMenuOption;

use super::leader::{FORM, OPEN, PICK};
use crate::form_inputs::{answer, label};
use crate::reply::{Body, Form, Reply, button};

pub(super) fn menu() -> Reply {
    let options = Challenge::OFFERED.map(|(word, challenge)| SelectMenuOption {
        default: false,
        description: None,
        emoji: None,
        label: words(&challenge).to_owned(),
        value: word.to_owned(),
    });
    let body = Body::text("🧭 What is hard at the moment? Only you read this, and the answer.")
        .select(
            PICK.to_owned(),
            "Choose what comes closest",
            options.to_vec(),
        )
        .buttons(vec![button("Ask your own question", OPEN.to_owned())]);
    Reply::Message(body)
}

fn words(challenge: &Challenge) -> &'static str {
    match challenge {
        Challenge::Disengaged => "My team is disengaged",
        Challenge::Burnout => "Exhaustion",
        Challenge::DropOff => "People drop off",
        Challenge::SelfDoubt => "I doubt myself",
        Challenge::Own(_) => "Something else",
    }
}

pub(super) fn form() -> Reply {
    let max = u16::try_from(QUESTION_MAX).unwrap_or(u16::MAX);
    Reply::Form(Form {
        custom_id: FORM.to_owned(),
        title: "Ask about leading",
        components: vec![label(
            "What is on your mind?",
            Some("Only you read the question and the answer."),
            answer("question", 1, max),
        )],
    })
}
