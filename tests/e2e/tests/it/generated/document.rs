//! The API's description of itself, as far as requests are made of it and answers are held against it.

use std::collections::BTreeMap;

use jsonschema::{Draft, Registry, Validator};
use serde_json::{Map, Value, json};

const URN: &str = "urn:alphapy:openapi";

/// The description.
pub(crate) struct Document {
    /// Every method of every address.
    pub(crate) operations: Vec<Operation>,
    whole: Value,
}

/// A method of an address.
pub(crate) struct Operation {
    /// `GET`.
    pub(crate) method: String,
    /// `/api/reminders/{user_id}`.
    pub(crate) path: String,
    /// Who is let in.
    pub(crate) access: String,
    /// What stands in its path and query.
    pub(crate) parameters: Vec<Parameter>,
    /// The schema of its body, if it takes one.
    pub(crate) body: Option<Value>,
    /// What it may answer, by status.
    pub(crate) answers: BTreeMap<u16, Declared>,
}

/// A part of the path, or of the query.
pub(crate) struct Parameter {
    /// Its name.
    pub(crate) name: String,
    /// Whether it stands in the path.
    pub(crate) in_path: bool,
    /// Whether it must be there.
    pub(crate) required: bool,
    /// What it may be.
    pub(crate) schema: Value,
}

/// An answer that the description announces.
pub(crate) struct Declared {
    /// Its content type.
    pub(crate) kind: String,
    /// What its body is, if it is JSON.
    pub(crate) shape: Option<Validator>,
}

impl Operation {
    /// `GET /api/reminders/{user_id}`.
    pub(crate) fn name(&self) -> String {
        format!("{} {}", self.method, self.path)
    }
}

impl Document {
    /// The description in this text.
    pub(crate) fn read(text: &str) -> Self {
        let whole: Value = serde_json::from_str(text).expect("the description is JSON");
        let registry = registry(&whole);
        let mut operations = Vec::new();
        for (path, methods) in object(&whole["paths"]) {
            for (method, described) in object(methods) {
                operations.push(operation(path, method, described, &registry));
            }
        }
        Self { operations, whole }
    }

    /// What a schema stands for, if it only names another.
    pub(crate) fn resolved<'a>(&'a self, schema: &'a Value) -> &'a Value {
        let named = schema["$ref"].as_str().and_then(|it| it.strip_prefix('#'));
        named.map_or(schema, |it| {
            self.whole.pointer(it).expect("what is named is there")
        })
    }

    /// The schemas that have an example, each with a validator of its own.
    pub(crate) fn examples(&self) -> Vec<(String, Value, Validator)> {
        let registry = registry(&self.whole);
        let schemas = object(&self.whole["components"]["schemas"]);
        let with = schemas.filter(|(_, it)| !it["example"].is_null());
        with.map(|(name, it)| {
            let place = format!("/components/schemas/{name}");
            (
                name.clone(),
                it["example"].clone(),
                validator(&place, &registry),
            )
        })
        .collect()
    }
}

fn operation(path: &str, method: &str, described: &Value, registry: &Registry<'_>) -> Operation {
    let place = format!("/paths/{}/{method}", path.replace('/', "~1"));
    // What is only said of "default" is said of nothing: each status must be named.
    let answers = object(&described["responses"]).filter(|it| it.0 != "default");
    let answers = answers.map(|(status, answer)| {
        let (kind, _) = object(&answer["content"]).next().expect("a content type");
        let is_json = kind == "application/json";
        let shape = is_json.then(|| {
            let kind = kind.replace('/', "~1");
            let place = format!("{place}/responses/{status}/content/{kind}/schema");
            validator(&place, registry)
        });
        let kind = kind.clone();
        let status = status.parse().expect("a status is a number");
        (status, Declared { kind, shape })
    });
    let parameters = described["parameters"].as_array().into_iter().flatten();
    let parameters = parameters.filter(|it| it["in"] != "header");
    let body = &described["requestBody"]["content"]["application/json"]["schema"];
    Operation {
        method: method.to_uppercase(),
        path: path.to_owned(),
        access: text(&described["x-access"]),
        parameters: parameters.map(parameter).collect(),
        body: (!body.is_null()).then(|| body.clone()),
        answers: answers.collect(),
    }
}

fn parameter(described: &Value) -> Parameter {
    Parameter {
        name: text(&described["name"]),
        in_path: described["in"] == "path",
        required: described["required"] == true,
        schema: described["schema"].clone(),
    }
}

/// The description as a place to look schemas up in. Objects hold what is described and nothing else.
fn registry(whole: &Value) -> Registry<'static> {
    let mut strict = whole.clone();
    close(&mut strict);
    Registry::new()
        .add(URN, Draft::Draft202012.create_resource(strict))
        .expect("the description can be referred to")
        .prepare()
        .expect("the description refers to what is there")
}

fn close(schema: &mut Value) {
    match schema {
        Value::Array(all) => all.iter_mut().for_each(close),
        Value::Object(fields) => {
            fields.values_mut().for_each(close);
            let names_fields = fields.get("properties").is_some_and(Value::is_object);
            if names_fields && !fields.contains_key("additionalProperties") {
                fields.insert("unevaluatedProperties".to_owned(), false.into());
            }
        }
        _ => {}
    }
}

fn validator(place: &str, registry: &Registry<'_>) -> Validator {
    let place = place.replace('{', "%7B").replace('}', "%7D");
    jsonschema::options()
        .with_draft(Draft::Draft202012)
        .with_registry(registry)
        .offline()
        .should_validate_formats(true)
        .should_ignore_unknown_formats(true)
        .build(&json!({"$ref": format!("{URN}#{place}")}))
        .unwrap_or_else(|error| panic!("{place} cannot be used: {error}"))
}

fn object(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flat_map(Map::iter)
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
