//! What readers see of sanitised texts, by a renderer of Discord's markdown that knows nothing of the crate.

mod discord;
#[cfg(test)]
mod findings;
mod invariants;
#[cfg(test)]
mod pieces;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod renderer;
#[cfg(test)]
mod replay;
