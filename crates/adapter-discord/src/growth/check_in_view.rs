//! The form of `/growthcheckin`, and what is asked after the answer.

use growth_core::{CheckinId, FEELING_MAX, GOAL_MAX, Kept, OBSTACLE_MAX, ShareRefusal};

use super::check_in::{FEELING, FORM, GOAL, OBSTACLE};
use super::share::{ANONYMOUS, KEEP, NAMED};
use crate::custom_id;
use crate::form_inputs::{answer, label, line};
use crate::reply::{Body, Form, Reply, button};
use crate::text::Rich;

pub(super) fn form() -> Reply {
    let most = |it: usize| u16::try_from(it).unwrap_or(u16::MAX);
    Reply::Form(Form {
        custom_id: FORM.to_owned(),
        title: "🌱 Growth Check-in",
        components: vec![
            label(
                "What are you working towards?",
                None,
                line(GOAL, most(GOAL_MAX), true, ""),
            ),
            label(
                "What stands in the way?",
                None,
                line(OBSTACLE, most(OBSTACLE_MAX), true, ""),
            ),
            label(
                "How do you feel about it?",
                None,
                answer(FEELING, 1, most(FEELING_MAX)),
            ),
        ],
    })
}

/// What follows the answer: whether it is shared, or that it was not kept.
pub(super) fn after(id: Option<CheckinId>, shareable: bool) -> Option<Body> {
    let Some(id) = id else {
        return Some(Body::text(
            "-# I could not keep this check-in, so it will not be in `/growthhistory`.",
        ));
    };
    let press = |route| custom_id::encode(route, &[&id]);
    shareable.then(|| {
        Body::text("🌱 Would you like to share this check-in with this server?").buttons(vec![
            button("Share anonymously", press(ANONYMOUS)),
            button("Share with my name", press(NAMED)),
            button("Keep private", press(KEEP)),
        ])
    })
}

pub(super) fn decided(kept: Kept) -> Reply {
    Reply::Update(Body::text(match kept {
        Kept::Shared => "✅ Shared. Thank you for letting others learn from it.",
        Kept::Private => "🔒 It stays yours alone. You find it in `/growthhistory`.",
    }))
}

pub(super) fn not_shared(refusal: ShareRefusal) -> Reply {
    let words = match refusal {
        ShareRefusal::Disabled => super::answer_view::switched_off(),
        ShareRefusal::Gone => Rich::own("🍂 I do not have that check-in any more."),
        ShareRefusal::Already => Rich::own("✅ You have shared it already."),
        ShareRefusal::NotThisOne => Rich::own("💛 This one is better kept between us."),
        ShareRefusal::NoBoard => Rich::own(
            "🛠️ There is no channel for check-ins here any more. Please ask an admin to choose one with `/config growth set_channel`.",
        ),
        ShareRefusal::Unsure => Rich::own(
            "❔ Discord did not tell me whether your check-in was posted. Please look in the channel for check-ins.",
        ),
        ShareRefusal::Forbidden => Rich::own(
            "🛠️ I may not post in the channel for check-ins. Please tell an admin; then you can press again.",
        ),
    };
    match refusal {
        // What can still be decided keeps its buttons.
        ShareRefusal::NoBoard | ShareRefusal::Forbidden | ShareRefusal::Disabled => {
            Reply::text(words)
        }
        ShareRefusal::Gone
        | ShareRefusal::Already
        | ShareRefusal::NotThisOne
        | ShareRefusal::Unsure => Reply::Update(Body::text(words)),
    }
}
