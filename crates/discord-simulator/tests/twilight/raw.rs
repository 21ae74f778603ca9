//! REST without a library: what a request is really answered with.

use discord_simulator::Simulator;
use reqwest::{Method, header::HeaderMap};
use serde_json::{Value, json};

/// An answer as it came.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) json: Value,
    pub(crate) headers: HeaderMap,
}

impl Answer {
    /// Status and Discord's error code.
    pub(crate) fn error(&self) -> (u16, u64) {
        (self.status, self.json["code"].as_u64().unwrap_or_default())
    }

    pub(crate) fn id(&self) -> u64 {
        self.json["id"].as_str().unwrap().parse().unwrap()
    }
}

pub(crate) struct Raw {
    client: reqwest::Client,
    base: String,
    token: String,
}

impl Raw {
    pub(crate) fn new(sim: &Simulator) -> Self {
        rustls::crypto::ring::default_provider()
            .install_default()
            .ok();
        let client = reqwest::Client::builder().build().unwrap();
        Self {
            client,
            base: format!("http://{}/api/v10", sim.http_addr()),
            token: format!("Bot {}", sim.token()),
        }
    }

    pub(crate) fn with_token(mut self, token: &str) -> Self {
        token.clone_into(&mut self.token);
        self
    }

    /// Sends a request; an error means that there was no answer.
    pub(crate) async fn try_call(
        &self,
        method: Method,
        path: &str,
        body: Value,
    ) -> Result<Answer, reqwest::Error> {
        let mut request = self
            .client
            .request(method, format!("{}{path}", self.base))
            .header("authorization", &self.token);
        if !body.is_null() {
            request = request.json(&body);
        }
        let response = request.send().await?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let json = serde_json::from_slice(&response.bytes().await?).unwrap_or(Value::Null);
        Ok(Answer {
            status,
            json,
            headers,
        })
    }

    pub(crate) async fn call(&self, method: Method, path: &str, body: Value) -> Answer {
        self.try_call(method, path, body).await.unwrap()
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.call(Method::GET, path, Value::Null).await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Answer {
        self.call(Method::POST, path, body).await
    }

    pub(crate) async fn send(&self, channel: u64, content: &str) -> Answer {
        self.post(
            &format!("/channels/{channel}/messages"),
            json!({"content": content}),
        )
        .await
    }

    /// A message as multipart, with a file.
    pub(crate) async fn send_file(&self, channel: u64, payload: Value, name: &str) -> Answer {
        let path = format!("/channels/{channel}/messages");
        let file = ("files[0]", name, b"hello".as_slice());
        self.send_form(Method::POST, &path, payload, &[file]).await
    }

    /// A form of `payload_json` and files, each a field, a name and bytes.
    pub(crate) async fn send_form(
        &self,
        method: Method,
        path: &str,
        payload: Value,
        files: &[(&str, &str, &[u8])],
    ) -> Answer {
        let boundary = "simulated-boundary";
        let mut body = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"payload_json\"\r\nContent-Type: application/json\r\n\r\n{payload}\r\n"
        )
        .into_bytes();
        for (field, name, bytes) in files {
            let head = format!(
                "--{boundary}\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\r\n"
            );
            body.extend(head.bytes().chain(bytes.iter().copied()).chain(*b"\r\n"));
        }
        body.extend(format!("--{boundary}--\r\n").bytes());
        let request = self
            .client
            .request(method, format!("{}{path}", self.base))
            .header(
                "content-type",
                format!("multipart/form-data; boundary={boundary}"),
            )
            .header("authorization", &self.token)
            .body(body);
        let response = request.send().await.unwrap();
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Answer {
            status,
            json: response.json().await.unwrap(),
            headers,
        }
    }

    /// What is served under an address: its status, kind and bytes.
    pub(crate) async fn download(&self, url: &Value) -> (u16, String, Vec<u8>) {
        let response = self.client.get(url.as_str().unwrap()).send().await.unwrap();
        let status = response.status().as_u16();
        let kind = response.headers().get("content-type");
        let kind = kind.map_or("", |it| it.to_str().unwrap()).to_owned();
        (status, kind, response.bytes().await.unwrap().to_vec())
    }
}
