//! A service with a language model on loopback, which answers what a test has told it to.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use alphapy_app::AppOptions;
use serde_json::{Value, json};
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

use crate::{Adjust, Town, TownOptions};

/// A key that stands nowhere else.
const KEY: &str = "a-key-of-tests-that-stands-nowhere-else";
/// How long the bot waits for an answer here. What takes longer never comes.
const TIME_LIMIT: Duration = Duration::from_secs(1);

/// A service with a language model. It answers what it was told to, in turn, and then `Well done.`; it remembers what it
/// was asked.
pub struct ModelServer {
    server: MockServer,
    planned: Planned,
}

#[derive(Clone, Default)]
struct Planned(Arc<Mutex<VecDeque<ResponseTemplate>>>);

impl Respond for Planned {
    fn respond(&self, _: &Request) -> ResponseTemplate {
        let planned = self.lock().pop_front();
        planned.unwrap_or_else(|| saying("Well done."))
    }
}

impl Planned {
    fn lock(&self) -> MutexGuard<'_, VecDeque<ResponseTemplate>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl ModelServer {
    /// A service that answers `Well done.` to everything.
    pub async fn start() -> Self {
        let server = MockServer::start().await;
        let planned = Planned::default();
        Mock::given(method("POST"))
            .and(path("/v1/chat/completions"))
            .respond_with(planned.clone())
            .mount(&server)
            .await;
        Self { server, planned }
    }

    /// Lets a bot ask this service: for [`TownOptions::adjust`](crate::TownOptions::adjust).
    pub fn adjust(&self) -> Adjust {
        let base = self.base();
        Box::new(move |options: &mut AppOptions| asks(options, &base))
    }

    /// A town whose bot asks this service.
    pub async fn town(&self) -> Town {
        self.town_with(|_| {}).await
    }

    /// The same, where more is changed of how the bot is started.
    pub async fn town_with(&self, more: impl Fn(&mut AppOptions) + Send + Sync + 'static) -> Town {
        let asks = self.adjust();
        let adjust: Adjust = Box::new(move |options| {
            asks(options);
            more(options);
        });
        Town::with(TownOptions {
            adjust: Some(adjust),
            ..TownOptions::default()
        })
        .await
    }

    /// Where it listens.
    pub fn base(&self) -> String {
        format!("{}/v1", self.server.uri())
    }

    /// Answers the next question with this text.
    pub fn says(&self, text: &str) {
        self.plan(saying(text));
    }

    /// Answers the next question with this text, and then has no room for more.
    pub fn breaks_off(&self, text: &str) {
        let message = json!({"role": "assistant", "content": text});
        self.plan(choice(
            &json!({"message": message, "finish_reason": "length"}),
        ));
    }

    /// Refuses to answer the next question, as a model does that must not.
    pub fn declines(&self) {
        let message =
            json!({"role": "assistant", "content": null, "refusal": "I cannot help with that."});
        self.plan(choice(
            &json!({"message": message, "finish_reason": "stop"}),
        ));
    }

    /// Answers the next question with this status and, if there is one, the code of an error.
    pub fn fails(&self, status: u16, code: Option<&str>) {
        let error = json!({"error": {"message": "no luck", "type": "error", "code": code}});
        self.plan(ResponseTemplate::new(status).set_body_json(error));
    }

    /// Answers the next question with something that is no answer.
    pub fn babbles(&self) {
        self.plan(ResponseTemplate::new(200).set_body_string("<html>not for machines</html>"));
    }

    /// Does not answer the next question in time.
    pub fn hangs(&self) {
        self.plan(saying("too late").set_delay(TIME_LIMIT * 30));
    }

    /// What it was asked so far.
    pub async fn asked(&self) -> Vec<Value> {
        let requests = self.server.received_requests().await;
        let requests = requests.expect("requests are recorded");
        let bodies = requests.iter().map(|it| it.body_json().expect("JSON"));
        bodies.collect()
    }

    fn plan(&self, answer: ResponseTemplate) {
        self.planned.lock().push_back(answer);
    }
}

/// Lets a bot ask the service that listens there.
pub(crate) fn asks(options: &mut AppOptions, base: &str) {
    let service = &mut options.model.service;
    service.key = Some(KEY.into());
    service.base_url = Some(base.to_owned());
    service.time_limit = TIME_LIMIT;
}

fn saying(text: &str) -> ResponseTemplate {
    choice(&json!({"message": {"role": "assistant", "content": text}, "finish_reason": "stop"}))
}

fn choice(choice: &Value) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(json!({
        "id": "chatcmpl-1", "object": "chat.completion", "model": "small-1", "choices": [choice],
        "usage": {"prompt_tokens": 12, "completion_tokens": 3, "total_tokens": 15},
    }))
}
