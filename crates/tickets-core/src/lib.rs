//! Support tickets: who may do what with them when, and what follows.
#![doc = include_str!("../README.md")]

mod control;
mod machine;
mod overwrites;
pub mod settings;
mod ticket;

pub use control::{Button, ControlButton, buttons};
pub use machine::{Action, Actor, Event, Line, Next, Outcome, Refusal, Transition, Work, decide};
pub use overwrites::{Overwrite, Permissions, Subject, locked, of_new_channel};
pub use ticket::{
    Claim, Closing, Escalation, InvalidTicketId, Standing, Target, Ticket, TicketId, TicketNumber,
    TicketStatus,
};
