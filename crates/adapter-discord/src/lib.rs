//! Discord: the gateway in, REST out.
#![doc = include_str!("../README.md")]

mod answering;
mod attachments;
mod changing;
mod cog_error;
mod commands;
mod component_routes;
mod context;
mod convert;
mod countdown;
mod custom_id;
mod directory;
mod export;
mod faq;
mod form_inputs;
mod gateway;
mod growth;
mod guilds;
mod heard;
mod identity;
mod invites;
mod log_channel;
mod model;
mod newcomers;
mod onboarding;
mod operations;
mod outcome;
mod owners;
mod privacy;
mod pulse;
mod reminders;
mod reply;
pub mod rest;
mod routes;
mod runtime;
mod session_life;
mod settings;
mod staff;
mod status;
mod suggesting;
mod text;
mod tickets;
mod tracked;

pub use commands::{DiscordCommands, commands};
pub use component_routes::COMPONENT_ROUTES;
pub use context::{DiscordContext, Features};
pub use countdown::Countdowns;
pub use directory::{DirectoryChange, DiscordMembers, GuildDirectory, ready_guilds};
pub use faq::{FaqLogChannel, ProposalChannel};
pub use gateway::{GatewayConfig, GatewayStatus, IdentifyPace, Rejection, Shards, run};
pub use growth::{FollowUps, SharedCheckins};
pub use identity::{Examined, Identity, IdentityError, examine, identify, identify_pace};
pub use invites::{InviteLogChannel, MemberNames, ServerInvites, WelcomeMessages};
pub use log_channel::LogChannel;
pub use newcomers::{GuildRoles, NewcomerLogChannel, StartPanels};
pub use onboarding::SetUpLogChannel;
pub use operations::HomeLog;
pub use owners::Owners;
pub use privacy::{DiscordAcceptanceRoles, PrivacyLogChannel};
pub use pulse::Pulse;
pub use reminders::{AttachedFiles, Bulletins, ChannelMessages, GuildLogChannel, ReminderMessages};
pub use runtime::GatewayRuntime;
pub use session_life::report as report_sync;
pub use settings::{DiscordPickers, DiscordSurroundings, SettingsAuditChannel, SettingsEvents};
pub use staff::{StaffChannels, StaffLogChannel};
pub use status::{Status, WebApps};
pub use tickets::{
    TicketChannels, TicketLogChannel, TicketMessages, TicketReplies, TicketSummaries,
    TranscriptMessages,
};
