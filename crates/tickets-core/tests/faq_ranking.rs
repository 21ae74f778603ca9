//! Whether members find the answer that they mean: questions with the right first answer, written before the ranker.

use chrono::{DateTime, TimeDelta};
use kernel::GuildId;
use serde_json::Value;
use tickets_core::faq::{FaqDraft, FaqEntry, FaqId, FaqIndex};

/// At least so many of a hundred questions have the right first answer, or rightly none.
const RIGHT_OF_100: usize = 90;

fn lines(file: &str) -> impl Iterator<Item = Value> {
    file.lines().map(|it| serde_json::from_str(it).unwrap())
}

fn index() -> FaqIndex {
    let entries = lines(include_str!("data/faq_entries.jsonl")).map(|it| {
        let text = |key: &str| it[key].as_str().unwrap().to_owned();
        let draft = FaqDraft::read(&text("title"), &text("answer"), &text("keywords")).unwrap();
        let id = it["id"].as_u64().unwrap();
        let age = TimeDelta::days(i64::try_from(id).unwrap());
        FaqEntry {
            id: FaqId::new(id).unwrap(),
            guild: GuildId::new(1).unwrap(),
            title: draft.title,
            answer: draft.answer,
            keywords: draft.keywords,
            similarity_key: None,
            pinned: false,
            source_ticket: None,
            created_by: None,
            updated_by: None,
            created_at: DateTime::UNIX_EPOCH + age,
            updated_at: DateTime::UNIX_EPOCH + age,
        }
    });
    FaqIndex::of(entries)
}

/// How many questions have the right first answer, of how many.
fn count(name: &str, questions: &str) -> (usize, usize) {
    let index = index();
    let (mut right, mut all) = (0, 0);
    for question in lines(questions) {
        let query = question["query"].as_str().unwrap();
        let findings = index.search(query);
        let first = findings.hits.first().map(|it| it.entry.id.get());
        all += 1;
        if first == question["first"].as_u64() {
            right += 1;
        } else {
            let hits = findings.hits.iter();
            let scores: Vec<_> = hits.map(|it| (it.entry.id.get(), it.score)).collect();
            println!("{query:?}: {scores:.2?}, not {}", question["first"]);
        }
    }
    println!("{name}: {right} of {all}");
    (right, all)
}

#[test]
fn nine_of_ten_questions_have_the_right_first_answer() {
    let (right, all) = count("queries", include_str!("data/faq_queries.jsonl"));
    assert!(all >= 80);
    assert!(100 * right >= RIGHT_OF_100 * all, "{right} of {all}");
}

#[test]
fn nine_of_ten_questions_that_the_rules_never_saw_have_the_right_first_answer() {
    let (right, all) = count("blind", include_str!("data/faq_blind.jsonl"));
    assert!(all >= 40);
    assert!(100 * right >= RIGHT_OF_100 * all, "{right} of {all}");
}
