//! What a new ticket's channel is told of answers that may help.

use tickets_core::faq::Hit;

use crate::faq::row;
use crate::text::{Card, Colour};

/// How much of an answer is shown.
const PREVIEW: usize = 300;

pub(super) fn card(answers: &[Hit]) -> Card {
    let card = Card::new(Colour::LightGrey, "💡 This may already help")
        .description("Staff has been told all the same. If it does help, please close the ticket.");
    let card = answers
        .iter()
        .fold(card, |card, it| row(card, &it.entry, PREVIEW));
    card.footer("/faq view shows one in full")
}
