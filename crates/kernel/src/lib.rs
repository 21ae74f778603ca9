//! The words that every feature shares.
#![doc = include_str!("../README.md")]

mod authority;
mod breaker;
mod chance;
mod clock;
mod cooldown;
mod failure;
mod ids;
mod manual_clock;
mod recent;
mod row_number;
#[cfg(feature = "testing")]
pub mod testing;

pub use authority::{Admins, Authority, DiscordStanding, Member};
pub use breaker::{Breaker, BreakerRule, BreakerState, Permit};
pub use chance::chance;
pub use clock::Clock;
pub use cooldown::Cooldown;
pub use failure::{PortFailure, Retry, UseCaseError};
pub use ids::{ChannelId, GuildId, InvalidId, MessageId, RoleId, UserId};
pub use manual_clock::ManualClock;
pub use recent::{MOST_RECENT, Times, times_of};
pub use row_number::digits;
