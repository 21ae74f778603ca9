//! Which requests may be sent again when nobody knows whether they happened, and when.

use std::time::Duration;

use kernel::chance;
use serde::Deserialize;
use serde::de::IgnoredAny;
use twilight_http::request::{Method, Request};

use super::route_key::Lane;

/// The waits before the second, third and fourth attempt.
const WAITS: [Duration; 3] = [
    Duration::from_millis(250),
    Duration::from_millis(500),
    Duration::from_secs(1),
];

/// Discord's code for an interaction that was answered already.
pub(super) const ALREADY_ACKNOWLEDGED: u64 = 40_060;

/// Whether sending this twice does no more than sending it once.
pub(super) fn repeatable(request: &Request, lane: Lane) -> bool {
    match request.method() {
        Method::Get | Method::Put | Method::Delete | Method::Patch => true,
        // Discord takes one first answer only and says so; but then the message it would return is not known.
        Method::Post if lane == Lane::Callback => !request.path().contains("with_response=true"),
        // With a nonce that Discord enforces, it returns the message that is there.
        Method::Post => match request.form() {
            Some(form) => enforces_nonce(payload_of(&form.clone().build())),
            None => request.body().is_some_and(enforces_nonce),
        },
        _ => false,
    }
}

/// How long to wait after so many failed attempts; none when it is enough.
pub(super) fn wait(failures: usize) -> Option<Duration> {
    let wait = *WAITS.get(failures.checked_sub(1)?)?;
    // Between the whole and a quarter more, so that those who failed together do not come back together.
    Some(wait + wait.mul_f64(0.25 * chance()))
}

fn enforces_nonce(body: &[u8]) -> bool {
    #[derive(Deserialize)]
    struct Body {
        #[serde(default)]
        enforce_nonce: bool,
        #[serde(default)]
        nonce: Option<IgnoredAny>,
    }
    // The first value alone: in a form other parts follow.
    let mut values = serde_json::Deserializer::from_slice(body).into_iter::<Body>();
    let first = values.next().and_then(Result::ok);
    first.is_some_and(|body| body.enforce_nonce && body.nonce.is_some())
}

/// A form from its first value on, which is the JSON beside its files.
fn payload_of(form: &[u8]) -> &[u8] {
    const BLANK_LINE: &[u8] = b"\r\n\r\n";
    let begin = form
        .windows(BLANK_LINE.len())
        .position(|it| it == BLANK_LINE);
    begin
        .and_then(|it| form.get(it + BLANK_LINE.len()..))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use twilight_http::request::{Form, RequestBuilder};

    use super::*;

    fn request(method: Method, path: &str, body: &str) -> Request {
        RequestBuilder::raw(method, path.to_owned())
            .body(body.as_bytes().to_vec())
            .build()
            .unwrap()
    }

    #[test]
    fn a_post_is_repeated_only_where_discord_tells_doubles_apart() {
        let post = |body: &str| {
            repeatable(
                &request(Method::Post, "channels/1/messages", body),
                Lane::Ordinary,
            )
        };
        assert!(post(
            r#"{"content": "a", "nonce": "1", "enforce_nonce": true}"#
        ));
        assert!(!post(r#"{"content": "a", "enforce_nonce": true}"#));
        assert!(!post(r#"{"content": "enforce_nonce", "nonce": "1"}"#));
        let callback = |path: &str| repeatable(&request(Method::Post, path, "{}"), Lane::Callback);
        assert!(callback("interactions/1/t/callback"));
        assert!(!callback("interactions/1/t/callback?with_response=true"));
        assert!(repeatable(
            &request(Method::Patch, "channels/1", "{}"),
            Lane::Ordinary
        ));
    }

    #[test]
    fn a_post_with_files_is_repeated_by_the_same_rule() {
        let post = |payload: &str| {
            let form = Form::new()
                .json_part(b"payload_json", payload.as_bytes())
                .file_part(b"files[0]", b"x.png", b"\r\n\r\n{\"no\": 1}");
            let request = RequestBuilder::raw(Method::Post, "channels/1/messages".to_owned());
            repeatable(&request.form(form).build().unwrap(), Lane::Ordinary)
        };
        assert!(post(r#"{"nonce": "1", "enforce_nonce": true}"#));
        assert!(!post(r#"{"nonce": "1"}"#));
    }

    #[test]
    fn waits_longer_each_time_and_then_gives_up() {
        for (index, least) in WAITS.iter().enumerate() {
            let wait = wait(index + 1).unwrap();
            assert!(wait >= *least && wait <= *least * 5 / 4);
        }
        assert_eq!(wait(4), None);
    }
}
