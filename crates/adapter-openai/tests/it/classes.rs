//! What services say instead of an answer, and what becomes of it.

use language_model::FailureClass::{
    self, BadRequest, ContentFilter, ContextLength, Credits, Empty, Malformed, RateLimited,
    Unauthorized, Upstream5xx,
};
use serde_json::{Value, json};
use wiremock::ResponseTemplate;

use super::scene::{KEY, Scene, choice};

/// The service answers so every time: why there is no answer in the end, and how often it was asked.
async fn check(answer: ResponseTemplate, class: FailureClass, tries: usize) {
    let scene = Scene::answering(answer.clone()).await;
    assert_eq!(scene.failure().await, (class, tries), "{answer:?}");
    assert_eq!(scene.asked().await, tries, "{answer:?}");
}

fn error(status: u16, code: &Value, message: &str) -> ResponseTemplate {
    let error =
        json!({"message": message, "type": "invalid_request_error", "param": null, "code": code});
    ResponseTemplate::new(status).set_body_json(json!({ "error": error }))
}

#[tokio::test]
async fn a_key_that_is_not_known_and_money_that_is_missing_are_asked_about_once() {
    let echo = format!("Incorrect API key provided: {KEY}. You can find yours elsewhere.");
    check(
        error(401, &json!("invalid_api_key"), &echo),
        Unauthorized,
        1,
    )
    .await;
    check(
        ResponseTemplate::new(401).set_body_string(echo),
        Unauthorized,
        1,
    )
    .await;
    check(ResponseTemplate::new(403), Unauthorized, 1).await;
    check(ResponseTemplate::new(402), Credits, 1).await;
    let quota = json!("insufficient_quota");
    check(error(403, &quota, "No."), Credits, 1).await;
    check(
        error(429, &quota, "You exceeded your current quota."),
        Credits,
        1,
    )
    .await;
}

#[tokio::test]
async fn too_many_questions_and_trouble_of_the_service_are_tried_three_times() {
    let limit = json!("rate_limit_exceeded");
    check(
        error(429, &limit, "Slow down; see https://x.example/billing"),
        RateLimited,
        3,
    )
    .await;
    check(ResponseTemplate::new(429), RateLimited, 3).await;
    for status in [500, 502, 503, 504, 529] {
        let page = ResponseTemplate::new(status).set_body_string("<html>\n<h1>Sorry</h1></html>");
        check(page, Upstream5xx, 3).await;
    }
}

#[tokio::test]
async fn what_the_service_does_not_understand_is_asked_once() {
    check(error(400, &Value::Null, "No such thing."), BadRequest, 1).await;
    check(
        error(404, &json!("model_not_found"), "No such model."),
        BadRequest,
        1,
    )
    .await;
    check(
        ResponseTemplate::new(422).set_body_string("nonsense"),
        BadRequest,
        1,
    )
    .await;
    // Nothing is quoted that could be left out.
    check(
        error(400, &json!("context_length_exceeded"), "Too long."),
        ContextLength,
        1,
    )
    .await;
    check(ResponseTemplate::new(413), ContextLength, 1).await;
    check(
        error(400, &json!("content_filter"), "No."),
        ContentFilter,
        1,
    )
    .await;
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let elsewhere = Scene::answering(ResponseTemplate::new(500)).await;
    let address = format!("{}/v1/chat/completions", elsewhere.server.uri());
    let redirect = ResponseTemplate::new(307).insert_header("location", address.as_str());
    check(redirect, BadRequest, 1).await;
    assert_eq!(elsewhere.asked().await, 0);
}

#[tokio::test]
async fn what_cannot_be_read_and_what_is_blank_is_asked_for_once_more() {
    for body in [
        "",
        "<html>",
        "{}",
        "[]",
        r#"{"choices": []}"#,
        r#"{"choices": [{}]}"#,
        "\u{0}",
    ] {
        check(
            ResponseTemplate::new(200).set_body_string(body),
            Malformed,
            2,
        )
        .await;
    }
    for content in [json!(""), json!(" \n\t "), Value::Null, json!([])] {
        let blank = json!({"message": {"content": content}, "finish_reason": "length"});
        check(choice(&blank), Empty, 2).await;
    }
}

#[tokio::test]
async fn more_than_a_mebibyte_is_not_read() {
    let huge = ResponseTemplate::new(200).set_body_string("x".repeat(1024 * 1024 + 1));
    check(huge, Malformed, 2).await;
}

#[tokio::test]
async fn a_refusal_is_asked_about_once() {
    let refusal =
        json!({"message": {"content": null, "refusal": "I can't."}, "finish_reason": "stop"});
    check(choice(&refusal), ContentFilter, 1).await;
    let filtered = json!({"message": {"content": "Well"}, "finish_reason": "content_filter"});
    check(choice(&filtered), ContentFilter, 1).await;
}

#[tokio::test]
async fn an_error_that_comes_with_status_200_is_one_all_the_same() {
    let error = |code: Value| {
        let error = json!({"error": {"message": format!("at {KEY}"), "code": code}});
        ResponseTemplate::new(200).set_body_json(error)
    };
    check(error(json!(429)), RateLimited, 3).await;
    check(error(json!(502)), Upstream5xx, 3).await;
    check(error(json!("insufficient_quota")), Credits, 1).await;
}

#[tokio::test]
async fn a_service_is_left_alone_for_as_long_as_it_asks() {
    for value in ["7", "Sat, 21 Nov 2026 12:00:07 GMT"] {
        let busy = ResponseTemplate::new(429).insert_header("retry-after", value);
        let scene = Scene::answering(busy).await;
        assert_eq!(scene.failure().await, (RateLimited, 3));
        assert_eq!(scene.waits()[0], 7000, "{value}");
    }
    let busy = ResponseTemplate::new(503).insert_header("retry-after", "11");
    check(busy, Upstream5xx, 1).await;
}

#[tokio::test]
async fn of_what_the_service_says_its_status_and_its_code_are_told_and_none_of_its_words() {
    for (code, name) in [
        (json!("server_error"), "server_error"),
        (json!("my topic was: divorce"), "no code"),
    ] {
        let said = format!("we cannot answer \"my topic\" with {KEY}");
        let scene = Scene::answering(error(500, &code, &said)).await;
        let error = scene.ask().await.unwrap_err();
        assert_eq!(error.detail.as_str(), format!("HTTP 500, {name}"));
    }
    let page = ResponseTemplate::new(502).set_body_string("<p>my topic</p>");
    let error = Scene::answering(page).await.ask().await.unwrap_err();
    assert_eq!(error.detail.as_str(), "HTTP 502");
}
