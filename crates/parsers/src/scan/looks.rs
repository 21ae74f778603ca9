//! Counts how often tokens are looked at, so that a test can say how work grows without a clock.

use std::cell::Cell;

thread_local! {
    static LOOKS: Cell<u64> = const { Cell::new(0) };
}

/// A token is looked at.
pub(super) fn look() {
    LOOKS.set(LOOKS.get() + 1);
}

/// How often tokens were looked at while something ran.
pub(crate) fn looks_of(run: impl FnOnce()) -> u64 {
    let before = LOOKS.get();
    run();
    LOOKS.get() - before
}
