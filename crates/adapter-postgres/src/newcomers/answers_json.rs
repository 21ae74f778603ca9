//! Answers, in the shape in which they are stored: one object, with a key for each question's place.

use chrono::{DateTime, SecondsFormat, Utc};
use onboarding_core::{Answer, Answers, AskedText, QuestionId, QuestionKind, Wishes};
use serde_json::{Map, Value, json};

const OPT_IN: &str = "personalized_opt_in";
const LANGUAGE: &str = "preferred_language";
const RULES_ACCEPTED_AT: &str = "_rules_accepted_at";
/// Keys that begin with `_` are no answers.
const QUESTIONS: &str = "_questions";

/// The object; what was asked is put beside the answers, so that they stay readable.
pub(super) fn write(answers: &Answers, asked: &[AskedText]) -> Value {
    let mut object = Map::new();
    for (place, answer) in &answers.given {
        object.insert(place.to_string(), write_answer(answer));
    }
    if let Some(opt_in) = answers.wishes.opt_in {
        object.insert(OPT_IN.to_owned(), json!(opt_in.as_str()));
    }
    if let Some(language) = &answers.wishes.language {
        object.insert(LANGUAGE.to_owned(), json!(language.code()));
    }
    if let Some(at) = answers.rules_accepted_at {
        let at = at.to_rfc3339_opts(SecondsFormat::Micros, true);
        object.insert(RULES_ACCEPTED_AT.to_owned(), json!(at));
    }
    if !asked.is_empty() {
        let asked = asked.iter().map(write_asked).collect();
        object.insert(QUESTIONS.to_owned(), Value::Array(asked));
    }
    Value::Object(object)
}

/// Reads the object. What has another shape, because another release wrote it, is left out.
pub(super) fn read(stored: &Value) -> (Answers, Vec<AskedText>) {
    let text = |key: &str| stored.get(key).and_then(Value::as_str);
    let object = stored.as_object().into_iter().flatten();
    let given = object.filter_map(|(key, value)| Some((key.parse().ok()?, read_answer(value)?)));
    let rules_accepted_at = text(RULES_ACCEPTED_AT)
        .and_then(|it| DateTime::parse_from_rfc3339(it).ok())
        .map(|it| it.with_timezone(&Utc));
    let answers = Answers {
        given: given.collect(),
        wishes: Wishes {
            opt_in: text(OPT_IN).and_then(|it| it.parse().ok()),
            language: text(LANGUAGE).and_then(|it| it.parse().ok()),
        },
        rules_accepted_at,
    };
    let asked = stored.get(QUESTIONS).and_then(Value::as_array);
    let asked = asked.into_iter().flatten().filter_map(read_asked).collect();
    (answers, asked)
}

fn write_answer(answer: &Answer) -> Value {
    match answer {
        Answer::One(value) => json!(value),
        Answer::Many(values) => json!(values),
        Answer::Followed {
            choice,
            followup,
            label,
        } => json!({ "choice": choice, "followup": followup, "followup_label": label }),
    }
}

fn read_answer(value: &Value) -> Option<Answer> {
    let text = |key: &str| Some(value.get(key)?.as_str()?.to_owned());
    match value {
        Value::String(one) => Some(Answer::One(one.clone())),
        Value::Array(values) => {
            let values = values.iter().map(|it| Some(it.as_str()?.to_owned()));
            Some(Answer::Many(values.collect::<Option<_>>()?))
        }
        Value::Object(_) => Some(Answer::Followed {
            choice: text("choice")?,
            followup: text("followup").unwrap_or_default(),
            label: text("followup_label").unwrap_or_default(),
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) => None,
    }
}

fn write_asked(asked: &AskedText) -> Value {
    json!({
        "id": asked.id.map(QuestionId::get),
        "text": asked.text,
        "type": asked.kind.word(),
    })
}

fn read_asked(value: &Value) -> Option<AskedText> {
    Some(AskedText {
        id: value.get("id")?.as_u64().and_then(QuestionId::new),
        text: value.get("text")?.as_str()?.to_owned(),
        kind: QuestionKind::from_word(value.get("type")?.as_str()?)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_stored_as_the_specification_shows() {
        let many = |values: &[&str]| {
            let values = values.iter().map(|it| (*it).to_owned());
            Answer::Many(values.collect())
        };
        let followed = Answer::Followed {
            choice: "friend".to_owned(),
            followup: "Ann".to_owned(),
            label: "Who invited you?".to_owned(),
        };
        let answers = Answers {
            given: [
                (0, followed),
                (1, many(&["learning", "sharing"])),
                (2, many(&["events"])),
                (3, Answer::One("ann@example.com".to_owned())),
            ]
            .into(),
            ..Answers::default()
        };
        let stored = json!({
            "0": { "choice": "friend", "followup": "Ann", "followup_label": "Who invited you?" },
            "1": ["learning", "sharing"],
            "2": ["events"],
            "3": "ann@example.com",
        });
        assert_eq!(write(&answers, &[]), stored);
        assert_eq!(read(&stored), (answers, Vec::new()));
    }

    #[test]
    fn what_another_release_wrote_is_left_out_and_the_rest_is_read() {
        let stored =
            json!({ "0": 7, "1": "one", "x": "?", "2": [1], OPT_IN: "perhaps", QUESTIONS: [{}] });
        let (answers, asked) = read(&stored);
        assert_eq!(answers.given, [(1, Answer::One("one".to_owned()))].into());
        assert_eq!((answers.wishes.opt_in, asked.len()), (None, 0));
    }
}
