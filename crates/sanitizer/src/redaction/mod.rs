//! Secrets and personal data made unreadable, before a text goes to somebody else.
//!
//! | File | What |
//! | --- | --- |
//! | `folded` | the copy of the text that is looked at, and the way back |
//! | `bytes` | how that copy is read |
//! | `scanner` | goes through it once and asks the others where something may be |
//! | `tokens`, `prefixes` | what is a secret by its form |
//! | `named`, `names`, `values` | what is a secret because somebody calls it one |
//! | `headers` | what lets in as part of a request |
//! | `addresses` | e-mail addresses, webhooks, passwords in addresses |
//! | `phones`, `labels` | phone numbers, and what other numbers are called |
//! | `accounts`, `countries` | bank account and card numbers |
//! | `words` | the words that name secrets and numbers, Dutch and English |
//! | `json` | where its values begin, and where a mark needs quotes |

mod accounts;
mod addresses;
mod bytes;
mod countries;
mod folded;
mod headers;
mod json;
mod labels;
mod named;
mod names;
mod phones;
mod prefixes;
mod scanner;
mod tokens;
mod values;
mod words;

use std::borrow::Cow;

use folded::Folded;
use scanner::Scanner;

use crate::flags::{Flag, Flags};

/// A kind of thing that should not leave the house.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sensitive {
    /// The token of a Discord bot.
    BotToken,
    /// What stands behind `Bearer`, and JSON web tokens.
    AccessToken,
    /// A key of a service, told by its prefix or by the name before it (`key=…`).
    ApiKey,
    /// A webhook's address, which lets anyone who has it write.
    WebhookUrl,
    /// A password, told by the name before it or by its place in an address.
    Password,
    /// A private key, from its first line to its last.
    PrivateKey,
    /// An e-mail address.
    Email,
    /// A phone number: Belgian, Dutch, or international with `+`.
    Phone,
    /// An international bank account number whose check digits are right.
    Iban,
    /// A payment card number whose check digit is right.
    Card,
}

impl Sensitive {
    /// Every kind, in order.
    pub const ALL: [Self; 10] = [
        Self::BotToken,
        Self::AccessToken,
        Self::ApiKey,
        Self::WebhookUrl,
        Self::Password,
        Self::PrivateKey,
        Self::Email,
        Self::Phone,
        Self::Iban,
        Self::Card,
    ];

    /// The name by which formats know it; it will not change.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::BotToken => "bot_token",
            Self::AccessToken => "access_token",
            Self::ApiKey => "api_key",
            Self::WebhookUrl => "webhook_url",
            Self::Password => "password",
            Self::PrivateKey => "private_key",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Iban => "iban",
            Self::Card => "card",
        }
    }

    /// What stands where one stood.
    const fn mark(self) -> &'static str {
        match self {
            Self::BotToken => "[redacted bot token]",
            Self::AccessToken => "[redacted access token]",
            Self::ApiKey => "[redacted api key]",
            Self::WebhookUrl => "[redacted webhook]",
            Self::Password => "[redacted password]",
            Self::PrivateKey => "[redacted private key]",
            Self::Email => "[redacted email]",
            Self::Phone => "[redacted phone]",
            Self::Iban => "[redacted iban]",
            Self::Card => "[redacted card]",
        }
    }

    /// Whether it opens a door ([`Flag::Secrets`]) or says who somebody is ([`Flag::PersonalData`]).
    pub const fn flag(self) -> Flag {
        match self {
            Self::Email | Self::Phone | Self::Iban | Self::Card => Flag::PersonalData,
            _ => Flag::Secrets,
        }
    }
}

/// A text without secrets and personal data, and what it held.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Redacted {
    /// The text; where something was taken out stands what it was, as in `[redacted email]`.
    pub text: String,
    /// What was taken out, each kind once, in the order of [`Sensitive::ALL`].
    pub kinds: Vec<Sensitive>,
}

impl Redacted {
    /// Secrets, personal data, both or nothing.
    pub fn flags(&self) -> Flags {
        self.kinds.iter().map(|it| it.flag()).collect()
    }
}

/// Replaces secrets and personal data; all else stays as it is, blanks and line breaks included.
///
/// Found is what has a form of its own (bot tokens, keys with a known prefix, JSON web tokens, webhooks, private keys,
/// e-mail addresses), what somebody calls a secret (`password: …`, `api_key=…`, `Bearer …`), and numbers that only a
/// phone, an account or a card has; the check digits of accounts and cards must be right. Nothing finds a secret that
/// looks like a word and is not called one.
///
/// ```
/// use sanitizer::{Sensitive, redact};
///
/// let redacted = redact("Mijn wachtwoord: hunter2, mail naar jan@club.example of bel 0470 12 34 56.");
/// assert_eq!(
///     redacted.text,
///     "Mijn wachtwoord: [redacted password], mail naar [redacted email] of bel [redacted phone].",
/// );
/// assert_eq!(redacted.kinds, [Sensitive::Password, Sensitive::Email, Sensitive::Phone]);
/// assert_eq!(redact("Op 01/02/2026 om 20:30, versie 1.2.3, prijs 12,50").kinds, []);
/// ```
pub fn redact(text: &str) -> Redacted {
    let mut kinds = 0_u32;
    let text = replace(text, Scope::Everything, |kind| {
        kinds |= 1 << kind as u32;
        kind.mark()
    });
    let is_held = |it: &Sensitive| kinds & (1 << *it as u32) != 0;
    Redacted {
        text: text.into_owned(),
        kinds: Sensitive::ALL.into_iter().filter(is_held).collect(),
    }
}

/// `text` with its secrets replaced, but not what says who somebody is.
pub(crate) fn without_secrets(text: &str) -> Cow<'_, str> {
    replace(text, Scope::Secrets, |_| "[redacted]")
}

/// What is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scope {
    Secrets,
    Everything,
}

/// Something that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Found {
    start: usize,
    end: usize,
    kind: Sensitive,
}

/// Taking one thing out may let another be seen; more rounds than this change nothing for anybody.
const MOST_ROUNDS: usize = 8;

/// Replaces until there is nothing left to replace.
fn replace(
    text: &str,
    scope: Scope,
    mut mark: impl FnMut(Sensitive) -> &'static str,
) -> Cow<'_, str> {
    let mut replaced = replace_once(text, scope, &mut mark);
    if matches!(replaced, Cow::Borrowed(_)) {
        return replaced;
    }
    for _ in 1..MOST_ROUNDS {
        let Cow::Owned(again) = replace_once(&replaced, scope, &mut mark) else {
            break;
        };
        replaced = Cow::Owned(again);
    }
    replaced
}

fn replace_once<'a>(
    text: &'a str,
    scope: Scope,
    mark: &mut impl FnMut(Sensitive) -> &'static str,
) -> Cow<'a, str> {
    let folded = Folded::of(text);
    let mut scanner = Scanner::new(folded.bytes(), scope);
    let mut replaced = String::new();
    let mut from = 0;
    let mut is_changed = false;
    while let Some(found) = scanner.next_found() {
        let place = folded.original(found.start..found.end);
        if !is_changed {
            replaced.reserve(text.len());
            is_changed = true;
        }
        replaced.push_str(&text[from..place.start.max(from)]);
        let quote = json::quote_around(folded.bytes(), found);
        replaced.extend([quote, mark(found.kind), quote]);
        from = place.end.max(from);
    }
    if !is_changed {
        return Cow::Borrowed(text);
    }
    replaced.push_str(&text[from..]);
    Cow::Owned(replaced)
}
