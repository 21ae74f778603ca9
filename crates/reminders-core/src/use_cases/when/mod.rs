//! When an event is, as members type it: read the same way by everything that takes it.

mod exact;
mod read;
mod refusal;

pub use exact::{EventChange, ExactChange, ExactWhen};
pub use refusal::WhenRefusal;

pub(super) use exact::upcoming as upcoming_at;
pub(super) use read::{
    Asked, bounded, clock_of, none_left, read_clock, read_date, read_days, upcoming,
};
