//! Text without the links that nobody asked for.

use crate::characters::without_invisible;
use crate::flags::{Flag, Sanitized};
use crate::removal::{Layout, Profile, remove};

/// Which links may stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Urls {
    /// None, not even `www.…`, `//…`, invites and bare domains with a path.
    RemoveAll,
    /// `http://` and `https://`; schemes that run scripts, open apps or write mails go.
    KeepHttp,
}

/// Takes out links and puts what is left on one line. A masked link becomes its label.
///
/// ```
/// use sanitizer::{Urls, url_filter};
///
/// assert_eq!(url_filter("zie https://a.example/x?y voor info", Urls::RemoveAll), "zie voor info");
/// assert_eq!(url_filter("https://a.example en javascript:x", Urls::KeepHttp), "https://a.example en");
/// ```
pub fn url_filter(text: &str, urls: Urls) -> String {
    url_filter_with_flags(text, urls).value
}

/// Like [`url_filter`], and says what it did.
pub fn url_filter_with_flags(text: &str, urls: Urls) -> Sanitized {
    let clean = without_invisible(text);
    let remains = remove(&clean, Profile::Links(urls), Layout::OneLine);
    let mut flags = remains.flags;
    flags.add_if(Flag::Invisible, clean.len() < text.len());
    Sanitized {
        value: remains.text,
        flags,
    }
}
