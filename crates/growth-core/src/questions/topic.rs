//! `/learn_topic`: what a topic is about.

use chrono::{DateTime, Utc};
use language_model::{Block, CompletionRequest, Prompt, Quoted};

use super::{LEARN_TOPIC, question};
use crate::Note;

/// The longest topic, in characters.
pub const TOPIC_MAX: usize = 200;
/// Of a note so much is read, in characters.
const NOTE_MAX: usize = 6000;

const WITH_NOTE: &str = "Explain the topic in the block. Use the notes as background, in your own words, and add a \
    practical and a psychological angle. End with one small thing to try.";
const WITHOUT_NOTE: &str = "Explain the topic in the block plainly, with a practical and a psychological angle. If you are \
    not sure about something, say so. End with one small thing to try.";

/// What a topic is about, with our own note on it if there is one.
pub fn learn_topic(topic: &str, note: Option<&Note>, deadline: DateTime<Utc>) -> CompletionRequest {
    let topic = Block::new("TOPIC", [Quoted::new("Topic", topic, TOPIC_MAX)]);
    let prompt = Prompt::new("Explain this topic.").with(topic);
    let (task, prompt) = match note {
        Some(note) => {
            let pieces = note.text.split("\n\n");
            let pieces = pieces.map(|it| Quoted::new(note.name, it, NOTE_MAX));
            (WITH_NOTE, prompt.with(Block::new("NOTES", pieces)))
        }
        None => (WITHOUT_NOTE, prompt),
    };
    question(LEARN_TOPIC, task, prompt, 900, deadline)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Notes;

    #[test]
    fn a_note_goes_along_as_background() {
        let notes = Notes::shipped();
        let rsi = notes.named("RSI").unwrap();
        let asked = learn_topic("RSI", Some(rsi), DateTime::UNIX_EPOCH);
        let text = asked.messages[0].text();
        assert!(text.contains("<<<TOPIC\n[Topic] RSI\nTOPIC>>>"), "{text}");
        assert!(text.contains("<<<NOTES\n[rsi] "), "{text}");
        let plain = learn_topic("chess", None, DateTime::UNIX_EPOCH);
        assert!(!plain.messages[0].text().contains("NOTES"));
    }
}
