//! A service on loopback, and the model in front of it.

use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use adapter_openai::{OpenAi, OpenAiOptions};
use chrono::{DateTime, TimeDelta};
use kernel::{Clock as _, UserId};
use language_model::testing::{
    FixedChoices, InMemoryUsage, LeapingClock, RecordingDiary, question,
};
use language_model::{
    Completion, CompletionRequest, FailureClass, LanguageModel as _, ModelError, ModelPorts,
    ModelRules, ModelService, Tariffs, Temperature,
};
use serde_json::{Value, json};
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, Respond, ResponseTemplate};

/// A key that nothing but these tests uses, without the form of any real one.
pub(crate) const KEY: &str = "a-key-of-tests-that-stands-nowhere-else";

pub(crate) struct Scene {
    pub(crate) server: MockServer,
    pub(crate) clock: LeapingClock,
    pub(crate) service: ModelService,
}

impl Scene {
    /// A service that answers like this.
    pub(crate) async fn answering(answer: impl Respond + 'static) -> Self {
        let server = MockServer::start().await;
        Mock::given(method("POST"))
            .and(path("/v1/chat/completions"))
            .respond_with(answer)
            .mount(&server)
            .await;
        let base = format!("{}/v1", server.uri());
        let (clock, service) = model(&options(&base));
        Self {
            server,
            clock,
            service,
        }
    }

    pub(crate) async fn ask(&self) -> Result<Completion, ModelError> {
        self.service.complete(request(&self.clock)).await
    }

    /// How often the service was asked so far.
    pub(crate) async fn asked(&self) -> usize {
        self.bodies().await.len()
    }

    /// What it was asked so far.
    pub(crate) async fn bodies(&self) -> Vec<Value> {
        let requests = self.server.received_requests().await.unwrap();
        requests.iter().map(|it| it.body_json().unwrap()).collect()
    }

    /// Asks in vain: why, after how many tries. What is said and kept of it does not hold the key.
    pub(crate) async fn failure(&self) -> (FailureClass, usize) {
        let error = self.ask().await.unwrap_err();
        holds_no_key(&self.service, &error);
        let tries = usize::try_from(error.retries).unwrap() + 1;
        (error.class, tries)
    }

    /// The waits between tries, in milliseconds.
    pub(crate) fn waits(&self) -> Vec<i64> {
        let slept = self.clock.slept();
        slept.iter().map(TimeDelta::num_milliseconds).collect()
    }
}

/// The key, and half a second for an answer.
pub(crate) fn options(base_url: &str) -> OpenAiOptions {
    OpenAiOptions {
        key: Some(KEY.into()),
        base_url: Some(base_url.to_owned()),
        time_limit: Duration::from_millis(500),
        ..OpenAiOptions::default()
    }
}

/// The model in front of such a service.
pub(crate) fn model(options: &OpenAiOptions) -> (LeapingClock, ModelService) {
    let clock = LeapingClock::at("2026-11-21T12:00:00Z".parse::<DateTime<_>>().unwrap());
    let choices = FixedChoices::default();
    choices.choose(None, 0.7);
    let endpoint = OpenAi::new(options, Arc::new(clock.clone())).unwrap();
    assert!(!format!("{endpoint:?}").contains(KEY));
    let ports = ModelPorts {
        endpoint: Arc::new(endpoint),
        choices: Arc::new(choices),
        usage: Arc::new(InMemoryUsage::default()),
        plans: None,
        diary: Arc::new(RecordingDiary::default()),
        clock: Arc::new(clock.clone()),
        chance: || 0.5,
    };
    let rules = ModelRules {
        model: "small-1".parse().unwrap(),
        temperature: Temperature::clamped(0.7),
        free_daily_limit: None,
        tariffs: Tariffs::default(),
    };
    (clock, ModelService::new(ports, rules))
}

/// A question for which somebody waits a minute.
pub(crate) fn request(clock: &LeapingClock) -> CompletionRequest {
    CompletionRequest {
        user: UserId::new(7).ok(),
        ..question("learn_topic", clock.now() + TimeDelta::minutes(1))
    }
}

/// Neither the error nor what is kept of it holds the key.
pub(crate) fn holds_no_key(service: &ModelService, error: &ModelError) {
    let kept = format!("{:?} {:?}", service.newest(), service.status(None));
    for text in [error.to_string(), format!("{error:?}"), kept] {
        assert!(!text.contains(KEY), "{text}");
    }
    assert!(error.detail.as_str().chars().count() <= 200, "{error}");
    assert!(!error.detail.as_str().contains('\n'), "{error}");
}

/// An answer of the service with this text.
pub(crate) fn saying(text: &str) -> ResponseTemplate {
    choice(&json!({"message": {"role": "assistant", "content": text}, "finish_reason": "stop"}))
}

/// An answer of the service with this choice.
pub(crate) fn choice(choice: &Value) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(json!({
        "id": "chatcmpl-1", "object": "chat.completion", "model": "small-1-2026", "choices": [choice],
        "usage": {"prompt_tokens": 12, "completion_tokens": 3, "total_tokens": 15},
    }))
}

/// An address where nobody answers.
pub(crate) fn nobody() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    format!("http://{}/v1", listener.local_addr().unwrap())
}
