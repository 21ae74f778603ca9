//! What a model wrote, read: its prose, the labelled line that it was asked to end with, and whether it can be used.

use language_model::{
    Completion, CompletionRequest, FailureClass, LanguageModel, ModelError, redacted, whole_part,
};
use sanitizer::{beginning, strip_mentions_keeping_lines};

/// An answer in its two parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Written {
    /// What was written, without the line at its end and without personal data that can be recognised; blank if nothing
    /// was.
    pub(crate) prose: String,
    /// What the labelled line at its end names, in lower case and without what it is dressed in; nothing where there is
    /// no such line.
    pub(crate) named: Vec<String>,
}

impl Written {
    /// Reads an answer that may end in a line such as `KEYWORDS: a, b` or `{"keywords": ["a", "b"]}`, with one of these
    /// labels in lower case. Of prose at most `max` characters are kept. Of an answer that was cut short, what may be
    /// only half there is left out: the last name, or what follows the last whole sentence.
    pub(crate) fn read(answer: &Completion, labels: &[&str], max: usize) -> Self {
        let lines: Vec<&str> = answer.text.lines().collect();
        let is_said = |it: &&str| !it.trim().is_empty() && !is_fence(it);
        let last = lines.iter().rposition(is_said);
        let tail = last.and_then(|at| Some((at, named_in(lines.get(at)?, labels)?)));
        let Some((at, mut named)) = tail else {
            let prose = text_of(&redacted_text(&answer.text), max);
            let prose = if answer.is_cut_short() {
                whole_part(&prose, max).to_owned()
            } else {
                prose
            };
            let named = Vec::new();
            return Self { prose, named };
        };
        let mut before = lines.get(..at).unwrap_or_default();
        let is_fenced = lines.iter().skip(at).any(|it| is_fence(it));
        if let Some((fence, rest)) = before.split_last()
            && is_fenced
            && is_fence(fence)
        {
            before = rest;
        }
        if answer.is_cut_short() {
            named.pop();
        }
        let prose = text_of(&redacted_text(&before.join("\n")), max);
        named.retain(|it| !it.is_empty());
        Self { prose, named }
    }
}

/// Asks a model for an answer that `read` can use; for another one, once, where it cannot.
pub(crate) async fn usable<T>(
    model: &dyn LanguageModel,
    request: CompletionRequest,
    read: impl Fn(&Completion) -> Option<T>,
) -> Result<T, ModelError> {
    let first = model.complete(request.clone()).await?;
    if let Some(found) = read(&first) {
        return Ok(found);
    }
    let second = model.complete(request).await?;
    let nothing = || ModelError::new(FailureClass::Malformed, "there is nothing to use in it");
    read(&second).ok_or_else(nothing)
}

/// A text that may be kept and posted: without mentions and what a database cannot have, and of at most `max` characters.
pub(crate) fn text_of(text: &str, max: usize) -> String {
    let clean = strip_mentions_keeping_lines(&text.replace('\0', ""));
    beginning(clean.trim(), max).trim_end().to_owned()
}

/// A text without personal data that can be recognised.
pub(crate) fn redacted_text(text: &str) -> String {
    redacted(&text.replace('\0', ""), |_| "somebody")
}

/// A name without what it may be dressed in, in lower case.
pub(crate) fn bare(name: &str) -> String {
    name.trim_matches(is_dressing).to_lowercase()
}

/// Whether a line begins or ends a block of code.
pub(crate) fn is_fence(line: &str) -> bool {
    line.trim_start().starts_with("```")
}

fn named_in(line: &str, labels: &[&str]) -> Option<Vec<String>> {
    let (label, names) = line.split_once(':')?;
    if !labels.contains(&&*bare(label)) {
        return None;
    }
    Some(names.split([',', ';']).map(bare).collect())
}

fn is_dressing(c: char) -> bool {
    !c.is_alphanumeric()
}

#[cfg(test)]
mod tests {
    use language_model::testing::{FakeModel, answer, cut_short, question};

    use super::*;

    const LABELS: &[&str] = &["keywords", "trefwoorden"];

    fn read(answer: &Completion) -> (String, Vec<String>) {
        let written = Written::read(answer, LABELS, 200);
        (written.prose, written.named)
    }

    #[test]
    fn the_last_line_is_read_however_a_model_dresses_it() {
        for tail in [
            "KEYWORDS: invoice, e-mail",
            "**Keywords:** Invoice; e-mail.",
            "- keywords: \"invoice\", \"e-mail\"",
            "{\"keywords\": [\"invoice\", \"e-mail\"]}",
            "```json\n{\"keywords\": [\"invoice\", \"e-mail\"]}\n```\n",
            "Trefwoorden: invoice, e-mail\n\n",
        ] {
            let (prose, named) = read(&answer(&format!("It is solved.\n{tail}")));
            assert_eq!(prose, "It is solved.", "{tail}");
            assert_eq!(named, ["invoice", "e-mail"], "{tail}");
        }
    }

    #[test]
    fn a_block_of_code_before_the_last_line_stays_whole() {
        let (prose, named) = read(&answer("Run:\n```\n/faq reload\n```\nKEYWORDS: faq"));
        assert_eq!((&*prose, named.len()), ("Run:\n```\n/faq reload\n```", 1));
    }

    #[test]
    fn prose_with_a_colon_is_prose() {
        let text = "The problem: no invoice.\nThe outcome: it was sent.";
        assert_eq!(read(&answer(text)), (text.to_owned(), Vec::new()));
    }

    #[test]
    fn of_an_answer_that_breaks_off_only_what_is_whole_is_kept() {
        for (text, prose, named) in [
            ("It is solved. KEYW", "It is solved.", &[][..]),
            ("It is solved.\n\nKEYW", "It is solved.", &[]),
            ("It is solved.\n{\"keywo", "It is solved.", &[]),
            ("It is solved.\nKEYWORDS:", "It is solved.", &[]),
            (
                "It is solved.\nKEYWORDS: invoice, bil",
                "It is solved.",
                &["invoice"],
            ),
            ("They wrote. Staff has then ask", "They wrote.", &[]),
        ] {
            let read = read(&cut_short(text));
            assert_eq!(read.0, prose, "{text}");
            assert_eq!(read.1, named, "{text}");
        }
        let whole = read(&answer("They wrote. Staff has then ask"));
        assert_eq!(whole.0, "They wrote. Staff has then ask");
    }

    #[tokio::test]
    async fn an_answer_that_cannot_be_used_is_asked_for_once_more_and_only_once() {
        let words = |it: &Completion| Some(it.text.clone()).filter(|it| it != "?");
        let asked = question("test", chrono::DateTime::UNIX_EPOCH);
        let model = FakeModel::default();
        model.answers("?");
        model.answers("So.");
        let used = usable(&model, asked.clone(), words).await;
        assert_eq!((used.unwrap(), model.asked().len()), ("So.".to_owned(), 2));
        for _ in 0..3 {
            model.answers("?");
        }
        let error = usable(&model, asked.clone(), words).await.unwrap_err();
        assert_eq!(
            (error.class, model.asked().len()),
            (FailureClass::Malformed, 4)
        );
        model.fails(FailureClass::ContentFilter);
        model.answers("So.");
        assert!(usable(&model, asked.clone(), words).await.is_err());
    }
}
