//! Which model answers, and how freely.

use super::scene::Scene;
use crate::{CompletionRequest, LanguageModel as _, Temperature, Warmth};

#[tokio::test]
async fn the_requests_own_model_goes_before_the_guilds_and_that_before_the_operators() {
    let scene = Scene::new();
    scene.ask().await.unwrap();
    scene.choices.choose(Some("of-guild"), 0.7);
    scene.ask().await.unwrap();
    let explicit = CompletionRequest {
        model: "explicit".parse().ok(),
        ..scene.question()
    };
    scene.service.complete(explicit).await.unwrap();
    let asked = scene.endpoint.asked();
    let models: Vec<_> = asked.iter().map(|it| it.model.as_str()).collect();
    assert_eq!(models, ["of-operator", "of-guild", "explicit"]);
    assert_eq!(scene.service.model_of(None).await.as_str(), "of-guild");
}

#[tokio::test]
async fn a_guilds_temperature_counts_at_once_unless_the_request_wants_it_colder() {
    let scene = Scene::new();
    scene.choices.choose(None, 1.2);
    scene.ask().await.unwrap();
    let colder = CompletionRequest {
        warmth: Warmth::AtMost(Temperature::clamped(0.5)),
        ..scene.question()
    };
    scene.service.complete(colder).await.unwrap();
    let asked = scene.endpoint.asked();
    let temperatures: Vec<_> = asked.iter().map(|it| it.temperature).collect();
    assert_eq!(temperatures, [1.2, 0.5].map(Temperature::clamped));
}

#[tokio::test]
async fn where_a_guilds_choice_cannot_be_read_the_operators_holds() {
    let scene = Scene::new();
    scene.choices.unread();
    scene.ask().await.unwrap();
    let asked = scene.endpoint.asked();
    assert_eq!(asked[0].model.as_str(), "of-operator");
    assert_eq!(asked[0].temperature, Temperature::clamped(0.7));
    assert_eq!(scene.diary.notes(), ["ChoiceUnknown"]);
}
