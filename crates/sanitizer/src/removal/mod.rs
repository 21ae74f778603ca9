//! Finds what must not reach a reader (mentions, links) and takes it out, to a fixed point and in linear time.
//!
//! Words that hold nothing suspicious are copied as they are. The others are folded and read once, onto a tape. Every
//! pattern is recognised by the character that completes it, so when a piece is taken off the tape, the characters before
//! and after it meet exactly as they will in the result, and whatever they form together is recognised in its turn.
//! As soon as nothing on the tape can matter any more, it is written out.
//!
//! | File | What |
//! | --- | --- |
//! | `suspicion` | which bytes make a word suspicious |
//! | `plain` | copies the words that are not |
//! | `reducer` | reads the others and applies a [`Profile`] |
//! | `marks` | which bytes of those can complete a pattern |
//! | `tape` | the characters that are still there |
//! | `mentions` | which `<…>` and `@…` are mentions |
//! | `urls` | where a URL begins, where its word ends |
//! | `hosts` | which names before a slash are hosts, which are files or prose |
//! | `open_urls` | which URL the word at the end is part of |
//! | `links` | which stretches of the tape are shown as they stand |
//! | `masked_links` | `[label](target)` |
//! | `layout` | what is left as text again, blanks collapsed |
//! | `exact` | the same without shortcuts, for tests only |

#[cfg(test)]
mod equality;
#[cfg(test)]
mod exact;
mod hosts;
mod layout;
mod links;
mod marks;
mod masked_links;
mod mentions;
mod open_urls;
mod plain;
mod profile;
mod reducer;
mod suspicion;
mod tape;
mod urls;

use std::ops::Range;

pub(crate) use layout::Layout;
pub(crate) use profile::Profile;

use crate::flags::Flags;

/// What is left of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Remains {
    /// The text, blanks collapsed.
    pub(crate) text: String,
    /// Which bytes of it are links, to be shown as they stand; in order, never touching.
    pub(crate) links: Vec<Range<usize>>,
    /// What was taken out.
    pub(crate) flags: Flags,
}

/// Takes out of `text`, which has no hidden characters, what `profile` forbids.
pub(crate) fn remove(text: &str, profile: Profile, layout: Layout) -> Remains {
    let mut writer = layout::Writer::new(text, layout);
    let mut reducer = reducer::Reducer::new(text, profile);
    let mut at = 0;
    while at < text.len() {
        at = plain::copy(text, at, profile, &mut writer);
        at = reducer.read_from(at, &mut writer);
    }
    let (text, links) = writer.finish();
    Remains {
        text,
        links,
        flags: reducer.flags(),
    }
}
