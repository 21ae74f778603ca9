//! E-mail addresses, webhooks, and passwords in addresses.

use super::scanner::found;
use super::tokens::is_token_byte;
use super::{Found, Sensitive};

/// The parts of an address are no longer than this.
const LONGEST_NAME: usize = 64;
const LONGEST_HOST: usize = 253;
/// Hosts whose addresses let anyone write who knows them, up to the first secret part.
const WEBHOOKS: [&str; 2] = ["/webhooks/", "hooks.slack.com/services/"];

/// The e-mail address around the `@` at `at`.
pub(super) fn email(text: &str, floor: usize, at: usize) -> Option<Found> {
    let bytes = text.as_bytes();
    let is_name = |it: &&u8| it.is_ascii_alphanumeric() || b"._%+-'".contains(it);
    let back = bytes[floor..at].iter().rev().take(LONGEST_NAME);
    let start = at - back.take_while(is_name).count();
    let quotes = bytes[start..at]
        .iter()
        .take_while(|it| !it.is_ascii_alphanumeric());
    let start = start + quotes.count();
    let end = host_end(bytes, at + 1)?;
    let is_handle = start > floor && matches!(bytes[start - 1], b'@' | b'/');
    let is_repository = &bytes[start..at] == b"git" && bytes.get(end) == Some(&b':');
    let is_address = start < at && !is_handle && !is_repository;
    found(Sensitive::Email, start, end).filter(|_| is_address)
}

/// Where a host name ends that begins at `start`: labels with dots between, the last one of letters.
fn host_end(bytes: &[u8], start: usize) -> Option<usize> {
    let is_host = |it: &&u8| it.is_ascii_alphanumeric() || matches!(it, b'-' | b'.');
    let length = bytes[start..].iter().take(LONGEST_HOST).take_while(is_host);
    let host = &bytes[start..start + length.count()];
    let trailing = host
        .iter()
        .rev()
        .take_while(|it| !it.is_ascii_alphanumeric());
    let host = &host[..host.len() - trailing.count()];
    let dot = host.iter().rposition(|it| *it == b'.')?;
    let top = &host[dot + 1..];
    let is_top = top.len() >= 2 && top.iter().all(u8::is_ascii_alphabetic);
    let labels = host[..dot].split(|it| *it == b'.');
    (is_top && labels.into_iter().all(|it| !it.is_empty())).then_some(start + host.len())
}

/// `scheme://user:password@host`, whose `://` stands at `at`.
pub(super) fn password(text: &str, at: usize) -> Option<Found> {
    let start = at + "://".len();
    let ends = |c: char| c.is_whitespace() || matches!(c, '/' | '?' | '#' | '<' | '>' | '"');
    let authority = &text[start..];
    let authority = &authority[..authority.find(ends).unwrap_or(authority.len())];
    let user_end = authority.rfind('@')?;
    let colon = authority[..user_end].find(':')?;
    let secret = &authority[colon + 1..user_end];
    let is_mark = secret.starts_with("[redacted");
    found(Sensitive::Password, start + colon + 1, start + user_end).filter(|_| !is_mark)
}

/// The address of a webhook, whose id or first secret part is the token from `start` to `end`.
pub(super) fn webhook(text: &str, floor: usize, start: usize, end: usize) -> Option<Found> {
    let before = &text[floor..start];
    if !WEBHOOKS.iter().any(|it| before.ends_with(it)) {
        return None;
    }
    let is_path = |it: &&u8| is_token_byte(**it) || **it == b'/';
    let path = &text.as_bytes()[end..];
    let rest = path.iter().take_while(is_path).count();
    let rest = text[end..end + rest].trim_end_matches(['.', '-']).len();
    if !path.starts_with(b"/") || rest < 16 {
        return None;
    }
    let is_border = |c: char| c.is_whitespace() || matches!(c, '<' | '(' | '"' | '\'' | '`' | '[');
    let opening = before.rfind(is_border);
    let first = opening.map_or(0, |it| {
        it + before[it..].chars().next().map_or(1, char::len_utf8)
    });
    found(Sensitive::WebhookUrl, floor + first, end + rest)
}
