//! Finds what must not reach a reader (mentions, links) and takes it out, to a fixed point and in linear time.
//!
//! The folded text is read once, onto a tape. Every pattern is recognised by the character that completes it, so
//! when a piece is taken off the tape, the characters before and after it meet exactly as they will in the result, and
//! whatever they form together is recognised in its turn. Nothing is ever read twice.
//!
//! | File | What |
//! | --- | --- |
//! | `tape` | the characters that are still there |
//! | `mentions` | which `<…>` and `@…` are mentions |
//! | `urls` | where a URL begins, where its word ends |
//! | `masked_links` | `[label](target)` |
//! | `reducer` | reads the text and applies a [`Profile`] |
//! | `layout` | the tape as text again, blanks collapsed |

mod layout;
mod masked_links;
mod mentions;
mod reducer;
mod tape;
mod urls;

pub(crate) use layout::{Layout, Shown, lay_out};
pub(crate) use reducer::reduce;

use crate::Urls;
use urls::UrlKind;

/// What a reader may see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Profile {
    /// No mentions; URLs are not looked at.
    NoMentions,
    /// URLs as chosen; mentions are not looked at.
    Links(Urls),
    /// Neither mentions nor URLs.
    Strict,
    /// No mentions; web links stay, and a masked one shows where it leads.
    Body,
}

impl Profile {
    fn removes_mentions(self) -> bool {
        !matches!(self, Self::Links(_))
    }

    fn keeps_web_links(self) -> bool {
        matches!(self, Self::Links(Urls::KeepHttp) | Self::Body)
    }

    fn shows_targets(self) -> bool {
        self == Self::Body
    }

    /// Whether a URL of this kind is looked for at all.
    fn watches(self, kind: UrlKind) -> bool {
        match self {
            Self::NoMentions => false,
            Self::Strict | Self::Links(Urls::RemoveAll) => true,
            Self::Body | Self::Links(Urls::KeepHttp) => kind != UrlKind::Schemeless,
        }
    }

    fn keeps(self, kind: UrlKind) -> bool {
        kind == UrlKind::Web && self.keeps_web_links()
    }
}
