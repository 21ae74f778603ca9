//! What nobody should send: bodies, addresses and headers that are wrong in one way.

use e2e_tests::Dice;
use serde_json::{Value, json};

use super::document::Operation;
use super::raw::{Raw, encoded};
use super::values::{ODD, odd_json, odd_text};

/// What was done to a request.
pub(crate) struct Odd {
    /// In words.
    pub(crate) about: String,
    /// The status that must come of it.
    pub(crate) expected: Option<u16>,
}

/// Bodies, and the status that must come of them.
const BODIES: [(&[u8], Option<u16>); 18] = [
    (b"", Some(400)),
    (b"{", Some(400)),
    (b"{}x", Some(400)),
    (b"{\"name\":}", Some(400)),
    (b"{'name':1}", Some(400)),
    (b"{\"name\":NaN}", Some(400)),
    (b"{\"name\":1,}", Some(400)),
    (b"\xef\xbb\xbf{}", Some(400)),
    (b"\xff\xfe{\0}\0", Some(400)),
    (b"{\"name\":\"\xc3\x28\"}", Some(400)),
    (b"{\"name\":\"\x01\"}", Some(400)),
    (b"{\"name\":\"\\ud800\"}", Some(400)),
    (b"{\"\\u0000\":1}", Some(422)),
    (b"[]", Some(422)),
    (b"null", Some(422)),
    (b"\"name\"", Some(422)),
    (b"1e999", None),
    (b"[{\"name\":\"a\"}]", Some(422)),
];

const KINDS: [&str; 9] = [
    "",
    "text/plain",
    "application/jsonp",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/merge-patch+json",
    "json",
    ";",
    "\u{e9}",
];

const QUERIES: [&str; 14] = [
    "&&&",
    "=",
    "%",
    "%zz",
    "%ff=%fe",
    "a=b=c",
    "guild_id=1&guild_id=2",
    "limit",
    "limit=",
    "limit[]=1&limit[]=2",
    "limit=1&limit=2",
    "days=1+2",
    "view=OVERRIDES",
    "?",
];

/// Headers with values that are odd, as far as they may be sent at all.
const HEADERS: [(&str, &[u8]); 40] = [
    ("Idempotency-Key", b""),
    ("Idempotency-Key", b"a b"),
    ("Idempotency-Key", b"\xc3\xa9"),
    ("Idempotency-Key", b"\xff\xfe"),
    ("Idempotency-Key", b"k\t"),
    ("X-User-Id", b"0"),
    ("X-User-Id", b"-1"),
    ("X-User-Id", b"abc"),
    ("X-User-Id", b""),
    ("X-User-Id", b"1, 2"),
    ("X-User-Id", b"999999999999999999999999999999"),
    ("X-User-Id", b"\xd9\xa3"),
    ("X-Discord-User-Id", b"5"),
    ("X-API-Key", b""),
    ("X-API-Key", b"\xff"),
    ("Authorization", b""),
    ("Authorization", b"Bearer"),
    ("Authorization", b"Basic YTpi"),
    ("Authorization", b"Bearer a b"),
    ("Authorization", b"Bearer \xc3\xa9.\xff.x"),
    ("Authorization", b"Bearer e30.e30."),
    ("Authorization", b"Bearer eyJhbGciOiJub25lIn0.e30.e30"),
    ("If-None-Match", b"*"),
    ("If-None-Match", b"\"x\", W/\"y\""),
    ("If-None-Match", b"\xff"),
    ("If-Match", b"\"x\""),
    ("If-Modified-Since", b"yesterday"),
    ("Accept", b"text/html"),
    ("Accept", b"\xff;q=2"),
    ("Accept-Encoding", b"identity;q=0, br"),
    ("Accept-Encoding", b"\xff"),
    ("Accept-Language", b"*-*-*"),
    ("Range", b"bytes=5-1"),
    ("Origin", b"https://elsewhere.example"),
    ("Origin", b"null"),
    ("Cookie", b"a=b; c"),
    ("X-Request-ID", b"a b"),
    ("X-Request-ID", b"\xff"),
    ("X-Forwarded-For", b"unknown, , 1.2.3"),
    ("X-HTTP-Method-Override", b"DELETE"),
];

/// Makes one thing about a request wrong.
pub(crate) fn spoil(operation: &Operation, raw: &mut Raw, dice: &mut Dice) -> Odd {
    let with_body = raw.body.is_some();
    match dice.throw(12) {
        0..3 if with_body => field(raw, dice),
        3 if with_body => shape(raw, dice),
        4 if with_body => body(raw, dice),
        5 if with_body => kind(raw, dice),
        6..9 if !operation.parameters.is_empty() => parameter(operation, raw, dice),
        9 => query(raw, dice),
        _ => header(raw, dice),
    }
}

/// Asks for something else than there is, or in another way; says what.
pub(crate) fn mislead(raw: &mut Raw, dice: &mut Dice) -> String {
    match dice.throw(4) {
        0 => {
            let methods = [
                "HEAD", "OPTIONS", "PATCH", "PUT", "DELETE", "TRACE", "FOO", "get",
            ];
            (*dice.pick(&methods)).clone_into(&mut raw.method);
        }
        1 => {
            let ends = ["/", "//", "/..", "/%2e%2e", "/%00", ".json", ";a=b", "/%ff"];
            let end = *dice.pick(&ends);
            raw.path.push_str(end);
        }
        2 => raw.path = raw.path.to_uppercase(),
        _ => {
            let others = [
                "/",
                "//",
                "/api",
                "/api/",
                "/nothing",
                "/webhooks/x",
                "/.env",
                "/%00",
            ];
            (*dice.pick(&others)).clone_into(&mut raw.path);
        }
    }
    format!("at {} {}", raw.method, raw.path)
}

/// One field holds something odd.
fn field(raw: &mut Raw, dice: &mut Dice) -> Odd {
    let odd = odd_json(dice);
    let mut body = object(raw);
    let mut place = &mut body;
    let mut about = String::new();
    // Down into objects now and then.
    while let Some(name) = some_key(place, dice) {
        about = format!("{about}.{name}");
        place = &mut place[name];
        if !place.is_object() || dice.once_in(2) {
            break;
        }
    }
    *place = ODD.into();
    let text = body.to_string().replace(&format!("\"{ODD}\""), &odd);
    raw.body = Some(text.into_bytes());
    let expected = odd.contains("\\u0000").then_some(422);
    about = format!("{about} is {}", odd.chars().take(60).collect::<String>());
    Odd { about, expected }
}

/// A field is missing, unknown, or there twice.
fn shape(raw: &mut Raw, dice: &mut Dice) -> Odd {
    let mut body = object(raw);
    let name = some_key(&body, dice).unwrap_or_default();
    let about = match dice.throw(3) {
        0 => {
            body.as_object_mut().and_then(|it| it.remove(&name));
            format!("no {name}")
        }
        1 => {
            body[odd_text(dice)] = json!({"a": [1]});
            "a field that nobody knows".to_owned()
        }
        _ => {
            let text = body.to_string();
            let rest = text.strip_prefix('{').unwrap_or_default();
            raw.body = Some(format!("{{\"{name}\":{},{rest}", odd_json(dice)).into_bytes());
            return odd(format!("{name} twice"), None);
        }
    };
    raw.body = Some(body.to_string().into_bytes());
    odd(about, None)
}

/// The body is something else.
fn body(raw: &mut Raw, dice: &mut Dice) -> Odd {
    raw.in_pieces = dice.once_in(3);
    if dice.once_in(4) {
        let length = 64 * 1024 - 1 + dice.between(0, 3);
        let text = format!("{{\"name\":\"{}\"}}", "x".repeat(length - 11));
        raw.body = Some(text.into_bytes());
        let expected = (length > 64 * 1024).then_some(413);
        return odd(format!("a body of {length} bytes"), expected);
    }
    let (text, expected) = *dice.pick(&BODIES);
    raw.body = Some(text.to_vec());
    let about = format!("the body {}", String::from_utf8_lossy(text));
    odd(about, expected)
}

/// The body says that it is something else.
fn kind(raw: &mut Raw, dice: &mut Dice) -> Odd {
    raw.without("Content-Type");
    let kind = *dice.pick(&KINDS);
    if !kind.is_empty() || dice.once_in(2) {
        raw.add("Content-Type", kind.as_bytes());
    }
    odd(format!("a body of the kind {kind:?}"), Some(415))
}

/// A part of the address is odd, missing, or there twice.
fn parameter(operation: &Operation, raw: &mut Raw, dice: &mut Dice) -> Odd {
    let parameter = dice.pick(&operation.parameters);
    let name = &parameter.name;
    let text = odd_text(dice);
    let about = format!("{name} is {}", text.chars().take(60).collect::<String>());
    if parameter.in_path {
        let mut known: Vec<&str> = raw.path.split('/').collect();
        let names = operation.path.split('/');
        let mark = format!("{{{name}}}");
        let at = names.enumerate().find(|(_, it)| *it == mark);
        let at = at.map(|it| it.0).unwrap_or_default();
        let text = match dice.throw(8) {
            0 => "%ff%fe".to_owned(),
            1 => "%zz%".to_owned(),
            2 => "%2F..%2f".to_owned(),
            3 => "1%0a".to_owned(),
            _ => encoded(&text),
        };
        known[at] = &text;
        raw.path = known.join("/");
        return odd(about, None);
    }
    if !dice.once_in(4) {
        raw.query.retain(|it| it.0 != *name);
    }
    if !dice.once_in(4) {
        raw.query.push((name.clone(), text));
    }
    odd(about, None)
}

/// The query is odd.
fn query(raw: &mut Raw, dice: &mut Dice) -> Odd {
    if dice.once_in(8) {
        "a=%00".clone_into(&mut raw.tail);
        return odd("U+0000 in the query".to_owned(), Some(422));
    }
    raw.tail = match dice.throw(8) {
        0 => format!("a={}", "b".repeat(8000)),
        _ => (*dice.pick(&QUERIES)).to_owned(),
    };
    let about = format!(
        "the query {}",
        raw.tail.chars().take(60).collect::<String>()
    );
    odd(about, None)
}

/// A header is odd, or there once more.
fn header(raw: &mut Raw, dice: &mut Dice) -> Odd {
    let (name, value) = *dice.pick(&HEADERS);
    let mut value = value.to_vec();
    if dice.once_in(12) {
        value = vec![b'9'; *dice.pick(&[129, 4096, 20_000])];
    }
    raw.add(name, &value);
    if dice.once_in(6) {
        raw.add(name, &value);
    }
    let shown = String::from_utf8_lossy(&value[..value.len().min(60)]).into_owned();
    odd(format!("{name}: {shown}"), None)
}

fn odd(about: String, expected: Option<u16>) -> Odd {
    Odd { about, expected }
}

/// The body, which is an object unless the description allows something else.
fn object(raw: &Raw) -> Value {
    let body = raw.body.as_deref().unwrap_or_default();
    let value: Value = serde_json::from_slice(body).unwrap_or_default();
    if value.is_object() { value } else { json!({}) }
}

fn some_key(value: &Value, dice: &mut Dice) -> Option<String> {
    let keys: Vec<&String> = value.as_object()?.keys().collect();
    (!keys.is_empty()).then(|| (*dice.pick(&keys)).clone())
}
