//! A Discord on loopback, for tests that meet a bot as its users do.

#![doc = include_str!("../README.md")]

mod clock;
mod counters;
mod faults;
mod gateway;
mod holding;
mod limits;
mod options;
mod permissions;
mod persona;
mod random_faults;
mod rate;
mod refusal;
mod rest;
mod shared;
mod simulator;
mod traffic;
mod validation;
mod world;

pub use self::{
    clock::{DrivenTime, RealTime, SimTime},
    counters::Counters,
    faults::Fault,
    gateway::intents::PRIVILEGED as PRIVILEGED_INTENTS,
    holding::{Hold, HoldPoint},
    options::Options,
    permissions::Permissions,
    persona::{
        Channel, Choice, ClientRefusal, Guild, GuildBuilder, InChannel, Invite, InviteBuilder,
        Modal, ModalInput, Posted, Reply, ReplyState, Role, Target, User,
    },
    random_faults::RandomFaults,
    rate::{Limit, RateLimitManner, RateLimits},
    simulator::{Simulator, StartError},
    traffic::Traffic,
    validation::{ValidationState, Violation},
    world::{
        channel::ChannelKind,
        message::{AnsweredInteraction, Message},
        snowflakes::Id,
    },
};
