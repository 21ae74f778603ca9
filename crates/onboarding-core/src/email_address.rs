//! E-mail addresses, as strict as a form that people fill in should be.
//!
//! ```text
//! address = local "@" domain                   at most 254 characters
//! local   = atom { "." atom }                  at most 64 characters, ASCII
//! atom    = letters, digits and !#$%&'*+-/=?^_`{|}~
//! domain  = label { "." label } "." top        a label has at most 63 characters
//! label   = letters (of any script), digits and hyphens, hyphens only inside
//! top     = two or more letters, or a label that begins with "xn--"
//! ```
//!
//! What RFC 5321 allows beyond that (quoted names, comments, addresses of machines) is what nobody has.

use std::fmt;

use unicode_normalization::UnicodeNormalization;

/// An e-mail address: the part before the `@` as it was typed, the domain in small letters. Personal data: `Debug` shows
/// it masked.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct EmailAddress {
    address: String,
    at: usize,
}

/// A text that is no e-mail address. It is not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an e-mail address")]
pub struct NotAnEmailAddress;

impl EmailAddress {
    /// The most characters of an address.
    pub const MAX: usize = 254;

    /// The address that a text is, without blanks around it.
    ///
    /// ```
    /// use onboarding_core::EmailAddress;
    ///
    /// let address = EmailAddress::read(" Ann+news@Example.co.uk\n").unwrap();
    /// assert_eq!(address.as_str(), "Ann+news@example.co.uk");
    /// assert_eq!(address.masked(), "A***@example.co.uk");
    /// assert!(EmailAddress::read("a..b@example.com").is_err());
    /// ```
    pub fn read(text: &str) -> Result<Self, NotAnEmailAddress> {
        let (local, domain) = text.trim().split_once('@').ok_or(NotAnEmailAddress)?;
        let domain: String = domain.nfc().collect::<String>().to_lowercase();
        let domain: String = domain.nfc().collect();
        let address = format!("{local}@{domain}");
        let fits = address.chars().count() <= Self::MAX;
        if fits && is_local(local) && is_domain(&domain) {
            let at = local.len();
            Ok(Self { address, at })
        } else {
            Err(NotAnEmailAddress)
        }
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.address
    }

    /// The address for a log: `j***@example.com`.
    pub fn masked(&self) -> String {
        let (local, domain) = self.address.split_at(self.at);
        let first: String = local.chars().take(1).collect();
        format!("{first}***{domain}")
    }
}

impl fmt::Debug for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EmailAddress({})", self.masked())
    }
}

fn is_local(local: &str) -> bool {
    let is_atom = |it: &str| !it.is_empty() && it.chars().all(is_atom_sign);
    local.len() <= 64 && local.split('.').all(is_atom)
}

fn is_atom_sign(it: char) -> bool {
    it.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(it)
}

fn is_domain(domain: &str) -> bool {
    let Some((labels, top)) = domain.rsplit_once('.') else {
        return false;
    };
    labels.split('.').all(is_label) && is_label(top) && is_top(top)
}

fn is_label(label: &str) -> bool {
    let is_sign = |it: char| it.is_alphabetic() || it.is_ascii_digit() || it == '-';
    (1..=63).contains(&label.chars().count())
        && label.chars().all(is_sign)
        && !label.starts_with('-')
        && !label.ends_with('-')
}

fn is_top(top: &str) -> bool {
    let is_word = top.chars().count() >= 2 && top.chars().all(char::is_alphabetic);
    is_word || top.starts_with("xn--")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(text: &str, expected: Option<&str>) {
        let read = EmailAddress::read(text).ok();
        assert_eq!(
            read.as_ref().map(EmailAddress::as_str),
            expected,
            "{text:?}"
        );
    }

    fn of_length(local: usize, label: usize) -> String {
        format!("{}@{}.com", "a".repeat(local), "b".repeat(label))
    }

    #[test]
    fn addresses_that_people_have_are_taken() {
        for text in [
            "ann@example.com",
            "ann+news@example.co.uk",
            "o'neil@example.com",
            "a@example.com",
            "a.b.c@example.com",
            "1234@example.com",
            "!#$%&'*+-/=?^_`{|}~@example.com",
            "ann@1and1.com",
            "ann@a-b.example.museum",
            "ann@a--b.example.com",
            "ann@bücher.example",
            "ann@xn--bcher-kva.example",
            "ann@example.xn--p1ai",
            "ann@пример.рф",
            "ann@例え.テスト",
            "-ann-@example.com",
            "ann@example.co",
            "mailto/ann@example.com",
        ] {
            check(text, Some(text));
        }
        check(&of_length(64, 63), Some(&of_length(64, 63)));
    }

    #[test]
    fn blanks_around_fall_away_and_only_the_domain_is_made_small() {
        check("  ann@example.com\r\n", Some("ann@example.com"));
        check("\u{a0}ann@example.com\t", Some("ann@example.com"));
        check("Ann.Lee@Example.COM", Some("Ann.Lee@example.com"));
        check("ann@BÜCHER.example", Some("ann@bücher.example"));
        check("ann@bu\u{308}cher.example", Some("ann@bücher.example"));
    }

    #[test]
    fn what_is_none_is_refused() {
        for text in [
            "",
            "   ",
            "ann",
            "@",
            "ann@",
            "@example.com",
            "ann@@example.com",
            "ann@b@example.com",
            "a..b@example.com",
            ".ann@example.com",
            "ann.@example.com",
            "an n@example.com",
            "ann @example.com",
            "ann@ example.com",
            "ann@exam ple.com",
            "ann@exam\nple.com",
            "ann\0@example.com",
            "änn@example.com",
            "\"ann\"@example.com",
            "\"ann lee\"@example.com",
            "ann(comment)@example.com",
            "ann,bob@example.com",
            "ann@example.com, bob@example.com",
            "ann@example.com;bob@example.com",
            "Ann <ann@example.com>",
            "<ann@example.com>",
            "mailto:ann@example.com",
            "ann@example",
            "ann@localhost",
            "ann@example.c",
            "ann@example.com.",
            "ann@.example.com",
            "ann@example..com",
            "ann@exa_mple.com",
            "ann@-example.com",
            "ann@example-.com",
            "ann@example.-com",
            "ann@example.com-",
            "ann@127.0.0.1",
            "ann@[127.0.0.1]",
            "ann@[IPv6:::1]",
            "ann@example.123",
            "ann@example.c0m",
            "ann@example.xn--",
            "ann@example.com/x",
            "ann@exam\u{200b}ple.com",
            "ann@example。com",
        ] {
            check(text, None);
        }
        check(&of_length(65, 10), None);
        check(&of_length(10, 64), None);
    }

    #[test]
    fn an_address_has_at_most_254_characters() {
        let labels = format!("{0}.{0}.{0}", "b".repeat(61));
        let longest = format!("{}@{labels}.com", "a".repeat(64));
        assert_eq!(longest.len(), 254);
        check(&longest, Some(&longest));
        let too_long = format!("{}@b{labels}.com", "a".repeat(64));
        check(&too_long, None);
    }

    #[test]
    fn a_log_sees_it_masked() {
        let address = EmailAddress::read("john.doe@example.com").unwrap();
        assert_eq!(address.masked(), "j***@example.com");
        assert_eq!(format!("{address:?}"), "EmailAddress(j***@example.com)");
    }

    proptest! {
        #[test]
        fn an_address_is_read_as_it_is_stored(text in "[a-zA-Z.+]{1,5}@[a-zA-ZÀ-ÿİẞΑ-Ω0-9-]{1,6}\\.[\\p{L}]{1,4}") {
            if let Ok(address) = EmailAddress::read(&text) {
                prop_assert_eq!(EmailAddress::read(address.as_str()), Ok(address));
            }
        }

        #[test]
        fn whatever_is_taken_has_one_at_sign_and_a_dot_behind_it(text in "\\PC{0,30}|[a-z.@-]{0,12}") {
            if let Ok(address) = EmailAddress::read(&text) {
                let parts: Vec<_> = address.as_str().split('@').collect();
                prop_assert_eq!(parts.len(), 2);
                prop_assert!(parts[1].contains('.') && !address.as_str().contains(char::is_whitespace));
            }
        }

        #[test]
        fn plain_addresses_are_taken(local in "[a-z0-9]{1,20}", domain in "[a-z0-9]{1,20}", top in "[a-z]{2,10}") {
            let text = format!("{local}@{domain}.{top}");
            let address = EmailAddress::read(&text).unwrap();
            prop_assert_eq!(address.as_str(), text);
        }
    }
}
