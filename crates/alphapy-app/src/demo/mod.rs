//! A day in a community, played in seconds: the whole bot, against a Discord simulator and a private Postgres.

mod addresses;
mod counts;
mod newcomers;
mod stage;
mod story;
mod support;

pub(crate) use counts::Counts;
pub(crate) use stage::Stage;
pub(crate) use story::play;
