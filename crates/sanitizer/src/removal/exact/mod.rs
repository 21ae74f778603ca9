//! The same without shortcuts: every character is folded and kept with all that is known about it. Slow and plain, so
//! that the fast way can be held against it.

mod layout;
mod masked_links;
mod mentions;
mod reducer;
mod tape;
mod urls;

use super::{Layout, Profile, Remains};
use layout::{Shown, lay_out};
use reducer::reduce;

/// What [`super::remove`] promises.
pub(super) fn remove(text: &str, profile: Profile, layout: Layout) -> Remains {
    let reduced = reduce(text, profile);
    let mut remains = Remains {
        text: String::new(),
        links: Vec::new(),
        flags: reduced.flags,
    };
    for shown in lay_out(&reduced, text, layout) {
        let start = remains.text.len();
        remains.text.push_str(shown.as_str());
        if matches!(shown, Shown::Link(_)) {
            remains.links.push(start..remains.text.len());
        }
    }
    remains
}
