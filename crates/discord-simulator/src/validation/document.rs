//! Makes Discord's OpenAPI description fit for checking requests: useful messages, and the leniency Discord has.

use serde_json::{Value, json};

/// Prepares the whole document, in place.
///
/// - Numbers may also come as digits in a string, and ids as numbers, where Discord takes both.
/// - A choice between objects is decided by their `type`, so that a failure speaks of the object that was meant.
/// - Properties that no schema names are violations: most of them are misspelt.
pub(crate) fn prepare(document: &mut Value) {
    let types = types_of_schemas(&document["components"]["schemas"]);
    for part in ["components", "paths"] {
        rewrite(&mut document[part], &types, false);
    }
    if let Some(schemas) = document["components"]["schemas"].as_object_mut() {
        for (name, schema) in schemas {
            close(name, schema);
        }
    }
}

/// Schema name → the values that its `type` may have.
type Types = std::collections::BTreeMap<String, Vec<Value>>;

fn types_of_schemas(schemas: &Value) -> Types {
    let all = schemas.as_object().into_iter().flatten();
    all.filter_map(|(name, schema)| {
        Some((
            name.clone(),
            schema["properties"]["type"]["enum"].as_array()?.clone(),
        ))
    })
    .collect()
}

fn rewrite(node: &mut Value, types: &Types, beside_a_string: bool) {
    match node {
        Value::Array(items) => items
            .iter_mut()
            .for_each(|item| rewrite(item, types, beside_a_string)),
        Value::Object(map) => {
            let has_string = |key: &str| {
                map.get(key)
                    .and_then(Value::as_array)
                    .into_iter()
                    .flatten()
                    .any(|it| it["type"] == "string")
            };
            let strings = [has_string("oneOf"), has_string("anyOf")];
            for (key, value) in map.iter_mut() {
                match key.as_str() {
                    "enum" | "const" | "example" | "examples" | "default" => {}
                    "oneOf" => rewrite(value, types, strings[0]),
                    "anyOf" => rewrite(value, types, strings[1]),
                    _ => rewrite(value, types, false),
                }
            }
            for key in ["oneOf", "anyOf"] {
                decide(map, key, types);
            }
            if !beside_a_string {
                allow_digits(map);
            }
            if map.get("type") == Some(&json!("string"))
                && map.get("format") == Some(&json!("snowflake"))
            {
                map.insert("type".to_owned(), json!(["string", "integer"]));
            }
        }
        _ => {}
    }
}

fn allow_digits(map: &mut serde_json::Map<String, Value>) {
    if ["enum", "const", "oneOf", "allOf"]
        .iter()
        .any(|key| map.contains_key(*key))
    {
        return;
    }
    let Some(kind) = map.get_mut("type") else {
        return;
    };
    let mut kinds = kind
        .as_array()
        .cloned()
        .unwrap_or_else(|| vec![kind.clone()]);
    if kinds.iter().any(|it| it == "integer") && !kinds.iter().any(|it| it == "string") {
        kinds.push(json!("string"));
        *kind = Value::Array(kinds);
        map.insert("pattern".to_owned(), json!("^-?[0-9]+$"));
    }
}

/// Turns a choice into conditions on `null` and on `type`, where that is what distinguishes its branches.
fn decide(map: &mut serde_json::Map<String, Value>, key: &str, types: &Types) {
    let Some(branches) = map.get(key).and_then(Value::as_array) else {
        return;
    };
    let (nulls, others): (Vec<_>, Vec<_>) = branches.iter().partition(|it| it["type"] == "null");
    let Some(others) = decided(&others, types) else {
        return;
    };
    let schema = if nulls.is_empty() {
        others
    } else {
        json!({"if": {"type": "null"}, "then": true, "else": others})
    };
    map.remove(key);
    if let Some(Value::Array(all)) = map.get_mut("allOf") {
        all.push(schema);
    } else {
        map.insert("allOf".to_owned(), json!([schema]));
    }
}

fn decided(branches: &[&Value], types: &Types) -> Option<Value> {
    if let [only] = branches {
        return only["$ref"].is_string().then(|| (*only).clone());
    }
    let mut conditions = Vec::new();
    let mut known = Vec::new();
    for branch in branches {
        let name = branch["$ref"].as_str()?.rsplit('/').next()?;
        let values = types.get(name)?;
        if values.iter().any(|value| known.contains(value)) {
            return None;
        }
        known.extend(values.iter().cloned());
        let fits = json!({"properties": {"type": {"enum": values}}, "required": ["type"]});
        conditions.push(json!({"if": fits, "then": branch}));
    }
    let required =
        json!({"type": "object", "properties": {"type": {"enum": known}}, "required": ["type"]});
    conditions.push(required);
    Some(json!({"allOf": conditions}))
}

fn close(name: &str, schema: &mut Value) {
    let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) else {
        return;
    };
    if name.starts_with("ApplicationCommand") && name.ends_with("Request") {
        // Libraries send back what Discord gave them; Discord ignores it.
        for ignored in ["version", "application_id", "guild_id", "id"] {
            properties.entry(ignored).or_insert(json!(true));
        }
    }
    schema["unevaluatedProperties"] = json!(false);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_may_stand_for_integers() {
        let mut schema = json!({"components": {"schemas": {"A": {"type": "object",
            "properties": {"n": {"type": ["integer", "null"]}, "e": {"type": "integer", "enum": [1]}}}}}, "paths": {}});
        prepare(&mut schema);
        let properties = &schema["components"]["schemas"]["A"]["properties"];
        assert_eq!(
            properties["n"]["type"],
            json!(["integer", "null", "string"])
        );
        assert_eq!(properties["e"]["type"], json!("integer"));
    }

    #[test]
    fn ids_may_be_numbers() {
        let id = json!({"type": "string", "format": "snowflake"});
        let mut schema = json!({"components": {"schemas": {"Id": id}}, "paths": {}});
        prepare(&mut schema);
        let kinds = &schema["components"]["schemas"]["Id"]["type"];
        assert_eq!(*kinds, json!(["string", "integer"]));
    }

    #[test]
    fn a_choice_by_type_becomes_conditions() {
        let object = |n: u32| json!({"type": "object", "properties": {"type": {"enum": [n]}}});
        let mut document = json!({"components": {"schemas": {"A": object(1), "B": object(2)}},
            "paths": {"x": {"oneOf": [{"$ref": "#/components/schemas/A"}, {"$ref": "#/components/schemas/B"}]}}});
        prepare(&mut document);
        assert!(document["paths"]["x"]["oneOf"].is_null());
        assert_eq!(
            document["paths"]["x"]["allOf"][0]["allOf"]
                .as_array()
                .unwrap()
                .len(),
            3
        );
    }
}
