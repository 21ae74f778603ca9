//! What a reply may be made out of.

use crate::RoomMessage;
use crate::faq::Hit;

/// Of the FAQ so many entries are used at most.
pub(super) const MOST_ENTRIES: usize = 4;
/// Of what is pinned in the channel so many messages are.
pub(super) const MOST_PINS: usize = 3;

/// Something that a reply may be made out of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// What the model calls it by: `F12`, `D1`, `P1`. Letters and digits only, whatever it is called elsewhere.
    pub id: String,
    /// What is kept of it: `F12`, `D:tickets.md#Closing`, `P1`.
    pub origin: String,
    /// What staff calls it.
    pub title: String,
    /// What it says.
    pub text: String,
}

/// Entries of the FAQ.
pub(super) fn of_faq(hits: &[Hit]) -> impl Iterator<Item = Source> + '_ {
    hits.iter().take(MOST_ENTRIES).map(|hit| Source {
        id: format!("F{}", hit.entry.id),
        origin: format!("F{}", hit.entry.id),
        title: hit.entry.title.as_str().to_owned(),
        text: format!(
            "{}: {}",
            hit.entry.title.as_str(),
            hit.entry.answer.as_str()
        ),
    })
}

/// Pinned messages of people.
pub(super) fn of_pins(pins: &[RoomMessage]) -> impl Iterator<Item = Source> + '_ {
    let by_people = pins
        .iter()
        .filter(|it| it.is_human && !it.content.is_empty());
    (1..)
        .zip(by_people.take(MOST_PINS))
        .map(|(at, pin)| Source {
            id: format!("P{at}"),
            origin: format!("P{at}"),
            title: format!("Pinned message {at}"),
            text: pin.content.clone(),
        })
}
