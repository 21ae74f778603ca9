//! The report: one JSON object for machines, a table for people.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use crate::scenario::Findings;

/// What all scenarios of a run found.
#[derive(Debug, Default)]
pub(crate) struct Report {
    scenarios: Map<String, Value>,
    missed: bool,
}

impl Report {
    /// Adds what a scenario found.
    pub(crate) fn add(&mut self, name: &str, findings: &Findings) {
        let met = findings.met();
        self.missed |= !met;
        let mut json = json!(findings);
        json["met"] = json!(met);
        self.scenarios.insert(name.to_owned(), json);
    }

    /// Whether every aim was met.
    pub(crate) fn met(&self) -> bool {
        !self.missed
    }

    /// The whole of it.
    pub(crate) fn json(&self) -> String {
        Value::Object(self.scenarios.clone()).to_string()
    }
}

/// A scenario's findings as people read them.
pub(crate) fn table(findings: &Findings) -> String {
    let mut text = String::new();
    let rows = findings.figures.iter().chain(&findings.ratios);
    for (name, value) in rows {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "  {name:48} {}", short(*value));
    }
    for aim in &findings.aims {
        let mark = if aim.met { "met   " } else { "MISSED" };
        let (measured, limit) = (short(aim.measured), short(aim.limit));
        let _ = writeln!(text, "  {mark} {}: {measured}, limit {limit}", aim.what);
    }
    text
}

/// A figure with three or four digits that matter.
fn short(value: f64) -> String {
    match value.abs() {
        it if it >= 100.0 => format!("{value:.0}"),
        it if it >= 1.0 => format!("{value:.2}"),
        _ => format!("{value:.4}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missed_aim_is_seen_in_both_forms() {
        let mut findings = Findings::default();
        findings.figure("list_p50_ms", 0.51);
        findings.at_most("quick", 0.51, 0.5);
        findings.at_least("many", 10.0, 5.0);
        let text = table(&findings);
        assert!(
            text.contains("MISSED quick: 0.5100, limit 0.5000"),
            "{text}"
        );
        let mut report = Report::default();
        report.add("interactions", &findings);
        assert!(!report.met());
        assert!(
            report.json().contains(r#""met":false"#),
            "{}",
            report.json()
        );
    }
}
