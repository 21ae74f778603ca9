//! What can be done, a file each.

mod clean;
mod embed;
mod send_to;

use std::sync::Arc;

use kernel::Clock;

use crate::{StaffLog, StaffRoom};

pub use clean::{CLEAN_MAX, Clean, CleanRefusal, Cleaned, TOO_OLD};
pub use embed::{EmbedRefusal, PostEmbed};
pub use send_to::{SendRefusal, SendTo};

/// What is needed from outside.
#[derive(Clone)]
pub struct StaffPorts {
    /// The guild's channels.
    pub room: Arc<dyn StaffRoom>,
    /// The guild's log.
    pub log: Arc<dyn StaffLog>,
    /// The time.
    pub clock: Arc<dyn Clock>,
}

/// The use cases of staff. Clones share everything.
#[derive(Clone)]
pub struct Staff(StaffPorts);

impl Staff {
    /// The use cases over these ports.
    pub fn new(ports: StaffPorts) -> Self {
        Self(ports)
    }
}
