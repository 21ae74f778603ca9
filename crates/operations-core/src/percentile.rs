//! Percentiles of what was measured: the one way in which all parts of the program compute them.

/// The percentiles of `samples` at `ranks` (from 0 to 1), in the unit of the samples: linear interpolation at rank
/// `(n − 1) · p`. Zero when nothing was measured. Sorts the samples.
///
/// ```
/// use operations_core::percentiles;
///
/// let mut milliseconds = [40.0, 10.0, 30.0, 20.0];
/// assert_eq!(percentiles(&mut milliseconds, [0.0, 0.5, 1.0]), [10.0, 25.0, 40.0]);
/// ```
pub fn percentiles<const N: usize>(samples: &mut [f64], ranks: [f64; N]) -> [f64; N] {
    samples.sort_unstable_by(f64::total_cmp);
    ranks.map(|rank| at(samples, rank))
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "rings hold some thousand samples, and a rank is never below zero"
)]
fn at(sorted: &[f64], rank: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else {
        return 0.0;
    };
    let place = last as f64 * rank.clamp(0.0, 1.0);
    let below = place as usize;
    let (low, high) = (sorted[below.min(last)], sorted[(below + 1).min(last)]);
    low + (high - low) * place.fract()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assert_percentiles<const N: usize>(samples: &[f64], wanted: [(f64, f64); N]) {
        let found = percentiles(&mut samples.to_vec(), wanted.map(|it| it.0));
        for (found, (rank, expected)) in found.into_iter().zip(wanted) {
            let close = (found - expected).abs() < 1e-9;
            assert!(close, "{found} at {rank}, not {expected}");
        }
    }

    #[test]
    fn nothing_measured_is_zero() {
        assert_percentiles(&[], [(0.5, 0.0), (0.95, 0.0)]);
    }

    #[test]
    fn a_single_sample_is_every_percentile() {
        assert_percentiles(&[7.5], [(0.0, 7.5), (0.5, 7.5), (0.99, 7.5)]);
    }

    #[test]
    fn what_lies_between_two_samples_is_interpolated_whatever_their_order() {
        let samples: Vec<f64> = (1..=100).rev().map(f64::from).collect();
        // Ranks 49.5, 94.05 and 98.01 of the samples 1 to 100.
        assert_percentiles(&samples, [(0.5, 50.5), (0.95, 95.05), (0.99, 99.01)]);
    }

    #[test]
    fn ranks_beyond_the_ends_are_the_ends_themselves() {
        assert_percentiles(&[1.0, 2.0], [(-1.0, 1.0), (2.0, 2.0)]);
    }
}
