//! Discord's error answers: a status, a code, a message and, for a bad form, where it is bad.

use serde_json::{Map, Value, json};

/// An answer that refuses a request.
#[derive(Clone, Debug)]
pub(crate) struct Refusal {
    pub(crate) status: u16,
    pub(crate) code: u64,
    pub(crate) message: String,
    pub(crate) errors: Option<Value>,
}

impl Refusal {
    pub(crate) fn new(status: u16, code: u64, message: &str) -> Self {
        Self {
            status,
            code,
            message: message.to_owned(),
            errors: None,
        }
    }

    pub(crate) fn unauthorized() -> Self {
        Self::new(401, 0, "401: Unauthorized")
    }

    pub(crate) fn no_such_route() -> Self {
        Self::new(404, 0, "404: Not Found")
    }

    pub(crate) fn unknown_channel() -> Self {
        Self::new(404, 10_003, "Unknown Channel")
    }

    pub(crate) fn unknown_guild() -> Self {
        Self::new(404, 10_004, "Unknown Guild")
    }

    pub(crate) fn unknown_member() -> Self {
        Self::new(404, 10_007, "Unknown Member")
    }

    pub(crate) fn unknown_message() -> Self {
        Self::new(404, 10_008, "Unknown Message")
    }

    pub(crate) fn unknown_role() -> Self {
        Self::new(404, 10_011, "Unknown Role")
    }

    pub(crate) fn unknown_user() -> Self {
        Self::new(404, 10_013, "Unknown User")
    }

    pub(crate) fn unknown_webhook() -> Self {
        Self::new(404, 10_015, "Unknown Webhook")
    }

    pub(crate) fn unknown_interaction() -> Self {
        Self::new(404, 10_062, "Unknown interaction")
    }

    pub(crate) fn unknown_command() -> Self {
        Self::new(404, 10_063, "Unknown application command")
    }

    pub(crate) fn already_acknowledged() -> Self {
        Self::new(400, 40_060, "Interaction has already been acknowledged.")
    }

    pub(crate) fn invalid_webhook_token() -> Self {
        Self::new(401, 50_027, "Invalid Webhook Token")
    }

    pub(crate) fn missing_access() -> Self {
        Self::new(403, 50_001, "Missing Access")
    }

    pub(crate) fn missing_permissions() -> Self {
        Self::new(403, 50_013, "Missing Permissions")
    }

    pub(crate) fn another_authors_message() -> Self {
        Self::new(
            403,
            50_005,
            "Cannot edit a message authored by another user",
        )
    }

    pub(crate) fn closed_to_bots() -> Self {
        Self::new(403, 50_007, "Cannot send messages to this user")
    }

    pub(crate) fn no_mutual_guild() -> Self {
        let message = "Cannot send messages to this user due to having no mutual guilds";
        Self::new(403, 50_278, message)
    }

    pub(crate) fn empty_message() -> Self {
        Self::new(400, 50_006, "Cannot send an empty message")
    }

    pub(crate) fn too_large() -> Self {
        Self::new(413, 40_005, "Request entity too large")
    }

    pub(crate) fn bad_json() -> Self {
        Self::new(400, 50_109, "The request body contains invalid JSON.")
    }

    pub(crate) fn body(&self) -> Value {
        let mut body = json!({"message": self.message, "code": self.code});
        if let Some(errors) = &self.errors {
            body["errors"] = errors.clone();
        }
        body
    }
}

/// Collects what is wrong with a form, each at its path, the way Discord nests it.
#[derive(Clone, Debug, Default)]
pub(crate) struct FormErrors {
    found: Vec<(String, String, String)>,
}

impl FormErrors {
    /// Notes an error. The path is dotted: `embeds.0.title`.
    pub(crate) fn add(&mut self, path: impl Into<String>, code: &str, message: impl Into<String>) {
        self.found
            .push((path.into(), code.to_owned(), message.into()));
    }

    pub(crate) fn too_long(&mut self, path: impl Into<String>, limit: usize) {
        self.add(
            path,
            "BASE_TYPE_MAX_LENGTH",
            format!("Must be {limit} or fewer in length."),
        );
    }

    pub(crate) fn required(&mut self, path: impl Into<String>) {
        self.add(path, "BASE_TYPE_REQUIRED", "This field is required");
    }

    #[cfg(test)]
    pub(crate) fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// Takes over the errors of a part of the form that lies at `path`.
    pub(crate) fn absorb(&mut self, path: &str, other: Self) {
        for (inner, code, message) in other.found {
            self.found.push((format!("{path}.{inner}"), code, message));
        }
    }

    /// Takes over the errors of the same form.
    pub(crate) fn merge(&mut self, other: Self) {
        self.found.extend(other.found);
    }

    /// `Ok` when nothing was noted.
    pub(crate) fn into_result(self) -> Result<(), Refusal> {
        if self.found.is_empty() {
            return Ok(());
        }
        let mut errors = json!({});
        for (path, code, message) in &self.found {
            insert(&mut errors, path, json!({"code": code, "message": message}));
        }
        Err(Refusal {
            errors: Some(errors),
            ..Refusal::new(400, 50_035, "Invalid Form Body")
        })
    }
}

fn insert(tree: &mut Value, path: &str, error: Value) {
    let mut node = tree;
    for step in path.split('.').filter(|step| !step.is_empty()) {
        if !node.is_object() {
            *node = Value::Object(Map::new());
        }
        node = &mut node[step];
    }
    if !node.is_object() {
        *node = Value::Object(Map::new());
    }
    match node["_errors"].as_array_mut() {
        Some(list) => list.push(error),
        None => node["_errors"] = json!([error]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn form_errors_are_nested_like_discords() {
        let mut errors = FormErrors::default();
        errors.too_long("embeds.0.title", 256);
        let refusal = errors.into_result().unwrap_err();
        assert_eq!(
            refusal.body(),
            json!({"message": "Invalid Form Body", "code": 50_035, "errors": {"embeds": {"0": {"title": {"_errors": [
                {"code": "BASE_TYPE_MAX_LENGTH", "message": "Must be 256 or fewer in length."}]}}}}})
        );
    }
}
