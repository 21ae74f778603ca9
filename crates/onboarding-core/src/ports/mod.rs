//! What running the onboarding needs from outside.

mod discord;
mod funnel;
mod log;
mod runs;
mod sheet;

pub use discord::{MemberRoles, PanelBoard, PanelTrouble, RoleChange, RoleReason, Standing};
pub use funnel::FunnelStore;
pub use log::{RunEvent, RunLog};
pub use runs::{Arrivals, OpenArrival, PanelMemory, RunStore, Saved, UndoneStore};
pub use sheet::{Sheet, StoredSheet};
