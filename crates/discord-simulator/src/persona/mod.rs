//! Personas: tests speak like users and read what a user would see.

mod channel;
mod chat;
mod component;
mod forged;
mod guild;
mod guild_builder;
mod in_channel;
mod invites;
mod modal;
mod refused;
mod render;
mod reply;
mod slash;
mod start;
mod timed;
mod typed;
mod user;

pub use self::{
    channel::{Channel, Posted},
    guild::{Guild, Role, Target},
    guild_builder::GuildBuilder,
    in_channel::InChannel,
    invites::{Invite, InviteBuilder},
    modal::{Modal, ModalInput},
    refused::ClientRefusal,
    reply::{Choice, Reply, ReplyState},
    user::User,
};
