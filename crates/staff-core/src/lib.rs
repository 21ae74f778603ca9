//! What staff does through the bot: messages and embeds in its name, and clearing a channel.
//!
//! Nothing is stored: what was done is told in the guild's log.

mod notice;
mod ports;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod use_cases;

pub use notice::{
    COLOUR_MAX, Colour, DESCRIPTION_MAX, EMBED_MAX, EmbedDraft, FOOTER_MAX, MESSAGE_MAX, Notice,
    TITLE_MAX,
};
pub use ports::{Done, Newest, Permission, Seen, StaffEvent, StaffLog, StaffRoom, What};
pub use use_cases::{
    CLEAN_MAX, Clean, CleanRefusal, Cleaned, EmbedRefusal, PostEmbed, SendRefusal, SendTo, Staff,
    StaffPorts, TOO_OLD,
};
