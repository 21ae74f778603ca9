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
        say(&Value::Object(out).to_string());
    }
    Ok(if wrong {
        ExitCode::from(USAGE)
    } else {
        ExitCode::SUCCESS
    })
}

/// The text under a key of an object; none when it is absent or null.
pub(super) fn text<'a>(object: &'a Object, key: &str) -> Result<Option<&'a str>, String> {
    match object.get(key) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(format!("`{key}` is no text")),
    }
}
