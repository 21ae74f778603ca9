//! A drafted reply, and what is said to whoever does something with it.

use language_model::wording;
use sanitizer::{safe_embed_body, safe_embed_text};
use tickets_core::drafts::{DRAFT_MAX, Decision, Draft, DraftRefusal, Source, SuggestionId};
use twilight_model::channel::message::component::{Button, ButtonStyle};

use super::draft::{DISCARD, EDIT, FORM, POST};
use super::log_view::names;
use super::wording::switched_off;
use crate::custom_id;
use crate::form_inputs::{answered, label};
use crate::reply::{Body, Form, Reply, button};
use crate::text::{Card, Colour, Rich};

/// The form's only input.
const REPLY: &str = "reply";
/// How much of a source's title is shown.
const TITLE_MAX: usize = 80;
/// The longest words of the model's absence.
const TOLD_MAX: usize = 500;

/// The draft with its buttons, for whoever asked.
pub(super) fn draft(draft: &Draft) -> Reply {
    let card = Card::new(Colour::Blue, "💬 Suggested reply")
        .verbatim(&draft.text)
        .field("Sources", sources(&draft.sources));
    let pressed = |label, route, style| Button {
        style,
        ..button(label, custom_id::encode(route, &[&draft.id]))
    };
    Reply::Message(Body::card(card).buttons(vec![
        pressed("Post", POST, ButtonStyle::Success),
        pressed("Edit & post", EDIT, ButtonStyle::Primary),
        pressed("Discard", DISCARD, ButtonStyle::Secondary),
    ]))
}

fn sources(sources: &[Source]) -> Rich {
    if sources.is_empty() {
        return Rich::own("none – not grounded in anything that is written down");
    }
    let mut words = Rich::default();
    for (at, source) in sources.iter().enumerate() {
        words = words.and(if at == 0 { "" } else { "\n" });
        words = words.text(&safe_embed_text(&source.title, TITLE_MAX));
    }
    words
}

/// The form of a draft that is to be changed.
pub(super) fn form(id: SuggestionId, draft: &str) -> Reply {
    let max = u16::try_from(DRAFT_MAX).unwrap_or(u16::MAX);
    let draft: String = draft.chars().take(DRAFT_MAX).collect();
    Reply::Form(Form {
        custom_id: custom_id::encode(FORM, &[&id]),
        title: "Edit the reply",
        components: vec![label(
            "Reply",
            Some("It is posted in the ticket, with your name below it."),
            answered(REPLY, 1, max, &draft),
        )],
    })
}

pub(super) fn posted() -> Reply {
    Reply::Update(Body::text("✅ Posted in the ticket."))
}

pub(super) fn discarded() -> Reply {
    Reply::Update(Body::text("🗑 Discarded."))
}

pub(super) fn refused(refusal: &DraftRefusal) -> Reply {
    Reply::text(match refusal {
        DraftRefusal::Disabled => switched_off(),
        DraftRefusal::NoTicketHere => Rich::denied("❓ This channel is not linked to a ticket."),
        DraftRefusal::NotStaff => Rich::denied("🚫 Only staff can do that."),
        DraftRefusal::CoolingDown(wait) => {
            Rich::too_soon("⏳ One draft at a time, please. You can ask for the next one in ")
                .seconds(*wait)
                .and(".")
        }
        DraftRefusal::Closed => {
            Rich::own("🔒 The ticket is closed, so there is nothing to reply to.")
        }
        DraftRefusal::TooLittle => Rich::own(
            "✏️ There is too little in this ticket to draft a reply from. Ask its requester what it is about.",
        ),
        DraftRefusal::Model(error) => return unavailable(error),
        DraftRefusal::NotFound => {
            Rich::denied("❓ I know no such draft. Press 💬 Suggest reply for a new one.")
        }
        DraftRefusal::NotYours => Rich::denied("🚫 Only whoever asked for this draft can use it."),
        DraftRefusal::Forbidden(lacking) => {
            Rich::own("🛠️ I may not read or write in this ticket. I need: ")
                .rich(&names(*lacking))
                .and("\nAsk an admin to give it to my role here, and try again.")
        }
        DraftRefusal::Unsure => Rich::own(
            "❔ Discord did not tell me whether the reply was posted. Please look above: if it is not there, ask for a new draft.",
        ),
        DraftRefusal::Decided(Decision::Dismissed) => Rich::own("🗑 It was discarded already."),
        DraftRefusal::Decided(_) => Rich::own("✅ It was posted already."),
        DraftRefusal::Blank => {
            Rich::own("✏️ There is nothing left to post. Please write a sentence.")
        }
    })
}

/// What members read instead of an answer of the model; operators find the reference in the log.
fn unavailable(error: &language_model::ModelError) -> Reply {
    let reference = format!("{:08x}", kernel::chance().to_bits() & 0xFFFF_FFFF);
    tracing::warn!(
        error = error as &dyn std::error::Error,
        reference,
        "a reply could not be drafted"
    );
    let told = safe_embed_body(&wording::told(error.class, &reference), TOLD_MAX);
    Reply::text(Rich::default().body(&told))
}
