//! Every date and time of a text, as JSON.

use chrono::{NaiveDateTime, SecondsFormat};
use parsers::TimeExpression;
use serde_json::{Value, json};

use super::{Object, Seen, object};

pub(super) fn read(text: &str, seen: Seen) -> Object {
    let found = parsers::parse_expressions(text, seen.now, seen.zone);
    let results: Vec<Value> = found.iter().map(|it| result(it, seen)).collect();
    object(json!({ "results": results }))
}

fn result(expression: &TimeExpression, seen: Seen) -> Value {
    // Who names a zone means an instant; all else is what a clock on the wall shows.
    let moment = |at: NaiveDateTime| {
        if expression.zone_named {
            let instant =
                parsers::resolve(at.date(), at.time(), seen.zone).with_timezone(&seen.zone);
            instant.to_rfc3339_opts(SecondsFormat::Secs, false)
        } else {
            at.format("%Y-%m-%dT%H:%M:%S").to_string()
        }
    };
    json!({
        "start": moment(expression.start),
        "end": expression.end.map(moment),
        "grain": expression.grain.as_str(),
        "span": [expression.span.start, expression.span.end],
        "rule": expression.rule.as_str(),
        "confidence": expression.confidence.as_str(),
    })
}
