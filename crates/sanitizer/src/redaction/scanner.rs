//! Goes through a text once, in bulk, and looks closer only where something may be.

use super::named;
use super::{Found, Scope, Sensitive};
use super::{accounts, addresses, phones, tokens};

/// Bytes at which something secret may be: digits and the joints of tokens, separators, and the first letters of the
/// few words that announce a secret.
static STOPS: [bool; 256] = {
    let mut stops = [false; 256];
    let bytes = b"0123456789-_=:@+bBpPwWA";
    let mut at = 0;
    while at < bytes.len() {
        stops[bytes[at] as usize] = true;
        at += 1;
    }
    stops
};

pub(super) struct Scanner<'a> {
    text: &'a str,
    scope: Scope,
    at: usize,
    /// What was found ends here; nothing found later begins before.
    floor: usize,
    /// The token at this position and before has been looked at.
    token_end: usize,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(text: &'a str, scope: Scope) -> Self {
        Self {
            text,
            scope,
            at: 0,
            floor: 0,
            token_end: 0,
        }
    }

    /// The next thing to replace; they come in order and never overlap.
    pub(super) fn next_found(&mut self) -> Option<Found> {
        let bytes = self.text.as_bytes();
        loop {
            let stop = bytes[self.at..]
                .iter()
                .position(|it| STOPS[usize::from(*it)])?;
            self.at += stop;
            if let Some(found) = self.look(bytes[self.at]) {
                self.at = found.end;
                self.floor = found.end;
                return Some(found);
            }
        }
    }

    /// Looks at the byte where the scanner stands, and steps past it.
    fn look(&mut self, byte: u8) -> Option<Found> {
        let at = self.at;
        self.at += 1;
        match byte {
            b'b' | b'B' => named::bearer(self.text, self.floor, at),
            b'p' | b'P' | b'w' | b'W' => named::spoken_password(self.text, self.floor, at),
            b':' | b'=' => self.separator(at),
            b'@' => self.personal(|text, floor| addresses::email(text, floor, at)),
            b'+' => self.personal(|text, _| phones::international(text, at)),
            b'-' if self.text.as_bytes()[at..].starts_with(b"-----BEGIN ") => {
                tokens::private_key(self.text, at).or_else(|| self.token(at))
            }
            b'0'..=b'9' => self.token(at).or_else(|| self.number(at)),
            _ => self.token(at),
        }
    }

    fn personal(&self, find: impl FnOnce(&str, usize) -> Option<Found>) -> Option<Found> {
        match self.scope {
            Scope::Everything => find(self.text, self.floor),
            Scope::Secrets => None,
        }
    }

    fn separator(&mut self, at: usize) -> Option<Found> {
        if self.text.as_bytes()[at..].starts_with(b"://") {
            return addresses::password(self.text, at);
        }
        tokens::telegram(self.text, self.floor, at)
            .or_else(|| named::value(self.text, self.floor, at))
    }

    /// The token that the byte at `at` is part of, if it is a secret; every token is looked at once.
    fn token(&mut self, at: usize) -> Option<Found> {
        if at < self.token_end {
            return None;
        }
        let (start, end) = tokens::around(self.text, self.floor, at);
        self.token_end = end;
        let webhook = || addresses::webhook(self.text, self.floor, start, end);
        tokens::secret(&self.text[start..end])
            .map(|(kind, length)| Found {
                start,
                end: start + length,
                kind,
            })
            .or_else(webhook)
    }

    /// A number that begins with the digit at `at`; if it is none, its digits are passed.
    fn number(&mut self, at: usize) -> Option<Found> {
        let bytes = self.text.as_bytes();
        let digits = bytes[at..].iter().take_while(|it| it.is_ascii_digit());
        self.at = at + digits.count();
        let begins = at == self.floor || !bytes[at - 1].is_ascii_digit();
        if !begins {
            return None;
        }
        self.personal(|text, floor| {
            accounts::iban(text, floor, at)
                .or_else(|| accounts::card(text, at))
                .or_else(|| phones::national(text, floor, at))
        })
    }
}

/// Puts together what was found.
pub(super) fn found(kind: Sensitive, start: usize, end: usize) -> Option<Found> {
    (start < end).then_some(Found { start, end, kind })
}
