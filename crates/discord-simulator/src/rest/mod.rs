//! REST, version 10: one file for each kind of route; `routes.rs` is the table.

mod answer;
mod applications;
mod body;
mod call;
mod cdn;
mod channels;
mod commands;
mod guilds;
mod interactions;
mod invites;
mod members;
mod message_list;
mod messages;
mod nonce;
mod pins;
mod routes;
mod serve;
mod threads;
mod uploads;
mod webhooks;

pub(crate) use self::{
    routes::{Found, Route},
    serve::router,
};
