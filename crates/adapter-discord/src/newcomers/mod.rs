//! Newcomers on Discord: the panel, the way through rules and questions, roles, and what staff reads of it.

mod arrivals;
mod board;
mod log;
mod log_card;
pub(crate) mod press;
mod roles;
mod shown_view;
mod step_view;

pub(crate) use arrivals::{Panels, arrived, changed, ensure_panel};
pub use board::StartPanels;
pub use log::NewcomerLogChannel;
pub use roles::GuildRoles;
