//! Whether members find the answer that they mean: questions with the right first answer, written before the ranker.

use chrono::{DateTime, TimeDelta};
use kernel::GuildId;
use serde_json::Value;
use tickets_core::faq::{FaqDraft, FaqEntry, FaqId, FaqIndex};

/// At least so many of a hundred questions have the right first answer, or rightly none.
const RIGHT_OF_100: usize = 90;

/// How many questions have the right first answer, and what is wrong with the others.
struct Count {
    all: usize,
    wrong: Vec<String>,
}

impl Count {
    fn right(&self) -> usize {
        self.all - self.wrong.len()
    }
}

fn lines(file: &str) -> impl Iterator<Item = Value> {
    file.lines()
        .map(|it| serde_json::from_str(it).expect("a line of JSON"))
}

fn text<'a>(line: &'a Value, key: &str) -> &'a str {
    line[key].as_str().expect("a text")
}

fn entry(line: &Value) -> FaqEntry {
    let (title, answer) = (text(line, "title"), text(line, "answer"));
    let draft = FaqDraft::read(title, answer, text(line, "keywords")).expect("an entry");
    let id = line["id"].as_u64().expect("a number");
    let at = DateTime::UNIX_EPOCH + TimeDelta::days(id.cast_signed());
    FaqEntry {
        id: FaqId::new(id).expect("above zero"),
        guild: GuildId::new(1).expect("above zero"),
        title: draft.title,
        answer: draft.answer,
        keywords: draft.keywords,
        similarity_key: None,
        pinned: false,
        source_ticket: None,
        created_by: None,
        updated_by: None,
        created_at: at,
        updated_at: at,
    }
}

/// What becomes of the questions of these languages.
fn count(questions: &str, languages: &[&str]) -> Count {
    let entries = lines(include_str!("data/faq_entries.jsonl"));
    let index = FaqIndex::of(entries.map(|it| entry(&it)));
    let (mut all, mut wrong) = (0, Vec::new());
    let questions = lines(questions).filter(|it| languages.contains(&text(it, "language")));
    for question in questions {
        let query = text(&question, "query");
        let findings = index.search(query);
        let first = findings.hits.first().map(|it| it.entry.id.get());
        all += 1;
        if first != question["first"].as_u64() {
            let hits = findings.hits.iter();
            let hits: Vec<_> = hits.map(|it| (it.entry.id.get(), it.score)).collect();
            wrong.push(format!("{query:?}: {hits:.2?}, not {}", question["first"]));
        }
    }
    Count { all, wrong }
}

/// Asserts it of the questions of these languages together, of which there are at least so many.
fn nine_of_ten_are_right(questions: &str, languages: &[&str], least: usize) {
    let counted = count(questions, languages);
    let (right, all) = (counted.right(), counted.all);
    assert!(all >= least, "{languages:?}: {all}");
    assert!(
        100 * right >= RIGHT_OF_100 * all,
        "{languages:?}: {right} of {all}; {:#?}",
        counted.wrong
    );
}

#[test]
fn nine_of_ten_questions_have_the_right_first_answer_in_dutch_and_in_english() {
    let questions = include_str!("data/faq_queries.jsonl");
    nine_of_ten_are_right(questions, &["nl"], 50);
    nine_of_ten_are_right(questions, &["en"], 50);
}

#[test]
fn nine_of_ten_questions_that_the_rules_never_saw_have_it() {
    nine_of_ten_are_right(include_str!("data/faq_blind.jsonl"), &["nl", "en"], 40);
}
