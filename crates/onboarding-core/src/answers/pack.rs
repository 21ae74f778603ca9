//! Answers in as few messages as Discord lets them fit in.

use sanitizer::{EmbedText, safe_embed_text};

use super::Field;

/// The most messages; past that the longest answers are shortened.
pub const MOST_MESSAGES: usize = 4;
/// Discord's limits of a field, in characters.
const NAME: usize = 256;
const VALUE: usize = 1024;
/// Of how many fields an embed is made at most.
const FIELDS: usize = 25;
/// What is left of a message's 6,000 characters for fields: title, description and foot take the rest.
const MESSAGE: usize = 5600;
/// What stands before an answer.
pub(super) const ARROW: &str = "➜ ";
/// By how much answers are shortened at a time until they fit.
const STEP: usize = 16;

/// A field that fits into an embed and pings nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackedField {
    /// What was asked.
    pub name: EmbedText,
    /// What was answered, with an arrow before it.
    pub value: EmbedText,
}

/// The fields of each message, in order: at most 25 in one and at most [`MOST_MESSAGES`] of them. Nothing is left out;
/// where it is too much altogether, the longest answers lose their ends.
pub fn packed(fields: &[Field]) -> Vec<Vec<PackedField>> {
    packed_within(fields, MOST_MESSAGES)
}

/// The same in at most so many messages. Where even a few characters of each are too much, there are more.
pub fn packed_within(fields: &[Field], most_messages: usize) -> Vec<Vec<PackedField>> {
    let mut most = VALUE;
    loop {
        let messages = within(fields, most);
        if messages.len() <= most_messages || most <= STEP {
            return messages;
        }
        most -= STEP;
    }
}

fn within(fields: &[Field], most: usize) -> Vec<Vec<PackedField>> {
    let mut messages: Vec<Vec<PackedField>> = Vec::new();
    let mut room = 0;
    for field in fields {
        let name = safe_embed_text(&field.name, NAME);
        // Discord takes no field without a name.
        let name = if name.is_empty() {
            safe_embed_text("Question", NAME)
        } else {
            name
        };
        let value = safe_embed_text(&format!("{ARROW}{}", field.value), most);
        let takes = length(&name) + length(&value);
        let is_full = messages.last().is_none_or(|it| it.len() == FIELDS);
        if is_full || takes > room {
            messages.push(Vec::new());
            room = MESSAGE;
        }
        room = room.saturating_sub(takes);
        if let Some(last) = messages.last_mut() {
            last.push(PackedField { name, value });
        }
    }
    messages
}

fn length(text: &EmbedText) -> usize {
    text.as_str().chars().count()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn field(name: &str, value: &str) -> Field {
        Field {
            name: name.to_owned(),
            value: value.to_owned(),
        }
    }

    #[test]
    fn twenty_answers_of_a_thousand_characters_are_told_whole_in_four_messages() {
        let answer = "x".repeat(1000);
        let fields: Vec<_> = (0..20)
            .map(|_| field("What brings you here?", &answer))
            .collect();
        let messages = packed(&fields);
        assert_eq!(messages.len(), 4);
        let whole = format!("➜ {answer}");
        assert!(
            messages
                .iter()
                .flatten()
                .all(|it| it.value.as_str() == whole)
        );
        assert_eq!(messages.iter().flatten().count(), 20);
    }

    #[test]
    fn where_four_messages_are_not_enough_answers_lose_their_ends_and_none_is_left_out() {
        let fields: Vec<_> = (0..20)
            .map(|_| field(&"q".repeat(256), &"x".repeat(1000)))
            .collect();
        let messages = packed(&fields);
        assert_eq!(messages.len(), 4);
        assert_eq!(messages.iter().flatten().count(), 20);
        assert!(
            messages
                .iter()
                .flatten()
                .all(|it| it.value.as_str().ends_with("..."))
        );
    }

    #[test]
    fn what_somebody_typed_pings_nobody() {
        let messages = packed(&[field("Who?", "@everyone <@1> *me*")]);
        assert_eq!(messages[0][0].value.as_str(), r"➜ \*me\*");
    }

    proptest! {
        #[test]
        fn whatever_is_typed_discord_takes_it(
            texts in prop::collection::vec((any::<String>(), "[*a-zé😀@ \n]{0,1200}"), 0..30),
        ) {
            let fields: Vec<_> = texts.iter().map(|(name, value)| field(name, value)).collect();
            let messages = packed(&fields);
            prop_assert!(messages.len() <= MOST_MESSAGES);
            prop_assert_eq!(messages.iter().flatten().count(), fields.len());
            for message in &messages {
                let characters: usize = message.iter().map(|it| length(&it.name) + length(&it.value)).sum();
                prop_assert!(message.len() <= FIELDS && characters <= 6000 - 400);
                prop_assert!(message.iter().all(|it| !it.name.is_empty() && !it.value.is_empty()));
                prop_assert!(message.iter().all(|it| length(&it.name) <= NAME && length(&it.value) <= VALUE));
            }
        }
    }
}
