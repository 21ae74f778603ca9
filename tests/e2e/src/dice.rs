//! Chance that is the same in every run.

/// A generator of numbers: splitmix64.
#[derive(Debug)]
pub struct Dice(u64);

impl Dice {
    /// Dice that throw the same numbers for the same seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below `sides`.
    pub fn throw(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (bits ^ (bits >> 31)) % sides
    }

    /// Whether something comes about that does so once in so many times.
    pub fn once_in(&mut self, times: u64) -> bool {
        self.throw(times) == 0
    }

    /// A number from `least` to `most`.
    pub fn between(&mut self, least: usize, most: usize) -> usize {
        let sides = most.saturating_sub(least).saturating_add(1);
        let thrown = self.throw(u64::try_from(sides).unwrap_or(u64::MAX));
        least + usize::try_from(thrown).unwrap_or_default()
    }

    /// One of these, of which there must be some.
    pub fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.between(0, of.len() - 1)]
    }
}
