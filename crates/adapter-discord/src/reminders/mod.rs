//! Reminders on Discord: commands in, messages out.

pub(crate) mod add;
pub(crate) mod after;
mod after_view;
mod changes_view;
pub(crate) mod debug;
mod debug_view;
pub(crate) mod delete;
mod delivery;
pub(crate) mod edit;
mod edit_view;
mod edited_form;
mod form_inputs;
mod form_typed;
pub(crate) mod guild_life;
pub(crate) mod list;
mod list_view;
pub(crate) mod live_session;
mod log;
mod log_view;
pub(crate) mod make;
mod make_view;
mod mark;
mod message;
mod notices;
mod notices_view;
mod read_back;
mod reminder_card;
#[cfg(test)]
mod reply_states;
mod source;
pub(crate) mod status;
mod status_view;
pub(crate) mod undo;
mod undo_view;
mod view;
pub(crate) mod watch;
mod watch_view;
mod when_view;
mod wording;

pub use delivery::ReminderMessages;
pub use log::GuildLogChannel;
pub use notices::Bulletins;
pub use source::ChannelMessages;
