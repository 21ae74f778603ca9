//! What people already rely on: the shared vectors, when they are there.

use std::path::Path;

use sanitizer::{
    Urls, escape_markdown, safe_embed_text, safe_log_message, safe_prompt, strip_mentions,
    url_filter,
};
use serde_json::Value;

/// Vectors that a rule of the specification overrules, each with the reason.
const EXCEPTIONS: &[(&str, &str)] = &[];

#[test]
fn the_shared_vectors_hold() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/vectors/sanitizer.json");
    let Ok(json) = std::fs::read_to_string(&path) else {
        println!(
            "left out: every shared vector, since {} is not there",
            path.display()
        );
        return;
    };
    let document: Value = serde_json::from_str(&json).expect("the vectors are JSON");
    let vectors = document["vectors"].as_array().expect("a list of vectors");
    assert!(!vectors.is_empty());
    let failures: Vec<String> = vectors.iter().filter_map(failure).collect();
    assert!(failures.is_empty(), "{failures:#?}");
}

fn failure(vector: &Value) -> Option<String> {
    let id = vector["id"].as_str().expect("an id");
    if EXCEPTIONS.iter().any(|(exception, _)| *exception == id) {
        return None;
    }
    let result = run(
        vector["function"].as_str().expect("a function"),
        &vector["input"],
    );
    let broken: Vec<_> = vector["assert"]
        .as_object()
        .expect("assertions")
        .iter()
        .filter(|(name, wanted)| !holds(name, wanted, &result))
        .collect();
    (!broken.is_empty()).then(|| format!("{id}: {result:?} breaks {broken:?}"))
}

fn run(function: &str, input: &Value) -> String {
    let text = input["text"].as_str().expect("a text");
    let max = |otherwise: usize| {
        input["max_length"]
            .as_u64()
            .map_or(otherwise, |it| usize::try_from(it).expect("small"))
    };
    match function {
        "escape_markdown" => escape_markdown(text),
        "strip_mentions" => strip_mentions(text),
        "url_filter" if input["allow_http"] == true => url_filter(text, Urls::KeepHttp),
        "url_filter" => url_filter(text, Urls::RemoveAll),
        "safe_embed_text" => safe_embed_text(text, max(4096)).into_string(),
        "safe_prompt" => safe_prompt(text, input["context"].as_str()).into_string(),
        "safe_log_message" => safe_log_message(text, max(200)).into_string(),
        other => panic!("no function {other}"),
    }
}

fn holds(name: &str, wanted: &Value, result: &str) -> bool {
    let text = || wanted.as_str().expect("a text");
    let texts = || {
        wanted
            .as_array()
            .expect("a list")
            .iter()
            .map(|it| it.as_str().expect("a text"))
    };
    match name {
        "equals" => result == text(),
        "contains" => texts().all(|it| result.contains(it)),
        "not_contains" => texts().all(|it| !result.contains(it)),
        "not_contains_ci" => texts().all(|it| !result.to_lowercase().contains(&it.to_lowercase())),
        "max_chars" => Some(result.chars().count() as u64) <= wanted.as_u64(),
        "ends_with" => result.ends_with(text()),
        other => panic!("no assertion {other}"),
    }
}
