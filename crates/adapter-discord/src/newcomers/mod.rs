//! Newcomers on Discord: the panel, the way through rules and questions, roles, and what staff reads of it.

mod arrivals;
mod board;
pub(crate) mod export;
mod export_view;
pub(crate) mod figures;
mod figures_view;
mod joins;
mod log;
mod log_card;
pub(crate) mod panel_post;
mod panel_post_view;
pub(crate) mod press;
pub(crate) mod reset_user;
mod roles;
mod shown_view;
mod step_view;

pub(crate) use arrivals::{Panels, see_to};
pub use board::StartPanels;
pub(crate) use joins::Joins;
pub use log::NewcomerLogChannel;
pub use roles::GuildRoles;
