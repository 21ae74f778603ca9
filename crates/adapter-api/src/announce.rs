//! What the layers around the handlers ask and answer, added to the description of every address.

use axum::http::{Method, StatusCode};
use utoipa::openapi::path::{Operation, Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::{
    ContentBuilder, ObjectBuilder, OpenApi, PathItem, Ref, Required, Response, ResponseBuilder,
    Type,
};

use crate::describe::ACCESS;
use crate::error::ApiError;
use crate::layers::{is_probe, may_carry_key};

/// The description with what holds for every address, whatever is behind it. What an address says of a status itself stays.
pub(crate) fn announce(mut document: OpenApi) -> OpenApi {
    for (path, item) in &mut document.paths.paths {
        for (method, operation) in operations(item) {
            for status in statuses(&method, path, &access(operation)) {
                let answers = &mut operation.responses.responses;
                let known = answers.entry(status.as_str().to_owned());
                known.or_insert_with(|| refusal(status).into());
            }
            if may_carry_key(&method, path) {
                let parameters = operation.parameters.get_or_insert_with(Vec::new);
                parameters.push(idempotency_key().into());
            }
        }
    }
    document
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = (Method, &mut Operation)> {
    let all = [
        (Method::GET, &mut item.get),
        (Method::POST, &mut item.post),
        (Method::PUT, &mut item.put),
        (Method::DELETE, &mut item.delete),
    ];
    all.into_iter()
        .filter_map(|(method, it)| it.as_mut().map(|it| (method, it)))
}

fn access(operation: &Operation) -> String {
    let extensions = operation.extensions.as_ref();
    let access = extensions.and_then(|it| it.get(ACCESS)?.as_str());
    access.unwrap_or("none").to_owned()
}

/// How any request of this kind may be refused.
fn statuses(method: &Method, path: &str, access: &str) -> Vec<StatusCode> {
    let mut all = vec![
        StatusCode::REQUEST_TIMEOUT,
        StatusCode::PAYLOAD_TOO_LARGE,
        StatusCode::UNPROCESSABLE_ENTITY,
        StatusCode::INTERNAL_SERVER_ERROR,
        StatusCode::SERVICE_UNAVAILABLE,
        StatusCode::GATEWAY_TIMEOUT,
    ];
    if access != "none" {
        all.extend([
            StatusCode::BAD_REQUEST,
            StatusCode::UNAUTHORIZED,
            StatusCode::FORBIDDEN,
        ]);
    }
    if access != "none" || !is_probe(path) {
        all.push(StatusCode::TOO_MANY_REQUESTS);
    }
    if may_carry_key(method, path) {
        all.extend([StatusCode::BAD_REQUEST, StatusCode::CONFLICT]);
    }
    all
}

fn refusal(status: StatusCode) -> Response {
    let envelope = ContentBuilder::new().schema(Some(Ref::from_schema_name("ErrorBody")));
    ResponseBuilder::new()
        .description(ApiError::of_status(status).detail())
        .content("application/json", envelope.build())
        .build()
}

fn idempotency_key() -> Parameter {
    let key = ObjectBuilder::new()
        .schema_type(Type::String)
        .min_length(Some(1))
        .max_length(Some(128))
        .pattern(Some("^[!-~]+$"));
    ParameterBuilder::new()
        .name("Idempotency-Key")
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some(
            "A new one for each thing that is to be done; whoever repeats a request with it gets the answer of the first time.",
        ))
        .schema(Some(key))
        .build()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::{Value, json};

    fn described(method: &str, path: &str) -> Value {
        let document = serde_json::to_value(crate::openapi()).unwrap();
        document["paths"][path][method].clone()
    }

    fn statuses(method: &str, path: &str) -> BTreeSet<String> {
        let described = described(method, path);
        let answers = described["responses"].as_object().unwrap().keys();
        answers.filter(|it| *it != "default").cloned().collect()
    }

    #[test]
    fn every_address_says_what_the_layers_around_it_may_answer() {
        let probe = statuses("get", "/status");
        let expected = ["200", "408", "413", "422", "500", "503", "504"];
        assert_eq!(probe, expected.map(str::to_owned).into());
        for status in ["400", "401", "403", "429"] {
            assert!(statuses("get", "/api/observability").contains(status));
        }
        let write = "/api/dashboard/{guild_id}/settings/invalidate-cache";
        assert!(statuses("post", write).contains("409"));
    }

    #[test]
    fn what_an_address_says_itself_stays() {
        let health = described("get", "/health");
        let away = &health["responses"]["503"]["content"]["application/json"]["schema"];
        assert_eq!(away["$ref"], "#/components/schemas/HealthBody");
    }

    #[test]
    fn writes_may_carry_a_key_and_reads_may_not() {
        let names = |method, path| -> Vec<Value> {
            let parameters = described(method, path)["parameters"].clone();
            let parameters = parameters.as_array().cloned().unwrap_or_default();
            parameters.iter().map(|it| it["name"].clone()).collect()
        };
        assert!(names("post", "/api/reminders").contains(&json!("Idempotency-Key")));
        let reads = names("get", "/api/reminders/{user_id}");
        assert!(!reads.contains(&json!("Idempotency-Key")), "{reads:?}");
    }
}
