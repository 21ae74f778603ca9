//! The cases for the set-up wizard.

use super::Case;
use super::Try::{Picked, Pressed, Typed};

/// The kinds of menus that offer roles and channels.
const ROLES: u64 = 6;
const CHANNELS: u64 = 8;

/// Each way through it, and another server's ids picked in its menus.
pub(super) const CASES: &[Case] = &[
    Case(Typed("/config start"), "step 1 of 7"),
    Case(Pressed("wizard_move:skip:0:0:{sara}:{soon}"), "step 2 of 7"),
    Case(
        Pressed("wizard_move:finish:0:0:{sara}:{soon}"),
        "Setup complete",
    ),
    Case(
        Picked("wizard_pick:0:0:{sara}:{soon}", CHANNELS, "{channel}"),
        "cannot find",
    ),
    Case(
        Picked("wizard_pick:5:0:{sara}:{soon}", CHANNELS, "{category}"),
        "cannot find",
    ),
    Case(
        Picked("wizard_pick:6:0:{sara}:{soon}", ROLES, "{role}"),
        "cannot find",
    ),
    Case(
        Picked("wizard_pick:7:0:{sara}:{soon}", CHANNELS, "{channel}"),
        "cannot find",
    ),
];
