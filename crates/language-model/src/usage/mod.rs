//! How many answers a member has a day.

mod plan;
mod ports;
mod quotas;

pub use plan::Plan;
pub use ports::{Counted, ModelUsage, Plans, UsageKey, Used};
pub(crate) use quotas::Quotas;
