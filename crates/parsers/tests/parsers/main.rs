//! The crate as its users see it.

mod announcements;
mod reading;
mod robustness;
mod vectors;
