//! E-mail addresses, webhooks, and passwords in addresses.

use super::bytes::{after_escape, is_letter_or_digit, is_space, run};
use super::scanner::found;
use super::tokens::is_token_byte;
use super::values::is_mark;
use super::{Found, Sensitive};
use crate::fold::is_letter;

/// The parts of an address are no longer than this.
const LONGEST_NAME: usize = 64;
const LONGEST_HOST: usize = 253;
/// Hosts whose addresses let anyone write who knows them, up to the first secret part.
const WEBHOOKS: [&[u8]; 2] = [b"/webhooks/", b"hooks.slack.com/services/"];
/// The secret part of a webhook is no shorter.
const SHORTEST_WEBHOOK: usize = 16;
/// No address is longer before its secret part.
const LONGEST_WEBHOOK: usize = 200;

/// The e-mail address around the `@` at `at`.
pub(super) fn email(bytes: &[u8], floor: usize, at: usize) -> Option<Found> {
    let is_name = |it: &&u8| is_letter_or_digit(**it) || b"._%+-'".contains(it);
    let back = bytes[floor..at].iter().rev().take(LONGEST_NAME);
    let start = after_escape(bytes, at - back.take_while(is_name).count()).min(at);
    let quotes = run(&bytes[..at], start, |it| !is_letter_or_digit(it));
    let start = start + quotes;
    let end = host_end(bytes, at + 1)?;
    let is_handle = start > floor && matches!(bytes[start - 1], b'@' | b'/');
    let is_repository = &bytes[start..at] == b"git" && bytes.get(end) == Some(&b':');
    let is_address = start < at && !is_handle && !is_repository && !is_size(&bytes[at + 1..end]);
    found(Sensitive::Email, start, end).filter(|_| is_address)
}

/// `logo@2x.png` is a picture for sharp screens.
fn is_size(host: &[u8]) -> bool {
    let digits = run(host, 0, |it| it.is_ascii_digit());
    digits > 0 && host[digits..].starts_with(b"x.")
}

/// Where a host name ends that begins at `start`: labels with dots between, the last one of letters.
fn host_end(bytes: &[u8], start: usize) -> Option<usize> {
    let is_host = |it: &&u8| is_letter_or_digit(**it) || matches!(it, b'-' | b'.');
    let length = bytes[start..].iter().take(LONGEST_HOST).take_while(is_host);
    let host = &bytes[start..start + length.count()];
    let last = host.iter().rposition(|it| is_letter_or_digit(*it))?;
    let host = &host[..=last];
    let dot = host.iter().rposition(|it| *it == b'.')?;
    let top = &host[dot + 1..];
    let is_top = top.len() >= 2 && top.iter().all(|it| is_letter(*it)) || top.starts_with(b"xn--");
    let mut labels = host[..dot].split(|it| *it == b'.');
    (is_top && labels.all(|it| !it.is_empty())).then_some(start + host.len())
}

/// `scheme://user:password@host`, whose `://` stands at `at`.
pub(super) fn password(bytes: &[u8], at: usize) -> Option<Found> {
    let start = at + b"://".len();
    let ends = |it: &u8| is_space(*it) || b"/?#<>\"`".contains(it);
    let authority = &bytes[start..];
    let authority = &authority[..authority.iter().position(ends).unwrap_or(authority.len())];
    let user_end = authority.iter().rposition(|it| *it == b'@')?;
    let colon = authority[..user_end].iter().position(|it| *it == b':')?;
    let secret = &authority[colon + 1..user_end];
    found(Sensitive::Password, start + colon + 1, start + user_end).filter(|_| !is_mark(secret))
}

/// The address of a webhook, whose id or first secret part is the token from `start` to `end`.
pub(super) fn webhook(bytes: &[u8], floor: usize, start: usize, end: usize) -> Option<Found> {
    let floor = floor.max(start.saturating_sub(LONGEST_WEBHOOK));
    let before = bytes.get(floor..start)?;
    if !WEBHOOKS.iter().any(|it| before.ends_with(it)) || bytes.get(end) != Some(&b'/') {
        return None;
    }
    let rest = run(bytes, end, |it| is_token_byte(it) || it == b'/');
    let dots = bytes[end..end + rest]
        .iter()
        .rev()
        .take_while(|it| **it == b'.')
        .count();
    if rest - dots < SHORTEST_WEBHOOK {
        return None;
    }
    let is_border = |it: &u8| is_space(*it) || b"<(\"'`[=,;|".contains(it);
    let first = before.iter().rposition(is_border).map_or(0, |it| it + 1);
    found(
        Sensitive::WebhookUrl,
        after_escape(bytes, floor + first),
        end + rest - dots,
    )
}
