//! What is taken out, and what may stay.

use super::urls::UrlKind;
use crate::Urls;

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
    pub(super) fn removes_mentions(self) -> bool {
        !matches!(self, Self::Links(_))
    }

    pub(super) fn watches_urls(self) -> bool {
        self != Self::NoMentions
    }

    pub(super) fn keeps_web_links(self) -> bool {
        matches!(self, Self::Links(Urls::KeepHttp) | Self::Body)
    }

    pub(super) fn shows_targets(self) -> bool {
        self == Self::Body
    }

    /// Whether a URL of this kind is looked for at all.
    pub(super) fn watches(self, kind: UrlKind) -> bool {
        match self {
            Self::NoMentions => false,
            Self::Strict | Self::Links(Urls::RemoveAll) => true,
            Self::Body | Self::Links(Urls::KeepHttp) => kind != UrlKind::Schemeless,
        }
    }

    pub(super) fn keeps(self, kind: UrlKind) -> bool {
        kind == UrlKind::Web && self.keeps_web_links()
    }
}
