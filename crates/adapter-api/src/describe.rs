//! What the API's description says beside its addresses.

use std::collections::BTreeMap;

use utoipa::OpenApi as _;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{Components, ContentBuilder, OpenApi, Ref, ResponseBuilder};

use crate::error::{ErrorBody, FieldError};

/// The extension that says who is let in: `none`, `key`, `caller`, `user`, `admin`, `key_or_admin` or `signature`.
pub(crate) const ACCESS: &str = "x-access";

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Alphapy",
        description = "What dashboards and operators ask of Alphapy."
    ),
    components(schemas(ErrorBody, FieldError))
)]
struct Document;

/// The description without any address.
pub(crate) fn document() -> OpenApi {
    let mut document = Document::openapi();
    let components = document.components.get_or_insert_with(Components::new);
    let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
    components.add_security_scheme("bearer", SecurityScheme::Http(bearer));
    for (name, header) in [("api_key", "X-API-Key"), ("user_id", "X-User-Id")] {
        let key = SecurityScheme::ApiKey(ApiKey::Header(ApiKeyValue::new(header)));
        components.add_security_scheme(name, key);
    }
    document
}

/// Says of every address that whatever else it refuses, it refuses in the same words.
pub(crate) fn complete(mut document: OpenApi) -> OpenApi {
    let refusal = ResponseBuilder::new()
        .description("Any other refusal: see `code`.")
        .content(
            "application/json",
            ContentBuilder::new()
                .schema(Some(Ref::from_schema_name("ErrorBody")))
                .build(),
        )
        .build();
    for item in document.paths.paths.values_mut() {
        let all = [
            &mut item.get,
            &mut item.post,
            &mut item.put,
            &mut item.delete,
        ];
        for operation in all.into_iter().flatten() {
            let responses = &mut operation.responses.responses;
            responses.insert("default".to_owned(), refusal.clone().into());
        }
    }
    document
}

/// An address of the API, and who is let in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Endpoint {
    /// `GET`, `POST`, …
    pub method: String,
    /// `/api/reminders/{user_id}`.
    pub path: String,
    /// Who is let in, in the words of the description's `x-access`.
    pub access: String,
}

/// Every address that the API has, in order, for tests that walk them all.
pub fn endpoints() -> Vec<Endpoint> {
    let document = serde_json::to_value(crate::openapi()).unwrap_or_default();
    let paths: BTreeMap<String, serde_json::Map<String, serde_json::Value>> =
        serde_json::from_value(document["paths"].clone()).unwrap_or_default();
    let mut found = Vec::new();
    for (path, operations) in paths {
        for (method, operation) in operations {
            found.push(Endpoint {
                method: method.to_uppercase(),
                path: path.clone(),
                access: operation[ACCESS].as_str().unwrap_or_default().to_owned(),
            });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: [&str; 7] = [
        "none",
        "key",
        "caller",
        "user",
        "admin",
        "key_or_admin",
        "signature",
    ];

    #[test]
    fn every_address_refuses_in_the_words_of_the_envelope() {
        let document = serde_json::to_value(crate::openapi()).unwrap();
        for it in endpoints() {
            let operation = &document["paths"][&it.path][it.method.to_lowercase()];
            for (status, answer) in operation["responses"].as_object().unwrap() {
                let body = &answer["content"]["application/json"]["schema"]["$ref"];
                let is_success = status.starts_with('2');
                let is_health = it.path.ends_with("/health") && status == "503";
                assert_eq!(
                    body == "#/components/schemas/ErrorBody",
                    !is_success && !is_health,
                    "{it:?} {status}"
                );
            }
            assert!(operation["responses"]["default"].is_object(), "{it:?}");
        }
    }

    #[test]
    fn the_guide_names_every_address() {
        let guide = include_str!("../../../docs/api.md");
        for it in endpoints() {
            let Endpoint { method, path, .. } = it;
            assert!(
                guide.contains(&format!("| `{method} {path}` |")),
                "{method} {path}"
            );
        }
    }

    #[test]
    fn every_address_says_who_is_let_in() {
        for it in endpoints() {
            assert!(WORDS.contains(&it.access.as_str()), "{it:?}");
        }
    }

    #[test]
    fn what_an_import_has_done_is_described_by_a_name_of_its_own() {
        let document = serde_json::to_value(crate::openapi()).unwrap();
        let schemas = &document["components"]["schemas"];
        assert!(schemas["ImportDone"]["properties"]["changed"].is_object());
        assert!(schemas["Done"]["properties"]["changed"].is_null());
    }
}
