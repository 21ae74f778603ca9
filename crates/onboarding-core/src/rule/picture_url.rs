//! The address of a picture, which Discord fetches.

/// An `https` address without credentials.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PictureUrl(String);

/// Why an address is none of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidPicture {
    /// It does not begin with `https://` and a host.
    #[error("it is no https address")]
    NotHttps,
    /// It has more than [`PictureUrl::MAX`] characters.
    #[error("it is longer than {} characters", PictureUrl::MAX)]
    TooLong,
}

impl PictureUrl {
    /// The most characters of an address: as many as Discord takes in an embed.
    pub const MAX: usize = 2048;

    /// The address, without blanks around it.
    pub fn new(text: &str) -> Result<Self, InvalidPicture> {
        let text = text.trim();
        let rest = text.get(8..).unwrap_or_default();
        let begins = text
            .get(..8)
            .is_some_and(|it| it.eq_ignore_ascii_case("https://"));
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let is_one_word = !text.contains(|it: char| it.is_whitespace() || it.is_control());
        if !begins || !is_one_word || !is_host(host) {
            Err(InvalidPicture::NotHttps)
        } else if text.chars().count() > Self::MAX {
            Err(InvalidPicture::TooLong)
        } else {
            Ok(Self(format!("https://{rest}")))
        }
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether this is a name of labels between single dots, with a port behind it or without: Discord refuses a whole message
/// for a picture whose address has another one.
fn is_host(text: &str) -> bool {
    let (name, port) = text
        .split_once(':')
        .map_or((text, None), |(name, port)| (name, Some(port)));
    let is_label = |it: &str| {
        let ends = it.starts_with('-') || it.ends_with('-');
        !it.is_empty()
            && !ends
            && it
                .chars()
                .all(|it| it.is_alphanumeric() || "-_".contains(it))
    };
    let is_port = |it: &str| {
        it.bytes().all(|it| it.is_ascii_digit()) && it.parse::<u16>().is_ok_and(|it| it > 0)
    };
    name.split('.').all(is_label) && port.is_none_or(is_port)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_https_addresses_are_taken() {
        for url in [
            "https://example.com/x.png",
            "HTTPS://example.com",
            " https://a.example/x?y=1#z ",
            "https://cdn-1.example.com:8443/x.png",
            "https://bücher.example/x.png",
            "https://192.0.2.7/x.png",
        ] {
            let taken = PictureUrl::new(url).unwrap();
            assert!(taken.as_str().starts_with("https://"), "{url}");
            assert_eq!(PictureUrl::new(taken.as_str()), Ok(taken));
        }
        for url in [
            "",
            "http://example.com/x.png",
            "example.com/x.png",
            "https://",
            "https:///x.png",
            "https://example.com:abc/x",
            "https://example.com:99999/x",
            "https://example.com:/x",
            "https://a..b/x",
            "https://a./x",
            "https://x[",
            "https://[::1]/x.png",
            "https://-a.example/x",
            "https://me:secret@example.com/x.png",
            "https://example.com/a b.png",
            "https://example.com/a\nb.png",
            "javascript:alert(1)",
            "attachment://x.png",
            "ééééé",
        ] {
            assert_eq!(PictureUrl::new(url), Err(InvalidPicture::NotHttps), "{url}");
        }
        let long = format!("https://example.com/{}", "x".repeat(2029));
        assert_eq!(PictureUrl::new(&long), Err(InvalidPicture::TooLong));
        assert!(PictureUrl::new(&long[..2048]).is_ok());
    }
}
