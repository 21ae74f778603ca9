//! Secrets and personal data made unreadable, before a text goes to somebody else.

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
pub fn redact(text: &str) -> Redacted {
    let lines: Vec<String> = text.split('\n').map(crate::secrets::redact).collect();
    let redacted = lines.join("\n");
    let kinds = if redacted == text {
        Vec::new()
    } else {
        vec![Sensitive::ApiKey]
    };
    Redacted {
        text: redacted,
        kinds,
    }
}
