//! One JSON object a line in, one a line out, in the same order.

use std::io::{self, BufRead as _};
use std::process::ExitCode;

use serde_json::{Map, Value};

use super::{USAGE, WrongInput, say};

/// A JSON object, or what is put into the answer.
pub(super) type Object = Map<String, Value>;

/// Answers every line of standard input. A line that cannot be answered says so under `error` and stops nothing; the
/// program then ends with the code for wrong input.
pub(super) fn answer_lines(
    answer: impl Fn(&Object) -> Result<Object, String>,
) -> anyhow::Result<ExitCode> {
    let mut wrong = false;
    for line in io::stdin().lock().split(b'\n') {
        let line = line.map_err(|error| WrongInput(format!("standard input: {error}")))?;
        if line.trim_ascii().is_empty() {
            continue;
        }
        let object: Object = serde_json::from_slice(&line).unwrap_or_default();
        let mut out = Map::new();
        out.insert(
            "id".to_owned(),
            object.get("id").cloned().unwrap_or(Value::Null),
        );
        let answered = if object.is_empty() {
            Err("not a JSON object".to_owned())
        } else {
            answer(&object)
        };
        match answered {
            Ok(answer) => out.extend(answer),
            Err(why) => {
                wrong = true;
                out.insert("error".to_owned(), why.into());
            }
        }
        say(&one_line(&Value::Object(out)));
    }
    Ok(if wrong {
        ExitCode::from(USAGE)
    } else {
        ExitCode::SUCCESS
    })
}

/// The JSON on one line for every reader: some end a line at separators that JSON lets stand.
fn one_line(value: &Value) -> String {
    value
        .to_string()
        .replace('\u{85}', "\\u0085")
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029")
}

/// The text under a key of an object; none when it is absent or null.
pub(super) fn text<'a>(object: &'a Object, key: &str) -> Result<Option<&'a str>, String> {
    match object.get(key) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(format!("`{key}` is no text")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_reader_sees_two_lines_in_one_answer() {
        let value: Value = "a\u{2028}b\u{2029}c\u{85}d\n".into();
        let line = one_line(&value);
        assert_eq!(line, r#""a\u2028b\u2029c\u0085d\n""#);
        assert_eq!(serde_json::from_str::<Value>(&line).unwrap(), value);
    }
}
