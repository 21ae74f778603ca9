//! Goes through a text once, in bulk, and looks closer only where something may be.

use super::{Found, Scope, Sensitive};
use super::{accounts, addresses, headers, named, phones, tokens};

/// Bytes at which something secret may be: digits and the joints of tokens, separators, the first letters of the few
/// words that announce a secret, and letters that stand in tokens without joints.
static STOPS: [bool; 256] = {
    let mut stops = [false; 256];
    let bytes = b"0123456789-_=:@+bBpPwWAJ";
    let mut at = 0;
    while at < bytes.len() {
        stops[bytes[at] as usize] = true;
        at += 1;
    }
    stops
};

pub(super) struct Scanner<'a> {
    bytes: &'a [u8],
    scope: Scope,
    at: usize,
    /// What was found ends here; nothing found later begins before.
    floor: usize,
    /// The token at this position and before has been looked at.
    token_end: usize,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(bytes: &'a [u8], scope: Scope) -> Self {
        Self {
            bytes,
            scope,
            at: 0,
            floor: 0,
            token_end: 0,
        }
    }

    /// The next thing to replace; they come in order and never overlap.
    pub(super) fn next_found(&mut self) -> Option<Found> {
        loop {
            let stop = self.bytes[self.at..]
                .iter()
                .position(|it| STOPS[usize::from(*it)])?;
            self.at += stop;
            if let Some(found) = self.look(self.bytes[self.at]) {
                self.at = found.end;
                self.floor = found.end;
                return Some(found);
            }
        }
    }

    /// Looks at the byte where the scanner stands, and steps past it.
    fn look(&mut self, byte: u8) -> Option<Found> {
        let (bytes, floor, at) = (self.bytes, self.floor, self.at);
        self.at += 1;
        match byte {
            b'b' | b'B' => headers::bearer(bytes, floor, at),
            b'p' | b'P' | b'w' | b'W' => named::spoken_password(bytes, floor, at),
            b':' | b'=' => self.separator(at),
            b'@' => self.personal(|| addresses::email(bytes, floor, at)),
            b'+' => self.personal(|| phones::international(bytes, at)),
            b'-' if bytes[at..].starts_with(b"-----BEGIN ") => {
                tokens::private_key(bytes, at).or_else(|| self.token(at))
            }
            b'-' => named::option(bytes, floor, at).or_else(|| self.token(at)),
            b'0'..=b'9' => self.token(at).or_else(|| self.number(at)),
            _ => self.token(at),
        }
    }

    fn personal(&self, find: impl FnOnce() -> Option<Found>) -> Option<Found> {
        match self.scope {
            Scope::Everything => find(),
            Scope::Secrets => None,
        }
    }

    fn separator(&mut self, at: usize) -> Option<Found> {
        let (bytes, floor) = (self.bytes, self.floor);
        if bytes[at..].starts_with(b"://") {
            return addresses::password(bytes, at);
        }
        tokens::telegram(bytes, floor, at).or_else(|| named::value(bytes, floor, at, self.scope))
    }

    /// The token that the byte at `at` is part of, if it is a secret; every token is looked at once.
    fn token(&mut self, at: usize) -> Option<Found> {
        if at < self.token_end {
            return None;
        }
        let (bytes, floor) = (self.bytes, self.floor);
        let (start, end) = tokens::around(bytes, floor, at);
        self.token_end = end;
        if let Some((kind, from, to)) = tokens::secret(&bytes[start..end]) {
            return found(kind, start + from, start + to);
        }
        addresses::webhook(bytes, floor, start, end)
            .or_else(|| named::spoken_key(bytes, floor, start))
    }

    /// A number that begins with the digit at `at`; if it is none, its digits are passed.
    fn number(&mut self, at: usize) -> Option<Found> {
        let (bytes, floor) = (self.bytes, self.floor);
        let digits = bytes[at..].iter().take_while(|it| it.is_ascii_digit());
        self.at = at + digits.count();
        let begins = at == floor || !bytes[at - 1].is_ascii_digit();
        if !begins {
            return None;
        }
        self.personal(|| {
            accounts::iban(bytes, floor, at)
                .or_else(|| accounts::card(bytes, at))
                .or_else(|| phones::national(bytes, floor, at))
        })
    }
}

/// Puts together what was found.
pub(super) fn found(kind: Sensitive, start: usize, end: usize) -> Option<Found> {
    (start < end).then_some(Found { start, end, kind })
}
