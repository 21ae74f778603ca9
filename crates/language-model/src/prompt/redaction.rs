//! What a model does not need to know of people, taken out before it reads what they wrote.
//!
//! Secrets and personal data with a form or a name are `sanitizer`'s; here they get the short names that models and
//! staff read, and what only matters towards a model is taken out besides: addresses of machines, national numbers,
//! what stands behind the `?` of a link, who is mentioned, and long strings that nobody would type.

use std::net::{Ipv4Addr, Ipv6Addr};

use kernel::UserId;
use sanitizer::redact;

const IP: &str = "[ip]";
const NATIONAL_ID: &str = "[national-id]";
const SECRET: &str = "[secret]";

/// What `sanitizer` puts in place of what it finds, and what models read there.
const MARKS: [(&str, &str); 10] = [
    ("[redacted email]", "[email]"),
    ("[redacted phone]", "[phone]"),
    ("[redacted iban]", "[iban]"),
    ("[redacted card]", "[card]"),
    ("[redacted bot token]", SECRET),
    ("[redacted access token]", SECRET),
    ("[redacted api key]", SECRET),
    ("[redacted webhook]", SECRET),
    ("[redacted password]", SECRET),
    ("[redacted private key]", SECRET),
];

/// Strings from this length on, with letters of both cases and digits, are taken for secrets …
const LONG: usize = 32;
/// … if they have so many different characters.
const DIFFERENT: usize = 14;

/// A text without secrets and personal data that can be recognised, for a model or for a record that outlives it. Whom
/// a mention is about is said by `label_of`, such as `Requester`.
///
/// ```
/// use language_model::redacted;
///
/// let text = "mail me at an.peeters+x@voorbeeld.be or +32 470 12 34 56, or ask <@7>";
/// assert_eq!(redacted(text, |_| "Staff 1"), "mail me at [email] or [phone], or ask Staff 1");
/// ```
pub fn redacted<'a>(text: &str, label_of: impl Fn(UserId) -> &'a str) -> String {
    let text = without_mentions(text, label_of);
    let text = without_keys(&without_queries(&text));
    let mut text = redact(&without_numbers(&text)).text;
    for (mark, name) in MARKS {
        if text.contains(mark) {
            text = text.replace(mark, name);
        }
    }
    text
}

fn without_mentions<'a>(text: &str, label_of: impl Fn(UserId) -> &'a str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("<@") {
        clean.push_str(&rest[..at]);
        let behind = &rest[at + 2..];
        let behind = behind.strip_prefix('!').unwrap_or(behind);
        let digits = behind.bytes().take_while(u8::is_ascii_digit).count();
        let user = behind[..digits].parse();
        if let (Ok(user), Some(after)) = (user, behind[digits..].strip_prefix('>')) {
            clean.push_str(label_of(user));
            rest = after;
        } else {
            clean.push_str("<@");
            rest = &rest[at + 2..];
        }
    }
    clean.push_str(rest);
    clean
}

/// Without what stands behind the `?` of links: it says who somebody is more often than where something is.
fn without_queries(text: &str) -> String {
    let ends = |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | ')' | ']');
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("://") {
        let (before, link) = rest.split_at(at);
        let link = &link[..link.find(ends).unwrap_or(link.len())];
        clean.push_str(before);
        clean.push_str(link.split('?').next().unwrap_or(link));
        rest = &rest[at + link.len()..];
    }
    clean.push_str(rest);
    clean
}

/// Without keys that are written with slashes, as base64 writes some, and their padding. A path has slashes as well, but
/// its words change less often between capitals, small letters and digits.
fn without_keys(text: &str) -> String {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '+' | '-' | '_');
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let start = rest.find(is_part).unwrap_or(rest.len());
        clean.push_str(&rest[..start]);
        rest = &rest[start..];
        let end = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
        let run = &rest[..end];
        rest = &rest[end..];
        // What comes behind the dot of a host, or behind `https:`, is the path of a link.
        let is_link = clean.ends_with('.') || run.starts_with("//");
        if run.contains('/') && !is_link && is_random(run) && is_scrambled(run) {
            clean.push_str(SECRET);
            rest = rest.trim_start_matches('=');
        } else {
            clean.push_str(run);
        }
    }
    clean
}

/// Whether three signs in ten or more are followed by one of another kind.
fn is_scrambled(text: &str) -> bool {
    let kind = |it: u8| match it {
        b'A'..=b'Z' => Some(0),
        b'a'..=b'z' => Some(1),
        b'0'..=b'9' => Some(2),
        _ => None,
    };
    let kinds: Vec<_> = text.bytes().map(kind).collect();
    let pairs = kinds.iter().zip(kinds.iter().skip(1));
    let changes = pairs.filter(|(one, other)| one.is_some() && other.is_some() && one != other);
    changes.count() * 10 >= text.len() * 3
}

/// Without addresses of machines, national numbers, and long strings that nobody would type.
fn without_numbers(text: &str) -> String {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | ':' | '_' | '-' | '+');
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let start = rest.find(is_part).unwrap_or(rest.len());
        clean.push_str(&rest[..start]);
        rest = &rest[start..];
        let end = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
        push_run(&rest[..end], &mut clean);
        rest = &rest[end..];
    }
    clean
}

fn push_run(run: &str, clean: &mut String) {
    let core = run.trim_end_matches(['.', '-', '+']);
    // A path of a program, `a::b`, would be an address as well.
    let has_digit = |it: &str| it.bytes().any(|it| it.is_ascii_digit());
    let is_address = |it: &str| has_digit(it) && it.parse::<Ipv6Addr>().is_ok();
    let Some(core) = [core, core.trim_end_matches(':')]
        .into_iter()
        .find(|it| is_address(it))
    else {
        for (at, piece) in run.split(':').enumerate() {
            clean.push_str(if at == 0 { "" } else { ":" });
            push_piece(piece, clean);
        }
        return;
    };
    clean.push_str(IP);
    clean.push_str(&run[core.len()..]);
}

fn push_piece(piece: &str, clean: &mut String) {
    let core = piece.trim_end_matches(['.', '-', '+']);
    let name = match () {
        () if core.parse::<Ipv4Addr>().is_ok() => IP,
        () if is_national_id(core) => NATIONAL_ID,
        () if is_random(core) => SECRET,
        () => core,
    };
    clean.push_str(name);
    clean.push_str(&piece[core.len()..]);
}

/// `YY.MM.DD-XXX.XX`, as Belgium numbers its people.
fn is_national_id(text: &str) -> bool {
    const FORM: &[u8] = b"00.00.00-000.00";
    let fits = |(is, form): (u8, &u8)| match form {
        b'0' => is.is_ascii_digit(),
        _ => is == *form,
    };
    text.len() == FORM.len() && text.bytes().zip(FORM).all(fits)
}

fn is_random(text: &str) -> bool {
    let has = |is: fn(&u8) -> bool| text.bytes().any(|it| is(&it));
    if text.len() < LONG || text.contains('.') {
        return false;
    }
    let mixed =
        has(u8::is_ascii_uppercase) && has(u8::is_ascii_lowercase) && has(u8::is_ascii_digit);
    let different: std::collections::BTreeSet<_> = text.bytes().collect();
    mixed && different.len() >= DIFFERENT
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(redacted(text, |_| "Requester"), expected);
    }

    #[test]
    fn personal_data_and_secrets_get_short_names() {
        check("BE68 5390 0754 7034", "[iban]");
        check("4111 1111 1111 1111", "[card]");
        check("wachtwoord: Zomer2024!", "wachtwoord: [secret]");
        check("password: hunter2", "password: [secret]");
        check(
            "key Zk3pQ9vLx72MnB4tR8sW1yC6uH5jD0aF here",
            "key [secret] here",
        );
    }

    #[test]
    fn keys_with_slashes_and_padding_are_taken_out_whole_and_paths_are_not() {
        let key = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
        check(key, "[secret]");
        check(&format!("AWS_SECRET={key}, ok"), "AWS_SECRET=[secret], ok");
        check(
            "3q2+7wAAbHV9/8Zk1pQ5s0TgYcXrEoMnJd4vU2hW6iA== is it",
            "[secret] is it",
        );
        for path in [
            "crates/TicketsCore/src/UseCases/Open2Panel/handler",
            "https://forum.example/Guides/Part2/HowToSetUpYourServer",
            "http://localhost/Guides/Part2/HowToSetUpYourServer",
            "and/or/either/neither/Both/2",
        ] {
            check(path, path);
        }
    }

    #[test]
    fn national_numbers_and_addresses_of_machines_are_taken_out() {
        check("85.07.30-033.28", "[national-id]");
        check("rr 85.07.30-033.28, ok", "rr [national-id], ok");
        check(
            "from 10.20.30.40:8080 or ip=192.168.1.7.",
            "from [ip]:8080 or ip=[ip].",
        );
        check("[2001:db8::1]:443 and fe80::1", "[[ip]]:443 and [ip]");
    }

    #[test]
    fn links_lose_what_they_tell_of_somebody() {
        check(
            "see https://a.example/x?user=7&t=1#top now",
            "see https://a.example/x now",
        );
        check("(https://a.example/?q)", "(https://a.example/)");
        check("really? https://a.example/x", "really? https://a.example/x");
    }

    #[test]
    fn who_is_mentioned_is_told_by_their_part() {
        check("<@123456789012345678> and <@!7>", "Requester and Requester");
        check("<@&7> <@x> <@", "<@&7> <@x> <@");
    }

    #[test]
    fn what_is_honest_stays() {
        for text in [
            "order 2024-118, € 1.250,00 on 12/03/2025 at 19:30, v2.4.1, ticket #118",
            "at 10:20:30 on 2025-03-12, 1.2.3",
            "guild 123456789012345678",
            "commit 2fb3848519dd2b8e1f0c1f7b2c1d9b0a4f5e6d7c",
            "3fa85f64-5717-4562-b3fc-2c963f66afa6",
            "Donaudampfschifffahrtsgesellschaftskapitän",
            "a::b, x: y, 300.1.2.3, ...",
        ] {
            check(text, text);
        }
    }

    proptest! {
        #[test]
        fn any_text_can_be_read_and_a_second_look_finds_no_address(text in "(\\PC|[0-9.:<@>!?-]|://){0,60}") {
            let once = redacted(&text, |_| "Other");
            let has_address = |it: &str| it.split_whitespace().any(|it| it.parse::<Ipv4Addr>().is_ok());
            prop_assert!(!has_address(&once), "{once:?}");
        }
    }
}
