//! The form of an answer, empty or filled in.

use chrono::{DateTime, Utc};
use tickets_core::faq::{AddFaq, Answer, FaqEntry, Keywords, Title};
use tickets_core::topics::{ProposalForm, ProposalId};
use twilight_model::application::interaction::modal::ModalInteractionData;

use crate::context::Asker;
use crate::custom_id::{self, Parts};
use crate::form_inputs::{answered, label, line, texts};
use crate::reply::{Form, Reply};

/// The forms.
pub(crate) const ADD_FORM: &str = "faq_add_modal";
pub(crate) const EDIT_FORM: &str = "faq_edit_modal";
pub(crate) const PROPOSAL_FORM: &str = "faq_propose_modal";
/// Their inputs. That of keywords carries when the entry was last changed, so that nothing has to be remembered while
/// somebody types.
const TITLE: &str = "title";
const ANSWER: &str = "summary";
const KEYWORDS: &str = "keywords";
/// The most characters of a line of keywords.
const KEYWORDS_MAX: usize = 200;

/// What was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Typed {
    pub(super) title: String,
    pub(super) answer: String,
    pub(super) keywords: String,
    /// When the entry had last been changed that the form was filled with.
    pub(super) seen: Option<DateTime<Utc>>,
}

impl Typed {
    pub(super) fn read(data: &ModalInteractionData) -> Self {
        let mut typed = Self::default();
        for (id, text) in texts(data) {
            let mut parts = Parts::of(id);
            match parts.route {
                TITLE => text.clone_into(&mut typed.title),
                ANSWER => text.clone_into(&mut typed.answer),
                KEYWORDS => {
                    text.clone_into(&mut typed.keywords);
                    let seen = parts.next::<i64>();
                    typed.seen = seen.and_then(DateTime::from_timestamp_micros);
                }
                _ => {}
            }
        }
        typed
    }

    /// What `asker` wants to add.
    pub(super) fn wish(&self, asker: &Asker) -> AddFaq {
        AddFaq {
            guild: asker.guild,
            member: asker.member,
            title: self.title.clone(),
            answer: self.answer.clone(),
            keywords: self.keywords.clone(),
        }
    }
}

/// The form of a new answer.
pub(super) fn empty() -> Reply {
    let inputs = Inputs {
        keywords_id: KEYWORDS.to_owned(),
        title: "",
        answer: "",
        keywords: "",
    };
    inputs.form(ADD_FORM.to_owned(), "Write an answer")
}

/// The form of an answer that is proposed.
pub(super) fn proposed(id: ProposalId, filled: &ProposalForm) -> Reply {
    let inputs = Inputs {
        keywords_id: KEYWORDS.to_owned(),
        title: &filled.title,
        answer: &filled.answer,
        keywords: &filled.keywords,
    };
    inputs.form(custom_id::encode(PROPOSAL_FORM, &[&id]), "Write an answer")
}

/// The form of an answer that is there.
pub(super) fn of(entry: &FaqEntry) -> Reply {
    let inputs = Inputs {
        keywords_id: custom_id::encode(KEYWORDS, &[&entry.updated_at.timestamp_micros()]),
        title: entry.title.as_str(),
        answer: entry.answer.as_str(),
        keywords: &list(&entry.keywords),
    };
    inputs.form(
        custom_id::encode(EDIT_FORM, &[&entry.id]),
        "Change an answer",
    )
}

/// Keywords as they are typed.
pub(super) fn list(keywords: &Keywords) -> String {
    keywords.as_slice().join(", ")
}

struct Inputs<'a> {
    keywords_id: String,
    title: &'a str,
    answer: &'a str,
    keywords: &'a str,
}

impl Inputs<'_> {
    fn form(&self, custom_id: String, title: &'static str) -> Reply {
        // An entry that did not come by this form may have more keywords, and stays editable.
        let keywords_max = self.keywords.chars().count().max(KEYWORDS_MAX);
        let keywords = line(&self.keywords_id, limit(keywords_max), false, self.keywords);
        Reply::Form(Form {
            custom_id,
            title,
            components: vec![
                label(
                    "Title",
                    Some("What it is about, as members would ask."),
                    line(TITLE, limit(Title::MAX), true, self.title),
                ),
                label(
                    "Answer",
                    Some("Links and simple formatting work; nobody is pinged."),
                    answered(ANSWER, 1, limit(Answer::MAX), self.answer),
                ),
                label(
                    "Keywords",
                    Some("Other words for it, with commas between. You can leave it empty."),
                    keywords,
                ),
            ],
        })
    }
}

fn limit(characters: usize) -> u16 {
    u16::try_from(characters).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use tickets_core::faq::FaqDraft;
    use tickets_core::faq::testing::instant;

    use super::super::view::tests::entry;
    use super::*;

    #[test]
    fn a_filled_form_says_what_was_seen_and_of_which_entry() {
        let mut entry = entry("Muziek", "Met /speel.");
        entry.updated_at = instant("2026-02-04 09:00") + chrono::TimeDelta::microseconds(7);
        let Reply::Form(form) = of(&entry) else {
            panic!("no form")
        };
        assert_eq!(form.custom_id, "faq_edit_modal:12");
        let json = serde_json::to_value(&form.components).unwrap();
        let inputs: Vec<_> = (0..3).map(|at| &json[at]["component"]).collect();
        assert_eq!(inputs[0]["value"], "Muziek");
        assert_eq!(inputs[1]["value"], "Met /speel.");
        assert_eq!(inputs[2]["custom_id"], "keywords:1770195600000007");
        let mut parts = Parts::of("keywords:1770195600000007");
        let seen = parts.next().and_then(DateTime::from_timestamp_micros);
        assert_eq!(seen, Some(entry.updated_at));
    }

    #[test]
    fn an_entry_with_many_keywords_can_still_be_opened() {
        let many: Vec<String> = (0..20).map(|it| format!("{it:0>40}")).collect();
        let draft = FaqDraft::read("Muziek", "Zo.", &many.join(",")).unwrap();
        let mut entry = entry("Muziek", "Zo.");
        entry.keywords = draft.keywords;
        let Reply::Form(form) = of(&entry) else {
            panic!("no form")
        };
        let json = serde_json::to_value(&form.components).unwrap();
        let input = &json[2]["component"];
        let length = input["value"].as_str().unwrap().chars().count();
        assert_eq!(input["max_length"], length);
        let Reply::Form(form) = empty() else {
            panic!("no form")
        };
        let json = serde_json::to_value(&form.components).unwrap();
        assert_eq!(json[2]["component"]["max_length"], 200);
        assert_eq!(json[1]["component"]["max_length"], 4000);
    }
}
