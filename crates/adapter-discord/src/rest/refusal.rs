//! What Discord says in the body of a 4xx.

use serde::Deserialize;
use serde_json::Value;

/// The body of a refusal, as far as we read it.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Refusal {
    /// Discord's own error code.
    #[serde(default)]
    pub(super) code: Option<u64>,
    #[serde(default)]
    message: String,
    #[serde(default)]
    errors: Value,
}

impl Refusal {
    /// The refusal in this body; an empty one if Discord did not write it (a proxy's page, for example).
    pub(super) fn read(body: &[u8]) -> Self {
        serde_json::from_slice(body).unwrap_or_default()
    }

    /// Discord's words and the fields they are about: `Invalid Form Body (embeds.0.title: BASE_TYPE_REQUIRED)`.
    ///
    /// The words about single fields are left out, because they may quote what a user wrote.
    pub(super) fn describe(self) -> String {
        let mut complaints = Vec::new();
        collect(&self.errors, "", &mut complaints);
        let message = if self.message.is_empty() {
            "no reason given".to_owned()
        } else {
            self.message
        };
        if complaints.is_empty() {
            message
        } else {
            format!("{message} ({})", complaints.join(", "))
        }
    }
}

fn collect(errors: &Value, path: &str, complaints: &mut Vec<String>) {
    let Value::Object(fields) = errors else {
        return;
    };
    for (name, inner) in fields {
        if name == "_errors" {
            let codes = inner
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(|it| it["code"].as_str());
            complaints.extend(codes.map(|code| format!("{path}: {code}")));
        } else {
            let path = if path.is_empty() {
                name.clone()
            } else {
                format!("{path}.{name}")
            };
            collect(inner, &path, complaints);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_the_fields_but_quotes_nobody() {
        let body = br#"{"code": 50035, "message": "Invalid Form Body", "errors": {"embeds": {"0": {"title":
            {"_errors": [{"code": "BASE_TYPE_MAX_LENGTH", "message": "Value 'secret' is too long"}]}}}}}"#;
        let refusal = Refusal::read(body);
        assert_eq!(refusal.code, Some(50_035));
        assert_eq!(
            refusal.describe(),
            "Invalid Form Body (embeds.0.title: BASE_TYPE_MAX_LENGTH)"
        );
    }

    #[test]
    fn survives_a_page_that_is_no_json() {
        let refusal = Refusal::read(b"<html>");
        assert_eq!(
            (refusal.code, refusal.describe().as_str()),
            (None, "no reason given")
        );
    }
}
