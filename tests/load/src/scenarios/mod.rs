//! What is measured, a file for each.

mod claims;
mod due_query;
mod http;
mod interactions;
mod memory;
mod start;

use crate::scenario::Scenario;

/// Every scenario, in the order in which `all` runs them.
pub(crate) fn all() -> Vec<Box<dyn Scenario>> {
    vec![
        Box::new(interactions::Interactions),
        Box::new(claims::Claims),
        Box::new(due_query::DueQuery),
        Box::new(http::Http),
        Box::new(memory::Memory),
        Box::new(start::Start),
    ]
}
