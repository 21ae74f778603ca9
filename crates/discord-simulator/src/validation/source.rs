//! Finds, loads and compiles Discord's OpenAPI description, once in a process.

use std::{
    collections::HashMap,
    fmt,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use jsonschema::{Draft, Registry, Validator};
use serde_json::{Value, json};

use super::document;

const URN: &str = "urn:discord:openapi";

/// The description, or why there is none.
#[derive(Clone, Debug)]
pub(crate) enum Source {
    Present(&'static Description),
    Absent(String),
}

/// The loaded description with what has been compiled of it so far.
pub(crate) struct Description {
    registry: Registry<'static>,
    paths: Value,
    compiled: Mutex<HashMap<String, Option<Arc<Validator>>>>,
}

impl fmt::Debug for Description {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Description").finish_non_exhaustive()
    }
}

impl Source {
    /// The description from `DISCORD_OPENAPI` or beside the workspace. Its absence is an error where `CI` is set.
    pub(crate) fn find() -> Result<Self, String> {
        static LOADED: OnceLock<Result<Result<Description, String>, String>> = OnceLock::new();
        let loaded = LOADED.get_or_init(|| {
            let (place, must_exist) = place();
            load(&place, must_exist)
        });
        match loaded {
            Ok(Ok(description)) => Ok(Self::Present(description)),
            Ok(Err(why)) => Ok(Self::Absent(why.clone())),
            Err(error) => Err(error.clone()),
        }
    }
}

impl Description {
    /// What is wrong with a body, as (path, problem).
    pub(super) fn problems(
        &'static self,
        method: &str,
        pattern: &str,
        body: &Value,
    ) -> Vec<(String, String)> {
        let Some(validator) = self.validator(&method.to_lowercase(), pattern) else {
            return Vec::new();
        };
        let describe = |error: jsonschema::ValidationError<'_>| {
            let mut text = error.to_string();
            if text.chars().count() > 300 {
                text = text.chars().take(300).chain("…".chars()).collect();
            }
            (error.instance_path().to_string(), text)
        };
        validator.iter_errors(body).map(describe).collect()
    }

    fn validator(&'static self, method: &str, pattern: &str) -> Option<Arc<Validator>> {
        let key = format!("{method} {pattern}");
        let mut compiled = self.compiled.lock().unwrap_or_else(PoisonError::into_inner);
        compiled
            .entry(key)
            .or_insert_with(|| self.compile(method, pattern).map(Arc::new))
            .clone()
    }

    fn compile(&'static self, method: &str, pattern: &str) -> Option<Validator> {
        let schema =
            &self.paths[pattern][method]["requestBody"]["content"]["application/json"]["schema"];
        if schema.is_null() {
            return None;
        }
        let escaped = pattern
            .replace('/', "~1")
            .replace('{', "%7B")
            .replace('}', "%7D");
        let place =
            format!("{URN}#/paths/{escaped}/{method}/requestBody/content/application~1json/schema");
        let validator = jsonschema::options()
            .with_draft(Draft::Draft202012)
            .with_registry(&self.registry)
            .offline()
            .should_validate_formats(true)
            .with_format("snowflake", |text: &str| text.parse::<u64>().is_ok())
            .with_format("nonce", |_: &str| true)
            .should_ignore_unknown_formats(true)
            .build(&json!({"$ref": place}));
        match validator {
            Ok(validator) => Some(validator),
            Err(error) => {
                tracing::warn!(%error, pattern, "a schema of Discord's description does not compile");
                None
            }
        }
    }
}

/// The outer error stops the simulator; the inner one only says why nothing is checked.
fn load(place: &Path, must_exist: bool) -> Result<Result<Description, String>, String> {
    let text = match std::fs::read_to_string(place) {
        Ok(text) => text,
        Err(error) => {
            let why = format!(
                "Discord's OpenAPI description is not at {}: {error}",
                place.display()
            );
            return if must_exist { Err(why) } else { Ok(Err(why)) };
        }
    };
    parse(&text).map(Ok)
}

fn parse(text: &str) -> Result<Description, String> {
    let unusable =
        |error: &dyn fmt::Display| format!("Discord's OpenAPI description is unusable: {error}");
    let mut document: Value = serde_json::from_str(text).map_err(|error| unusable(&error))?;
    document::prepare(&mut document);
    let paths = document["paths"].clone();
    let registry = Registry::new()
        .add(URN, Draft::Draft202012.create_resource(document))
        .map_err(|error| unusable(&error))?
        .prepare()
        .map_err(|error| unusable(&error))?;
    Ok(Description {
        registry,
        paths,
        compiled: Mutex::default(),
    })
}

#[expect(
    clippy::disallowed_methods,
    reason = "the simulator is a test tool with no configuration of its own"
)]
fn place() -> (PathBuf, bool) {
    let named = std::env::var("DISCORD_OPENAPI")
        .ok()
        .filter(|it| !it.is_empty());
    let must_exist = named.is_some() || std::env::var("CI").is_ok_and(|it| !it.is_empty());
    let beside = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../shared/discord-openapi.json"
    );
    (
        named.map_or_else(|| PathBuf::from(beside), PathBuf::from),
        must_exist,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_absence_of_the_description_is_an_error_only_where_it_must_be_there() {
        let nowhere = Path::new("/nowhere/discord-openapi.json");
        assert!(load(nowhere, true).is_err());
        assert!(load(nowhere, false).is_ok_and(|it| it.is_err()));
    }
}
