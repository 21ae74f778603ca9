//! Where things are in a chart. The picture is twice as large as it is shown, so that it is sharp on dense screens.

use tickets_core::stats::Bar;

/// Where things are, in pixels.
#[derive(Debug, Clone, Copy)]
pub(super) struct Layout {
    /// The whole picture.
    pub(super) width: u32,
    pub(super) height: u32,
    /// Where bars begin.
    pub(super) left: u32,
    /// What belongs to one bar of each kind, with the space around them.
    pub(super) slot: u32,
    /// Between the two.
    pub(super) gap: u32,
    /// The value at the top.
    pub(super) most: u32,
}

const WIDTH: u32 = 1200;
const HEIGHT: u32 = 600;
const TOP: u32 = 96;
const BOTTOM: u32 = 72;
const RIGHT: u32 = 40;
/// What a digit of a label takes.
const DIGIT: u32 = 14;

impl Layout {
    pub(super) fn of(bars: &[Bar]) -> Self {
        let highest = bars.iter().map(|it| it.opened.max(it.closed)).max();
        let highest = highest.unwrap_or(0).max(4);
        let step = grid_step(highest);
        let most = highest.div_ceil(step).saturating_mul(step);
        let digits = u32::try_from(most.to_string().len()).unwrap_or(10);
        let left = 48 + digits * DIGIT;
        let count = u32::try_from(bars.len()).unwrap_or(u32::MAX).max(1);
        let slot = ((WIDTH - left - RIGHT) / count).max(1);
        Self {
            width: WIDTH,
            height: HEIGHT,
            left,
            slot,
            gap: if slot >= 16 { 2 } else { 0 },
            most,
        }
    }

    pub(super) fn right(&self) -> u32 {
        self.width - RIGHT
    }

    pub(super) fn plot_width(&self) -> u32 {
        self.right() - self.left
    }

    /// How far down a value is.
    pub(super) fn y(&self, value: u32) -> u32 {
        let plot = u64::from(self.height - TOP - BOTTOM);
        let high = plot * u64::from(value.min(self.most)) / u64::from(self.most.max(1));
        self.height - BOTTOM - u32::try_from(high).unwrap_or(0)
    }

    /// Where the two columns of a bar begin, and how wide each is.
    pub(super) fn columns(&self, place: usize) -> (u32, u32) {
        let place = u32::try_from(place).unwrap_or(u32::MAX);
        // Wide enough to see, and not so wide that a single day fills the picture.
        let width = (self.slot * 2 / 5).clamp(1, 60);
        let begin = self.left
            + place.saturating_mul(self.slot)
            + (self.slot - 2 * width.min(self.slot / 2)) / 2;
        (begin, width)
    }
}

/// Lines are drawn at multiples of this: 1, 2 or 5 times a power of ten, so that there are four to eight of them.
pub(super) fn grid_step(most: u32) -> u32 {
    let mut power = 1_u32;
    loop {
        for step in [1, 2, 5] {
            let step = power.saturating_mul(step);
            if most / step <= 6 {
                return step;
            }
        }
        power = power.saturating_mul(10);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_at_round_numbers_and_few() {
        for (most, step) in [
            (0, 1),
            (4, 1),
            (6, 1),
            (7, 2),
            (30, 5),
            (43, 10),
            (1_000, 200),
        ] {
            assert_eq!(grid_step(most), step, "{most}");
        }
        assert!(u32::MAX / grid_step(u32::MAX) <= 6);
    }
}
