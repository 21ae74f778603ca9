//! Models that refuse what others take.

use serde_json::{Value, json};
use wiremock::{Request, ResponseTemplate};

use super::scene::{Scene, saying};
use language_model::FailureClass;

fn refusing(message: &str, param: &Value, code: &Value) -> ResponseTemplate {
    let error =
        json!({"message": message, "type": "invalid_request_error", "param": param, "code": code});
    ResponseTemplate::new(400).set_body_json(json!({ "error": error }))
}

/// A model of the newer kind: it has other words for `max_tokens`, and a temperature of its own.
fn newer(request: &Request) -> ResponseTemplate {
    let body: Value = request.body_json().unwrap();
    if body.get("max_tokens").is_some() {
        let message = "Unsupported parameter: 'max_tokens' is not supported with this model. Use \
            'max_completion_tokens' instead.";
        refusing(
            message,
            &json!("max_tokens"),
            &json!("unsupported_parameter"),
        )
    } else if body.get("temperature").is_some() {
        let message = "Unsupported value: 'temperature' does not support 0.7 with this model.";
        refusing(message, &json!("temperature"), &json!("unsupported_value"))
    } else {
        saying("Well done.")
    }
}

/// The same behind something that passes on nothing but words.
fn newer_in_words(request: &Request) -> ResponseTemplate {
    let body: Value = request.body_json().unwrap();
    if body.get("temperature").is_none() {
        return saying("Well done.");
    }
    let words = json!({"error": "`temperature` is not supported by this model"});
    ResponseTemplate::new(400).set_body_json(words)
}

/// Whether `max_tokens`, `max_completion_tokens` and `temperature` were sent each time.
async fn sent(scene: &Scene) -> Vec<[bool; 3]> {
    let names = ["max_tokens", "max_completion_tokens", "temperature"];
    let bodies = scene.bodies().await;
    bodies
        .iter()
        .map(|body| names.map(|it| body.get(it).is_some()))
        .collect()
}

#[tokio::test]
async fn what_a_model_refuses_is_renamed_or_left_out_and_not_sent_again() {
    let scene = Scene::answering(newer).await;
    scene.ask().await.unwrap();
    let learning = [
        [true, false, true],
        [false, true, true],
        [false, true, false],
    ];
    assert_eq!(sent(&scene).await, learning);
    assert_eq!(scene.bodies().await[2]["max_completion_tokens"], 500);
    scene.ask().await.unwrap();
    assert_eq!(sent(&scene).await[3..], [[false, true, false]]);
    assert_eq!(
        scene.waits(),
        [0; 0],
        "no retries in the sense of the service"
    );
}

#[tokio::test]
async fn a_refusal_in_words_is_understood() {
    let scene = Scene::answering(newer_in_words).await;
    scene.ask().await.unwrap();
    assert_eq!(
        sent(&scene).await,
        [[true, false, true], [true, false, false]]
    );
}

#[tokio::test]
async fn a_model_that_refuses_whatever_it_is_offered_is_asked_three_times() {
    let scene = Scene::answering(|request: &Request| {
        let body: Value = request.body_json().unwrap();
        let offered = ["max_tokens", "temperature", "model"];
        let param = offered.into_iter().find(|it| body.get(it).is_some());
        refusing(
            "This is not supported.",
            &json!(param),
            &json!("unsupported_parameter"),
        )
    })
    .await;
    assert_eq!(scene.failure().await, (FailureClass::BadRequest, 1));
    assert_eq!(scene.asked().await, 3);
}

#[tokio::test]
async fn a_value_that_is_too_large_is_no_reason_to_ask_again() {
    let too_large =
        "max_tokens is too large: 500. This model supports at most 100 completion tokens.";
    let scene = Scene::answering(refusing(too_large, &json!("max_tokens"), &Value::Null)).await;
    assert_eq!(scene.failure().await, (FailureClass::BadRequest, 1));
    assert_eq!(scene.asked().await, 1);
}
