//! Holds answers against the description, and counts them.

use std::collections::BTreeMap;

use serde_json::Value;

use super::document::{Document, Operation};
use super::draw::Drawn;
use super::wire::Answer;

/// How often what was asked, and with what success.
#[derive(Debug, Default, Clone)]
pub(crate) struct Tally {
    /// Requests.
    pub(crate) sent: usize,
    /// By operation: those that ought to succeed, and those of them that did.
    pub(crate) good: BTreeMap<String, (usize, usize)>,
    /// Answers by status.
    pub(crate) statuses: BTreeMap<u16, usize>,
    /// What ought to have succeeded and did not, by operation and code.
    pub(crate) refused: BTreeMap<String, usize>,
}

impl Tally {
    /// Counts an answer.
    pub(crate) fn count(&mut self, document: &Document, drawn: &Drawn, answer: &Answer) {
        self.sent += 1;
        *self.statuses.entry(answer.status).or_default() += 1;
        let Some(at) = drawn.operation.filter(|_| drawn.is_good) else {
            return;
        };
        let name = document.operations[at].name();
        let succeeded = (200..300).contains(&answer.status);
        if !succeeded {
            let told = answer.json();
            let first = &told["errors"][0];
            let why = format!(
                "{name}: {} {} {}",
                told["code"], first["field"], first["code"]
            );
            *self.refused.entry(why).or_default() += 1;
        }
        let good = self.good.entry(name).or_default();
        good.0 += 1;
        good.1 += usize::from(succeeded);
    }

    /// Adds what somebody else has counted.
    pub(crate) fn add(&mut self, other: Self) {
        self.sent += other.sent;
        for (name, (sent, succeeded)) in other.good {
            let good = self.good.entry(name).or_default();
            good.0 += sent;
            good.1 += succeeded;
        }
        for (status, times) in other.statuses {
            *self.statuses.entry(status).or_default() += times;
        }
        for (why, times) in other.refused {
            *self.refused.entry(why).or_default() += times;
        }
    }

    /// Those that ought to succeed, and those of them that did.
    pub(crate) fn share(&self) -> (usize, usize) {
        let all = self.good.values();
        all.fold((0, 0), |sum, it| (sum.0 + it.0, sum.1 + it.1))
    }
}

/// What is wrong with an answer.
pub(crate) fn judge(document: &Document, drawn: &Drawn, answer: &Answer) -> Result<(), String> {
    if answer.status >= 500 {
        return Err("something broke".to_owned());
    }
    for (name, value) in [
        ("x-content-type-options", Some("nosniff")),
        ("cache-control", None),
        ("x-request-id", None),
    ] {
        let sent = answer.header(name).ok_or(format!("no {name}"))?;
        if value.is_some_and(|it| it != sent) {
            return Err(format!("{name} is {sent}"));
        }
    }
    if let Some(expected) = drawn.expected
        && ![expected, 429].contains(&answer.status)
    {
        return Err(format!("{expected} was expected"));
    }
    if answer.status >= 400 && drawn.raw.method != "HEAD" {
        enveloped(answer)?;
    }
    match drawn.operation {
        Some(at) => declared(&document.operations[at], answer),
        None => Ok(()),
    }
}

/// Whether the description announces the answer.
fn declared(operation: &Operation, answer: &Answer) -> Result<(), String> {
    let declared = operation.answers.get(&answer.status);
    let declared = declared.ok_or("the description knows no such status there")?;
    let kind = answer.header("content-type").unwrap_or_default();
    if kind.split(';').next() != Some(declared.kind.as_str()) {
        return Err(format!("its content type is {kind}"));
    }
    let Some(shape) = &declared.shape else {
        return Ok(());
    };
    let body: Value = serde_json::from_str(&answer.body).map_err(|it| it.to_string())?;
    let wrong: Vec<_> = shape
        .iter_errors(&body)
        .map(|it| format!("{}: {it}", it.instance_path()))
        .collect();
    if wrong.is_empty() {
        Ok(())
    } else {
        Err(wrong.join("\n"))
    }
}

/// Whether a refusal has the one shape, and says what its status promises.
fn enveloped(answer: &Answer) -> Result<(), String> {
    let told = answer.json();
    let text = |name: &str| told[name].as_str().filter(|it| !it.is_empty());
    let code = text("code").ok_or("no code")?;
    if !code
        .bytes()
        .all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'_')
    {
        return Err(format!("the code is {code}"));
    }
    text("detail").ok_or("no detail")?;
    if text("request_id") != answer.header("x-request-id") {
        return Err("the envelope names another request".to_owned());
    }
    if !told["errors"].is_null() && answer.status != 422 {
        return Err("errors with another status than 422".to_owned());
    }
    let needed = match answer.status {
        401 => "www-authenticate",
        405 => "allow",
        429 => "retry-after",
        _ => return Ok(()),
    };
    answer
        .header(needed)
        .map(|_| ())
        .ok_or(format!("no {needed}"))
}
