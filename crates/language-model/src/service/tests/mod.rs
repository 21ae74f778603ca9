//! Questions through all of the service, with time that is moved.

mod choosing;
mod deferring;
mod quotas;
mod scene;
mod trying;
