//! Secrets that have found their way into a text, made unreadable: bot tokens, API keys, passwords in addresses.

/// What stands where a secret stood.
const REDACTED: &str = "[redacted]";
/// The last part of a name whose value is a secret, as in `api_key=…`.
const SECRET_NAMES: [&str; 10] = [
    "key",
    "apikey",
    "token",
    "secret",
    "password",
    "passwd",
    "pwd",
    "wachtwoord",
    "signature",
    "credential",
];
/// What follows "Bearer" is no token when it is shorter.
const SHORTEST_BEARER: usize = 6;
/// An API key is longer than its prefix `sk-` and this.
const SHORTEST_API_KEY: usize = 20;

/// The text, which has single blanks only, with its secrets replaced.
pub(crate) fn redact(line: &str) -> String {
    let mut redacted = String::with_capacity(line.len());
    let mut before = "";
    for word in line.split(' ') {
        if !redacted.is_empty() {
            redacted.push(' ');
        }
        if is_bearer(before) && without_dots(word).len() >= SHORTEST_BEARER {
            redacted.push_str(replacement(word));
        } else {
            redacted.push_str(&redact_word(word));
        }
        before = word;
    }
    redacted
}

fn is_bearer(word: &str) -> bool {
    let name = word.rsplit([':', '"', '\'', '=']).find(|it| !it.is_empty());
    name.is_some_and(|it| it.eq_ignore_ascii_case("bearer"))
}

/// Values go before passwords, since a value may hold what would end an address.
fn redact_word(word: &str) -> String {
    let mut redacted = String::with_capacity(word.len());
    let mut rest = word;
    while !rest.is_empty() {
        let end = rest.find(|c| !is_token_char(c)).unwrap_or(rest.len());
        let (piece, behind) = rest.split_at(end);
        redacted.push_str(if is_token(piece) {
            replacement(piece)
        } else {
            piece
        });
        if let Some((separators, value)) = value_of(piece, behind) {
            let (secret, behind) = value.split_at(value_end(value));
            redacted.push_str(separators);
            redacted.push_str(replacement(secret));
            rest = behind;
        } else {
            let (separator, behind) = one_char(behind);
            redacted.push_str(separator);
            rest = behind;
        }
    }
    redact_password(&redacted)
}

/// Splits what stands behind a secret's name into the separators (`=`, `":"`) and the value with all that follows.
fn value_of<'a>(name: &str, behind: &'a str) -> Option<(&'a str, &'a str)> {
    if !is_secret_name(name) {
        return None;
    }
    let end = behind
        .find(|c| !matches!(c, '=' | ':' | '"' | '\''))
        .unwrap_or(behind.len());
    behind[..end]
        .contains(['=', ':'])
        .then(|| behind.split_at(end))
}

fn value_end(text: &str) -> usize {
    text.find(['&', ';', ',', '"', '\'', '}', ')'])
        .unwrap_or(text.len())
}

fn one_char(text: &str) -> (&str, &str) {
    text.split_at(text.chars().next().map_or(0, char::len_utf8))
}

fn is_secret_name(piece: &str) -> bool {
    let last = piece.rsplit(['_', '-', '.']).next().unwrap_or(piece);
    SECRET_NAMES.iter().any(|it| last.eq_ignore_ascii_case(it))
}

fn is_token_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.')
}

/// A Discord bot token (id, time and signature, with dots between), or an API key that says so.
fn is_token(piece: &str) -> bool {
    let parts: Vec<usize> = piece.split('.').map(str::len).collect();
    let is_bot_token = parts
        .windows(3)
        .any(|it| it[0] >= 23 && (5..=8).contains(&it[1]) && it[2] >= 27);
    let api_key = piece.strip_prefix("sk-").map(without_dots);
    is_bot_token || api_key.is_some_and(|it| it.len() >= SHORTEST_API_KEY)
}

/// `scheme://user:password@host`
fn redact_password(word: &str) -> String {
    let parts = word.find("://").and_then(|scheme| {
        let start = scheme + 3;
        let authority = word[start..]
            .find(['/', '?', '#'])
            .map_or(word.len(), |it| start + it);
        let at = start + word[start..authority].rfind('@')?;
        let colon = start + word[start..at].find(':')?;
        Some((&word[..=colon], &word[colon + 1..at], &word[at..]))
    });
    match parts {
        Some((user, password, host)) if !password.is_empty() => {
            format!("{user}{}{host}", replacement(password))
        }
        _ => word.to_owned(),
    }
}

/// What to write for `secret`; the mark itself stays, also when a line was cut short in it.
fn replacement(secret: &str) -> &str {
    let is_mark = secret.starts_with(REDACTED) || REDACTED.starts_with(without_dots(secret));
    if is_mark { secret } else { REDACTED }
}

fn without_dots(text: &str) -> &str {
    text.trim_end_matches('.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_become_unreadable() {
        let token = format!("{}.{}.{}", "M".repeat(24), "Gabcde", "x".repeat(38));
        for (text, expected) in [
            (format!("login {token} failed"), "login [redacted] failed"),
            (
                "Authorization: Bearer eyJhbGciOi.x.y".into(),
                "Authorization: Bearer [redacted]",
            ),
            (
                "GET /x?api_key=abc123&page=2".into(),
                "GET /x?api_key=[redacted]&page=2",
            ),
            (
                r#"{"token":"abc","id":1}"#.into(),
                r#"{"token":"[redacted]","id":1}"#,
            ),
            (
                "postgres://bot:geheim@db:5432/x".into(),
                "postgres://bot:[redacted]@db:5432/x",
            ),
            ("sk-abcdefghijklmnopqrstuvwx".into(), "[redacted]"),
        ] {
            assert_eq!(redact(&text), expected);
            assert_eq!(redact(expected), expected, "twice");
        }
    }

    #[test]
    fn ordinary_words_stay() {
        for text in [
            "the bearer of news",
            "monkey=banana",
            "key takeaways: none",
            "version 1.2.3-rc.1",
            "a:b",
        ] {
            assert_eq!(redact(text), text);
        }
    }
}
