//! The cases for invites. What is counted in another server is neither shown nor changed.

use super::Case;
use super::Try::Typed;

/// A try of every command about invites.
pub(super) const CASES: &[Case] = &[
    Case(Typed("/inviteleaderboard"), "no invite data yet"),
    Case(Typed("/setinvites member:<@{zoe}> count:3"), "3 members"),
    Case(Typed("/resetinvites member:<@{zoe}>"), "0 members"),
];
