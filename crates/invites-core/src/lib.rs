//! Who brought whom: a server's invites are watched, and whoever joins is attributed to the invite whose uses grew.
//!
//! `attribution.rs` has the rule, pure over two snapshots of a server's invites; `template.rs` fills in what newcomers are
//! announced with; `use_cases` has a file for each thing that can be done. Snapshots are in memory: what joined while the
//! program did not run is not attributed. Counts and joins are stored, and so is each announcement until it stands.

mod attribution;
mod invite;
mod ports;
pub mod settings;
mod snapshot;
mod template;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod use_cases;

pub use attribution::{Attribution, Grade, Verdict, Way, attribute};
pub use invite::{CODE_MAX, InvalidInviteCode, Invite, InviteCode, Vanity};
pub use ports::{
    Announcement, Announcements, Announcer, Counted, InviteEvent, InviteLog, InviteSource,
    InviteStore, NewAnnouncement, NotedJoin, People, Posted, Seen, Standing,
};
pub use snapshot::InviteSnapshot;
pub use template::{Concern, Person, Template, Variant, WELCOME_MAX, Welcome};
pub use use_cases::{
    Board, COUNT_MAX, InvitePorts, Invites, Join, LEADERBOARD_MAX, Preview, SetCount,
    SetCountRefusal, Settled, WasSet,
};
