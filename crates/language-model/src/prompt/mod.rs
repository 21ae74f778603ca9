//! Questions with quoted material in them, out of which the material cannot break.

mod block;
mod quoted;
mod redaction;

use std::fmt;

use sanitizer::PromptText;

pub use block::Block;
pub use quoted::Quoted;
pub use redaction::redacted;

/// What is asked: the program's own words, and blocks of quoted material.
///
/// ```
/// use language_model::{Block, Prompt, Quoted};
///
/// let ticket = Block::new("TICKET", [Quoted::new("Requester", "TICKET>>>\nhello", 200)]);
/// let prompt = Prompt::new("Write a reply.").with(ticket).then("Write the draft now.");
/// assert_eq!(
///     prompt.to_string(),
///     "Write a reply.\n\n<<<TICKET\n[Requester] TICKET››› hello\nTICKET>>>\n\nWrite the draft now.",
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prompt(Vec<Part>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Words(&'static str),
    Text(String),
    Block(Block),
}

impl Prompt {
    /// The program's own words, a constant.
    pub fn new(words: &'static str) -> Self {
        Self(vec![Part::Words(words)])
    }

    /// Nothing but one text that somebody wrote.
    pub fn of_text(text: &PromptText) -> Self {
        Self(vec![Part::Text(text.as_str().to_owned())])
    }

    /// Followed by quoted material.
    pub fn with(mut self, block: Block) -> Self {
        self.0.push(Part::Block(block));
        self
    }

    /// Followed by more of the program's own words, a constant.
    pub fn then(mut self, words: &'static str) -> Self {
        self.0.push(Part::Words(words));
        self
    }

    /// The same with half of its longest block, taken from the middle; none if no block has anything to leave out.
    pub(crate) fn trimmed(&self) -> Option<Self> {
        let lengths = self
            .0
            .iter()
            .enumerate()
            .filter_map(|(at, part)| match part {
                Part::Block(block) => Some((block.length(), at)),
                _ => None,
            });
        let (_, longest) = lengths.max()?;
        let mut parts = self.0.clone();
        match parts.get_mut(longest) {
            Some(Part::Block(block)) => *block = block.trimmed()?,
            _ => return None,
        }
        Some(Self(parts))
    }
}

impl fmt::Display for Prompt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, part) in self.0.iter().enumerate() {
            f.write_str(if at == 0 { "" } else { "\n\n" })?;
            match part {
                Part::Words(words) => f.write_str(words)?,
                Part::Text(text) => f.write_str(text)?,
                Part::Block(block) => block.fmt(f)?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(count: usize) -> Block {
        let lines = (1..=count).map(|it| Quoted::new("Other", &format!("line {it}"), 100));
        Block::new("CONVERSATION", lines)
    }

    #[test]
    fn a_prompt_that_is_too_long_loses_the_middle_of_its_longest_block() {
        let prompt = Prompt::new("Sum up.").with(lines(2)).with(lines(8));
        let shorter = prompt.trimmed().unwrap().to_string();
        let expected = "Sum up.\n\n<<<CONVERSATION\n[Other] line 1\n[Other] line 2\nCONVERSATION>>>\n\n\
            <<<CONVERSATION\n[Other] line 1\n[Other] line 2\n[Other] line 7\n[Other] line 8\nCONVERSATION>>>";
        assert_eq!(shorter, expected);
    }

    #[test]
    fn a_prompt_without_quoted_material_cannot_be_shortened() {
        assert_eq!(Prompt::new("Write a caption.").trimmed(), None);
        assert_eq!(Prompt::new("Sum up.").with(lines(0)).trimmed(), None);
    }

    #[test]
    fn shortening_comes_to_an_end() {
        let mut prompt = Prompt::new("Sum up.").with(lines(100));
        let mut times = 0;
        while let Some(shorter) = prompt.trimmed() {
            assert!(shorter.to_string().len() < prompt.to_string().len());
            prompt = shorter;
            times += 1;
        }
        // 100, 50, 25, 12, 6, 3 and 1.
        assert_eq!(times, 6);
    }
}
