//! Misbehaviour by chance, the same for the same seed: the n-th request to a path meets the same fate in every run,
//! whatever else is going on. (Paths hold ids, which are the same only under a driven clock.)

use std::collections::HashMap;

use crate::{
    faults::{Fault, glob},
    rate::{RateLimitManner, fingerprint},
};

/// How often what goes wrong, each between 0 and 1; together at most 1.
#[derive(Clone, Debug)]
pub struct RandomFaults {
    /// Another seed, another fate.
    pub seed: u64,
    /// The method of the requests that may fail; `*`: any.
    pub method: String,
    /// Their path after `/api/v10`; `*` stands for anything.
    pub path: String,
    /// 429 before anything is done.
    pub too_many_requests: f64,
    /// The seconds to wait after such a 429.
    pub retry_after: f64,
    /// How such a 429 tells of itself: one of these by chance.
    pub manners: Vec<RateLimitManner>,
    /// A 5xx before anything is done.
    pub error_before: f64,
    /// A 5xx after everything is done.
    pub error_after: f64,
    /// The request is carried out, and the connection breaks before the answer.
    pub lost_answer: f64,
}

impl Default for RandomFaults {
    fn default() -> Self {
        use RateLimitManner::{Global429, NoScope, ScopeAlways, ScopeOn429};
        Self {
            seed: 1,
            method: "*".to_owned(),
            path: "*".to_owned(),
            too_many_requests: 0.0,
            retry_after: 0.1,
            manners: vec![ScopeAlways, ScopeOn429, NoScope, Global429],
            error_before: 0.0,
            error_after: 0.0,
            lost_answer: 0.0,
        }
    }
}

const STATUSES: [u16; 4] = [500, 502, 503, 504];

/// The chances, and how many requests each path has had.
#[derive(Debug, Default)]
pub(crate) struct Dice {
    faults: Vec<RandomFaults>,
    thrown: HashMap<String, u64>,
}

impl Dice {
    pub(crate) fn add(&mut self, faults: RandomFaults) {
        self.faults.push(faults);
    }

    pub(crate) fn clear(&mut self) {
        self.faults.clear();
        self.thrown.clear();
    }

    /// What goes wrong with the next request to a path.
    pub(crate) fn throw(&mut self, method: &str, path: &str) -> Option<Fault> {
        let fits =
            |it: &&RandomFaults| (it.method == "*" || it.method == method) && glob(&it.path, path);
        let faults = self.faults.iter().find(fits)?;
        let key = format!("{method} {path}");
        let mut seed = faults.seed ^ fingerprint(&key);
        let thrown = self.thrown.entry(key).or_default();
        *thrown += 1;
        seed ^= thrown.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        faults.fate(mixed(seed), mixed(seed ^ 1))
    }
}

impl RandomFaults {
    /// The fate of one request, by two throws of the dice.
    fn fate(&self, first: u64, second: u64) -> Option<Fault> {
        // 53 bits are what a double holds.
        #[expect(
            clippy::cast_precision_loss,
            reason = "2^53 is exact in a double, and so is every number below it"
        )]
        let mut left = (first >> 11) as f64 / (1_u64 << 53) as f64;
        let pick = |length: usize| usize::try_from(second % length.max(1) as u64).unwrap_or(0);
        let status = STATUSES[pick(STATUSES.len())];
        let refused = Fault::RateLimited {
            retry_after: self.retry_after,
            manner: *self
                .manners
                .get(pick(self.manners.len()))
                .unwrap_or(&RateLimitManner::ScopeOn429),
        };
        let chances = [
            (self.too_many_requests, refused),
            (self.error_before, Fault::ErrorBefore(status)),
            (self.error_after, Fault::ErrorAfter(status)),
            (self.lost_answer, Fault::LostAnswer),
        ];
        for (chance, fault) in chances {
            if left < chance {
                return Some(fault);
            }
            left -= chance;
        }
        None
    }
}

/// One step of splitmix64: neighbours become strangers.
fn mixed(seed: u64) -> u64 {
    let mut bits = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fates(seed: u64, requests: u32) -> Vec<Option<Fault>> {
        let mut dice = Dice::default();
        dice.add(RandomFaults {
            seed,
            method: "POST".to_owned(),
            too_many_requests: 0.2,
            error_before: 0.1,
            error_after: 0.1,
            lost_answer: 0.1,
            ..RandomFaults::default()
        });
        assert_eq!(dice.throw("GET", "/channels/1/messages"), None);
        (0..requests)
            .map(|_| dice.throw("POST", "/channels/1/messages"))
            .collect()
    }

    #[test]
    fn the_same_seed_brings_the_same_fate() {
        assert_eq!(fates(7, 100), fates(7, 100));
        assert_ne!(fates(7, 100), fates(8, 100));
    }

    #[test]
    fn each_thing_goes_wrong_about_as_often_as_was_asked() {
        let all = fates(1, 2_000);
        let share =
            |fits: &dyn Fn(&Fault) -> bool| all.iter().flatten().filter(|it| fits(it)).count();
        let near = |count: usize, expected: usize| count.abs_diff(expected) < 80;
        assert!(near(
            share(&|it| matches!(it, Fault::RateLimited { .. })),
            400
        ));
        assert!(near(share(&|it| matches!(it, Fault::ErrorBefore(_))), 200));
        assert!(near(share(&|it| matches!(it, Fault::ErrorAfter(_))), 200));
        assert!(near(share(&|it| matches!(it, Fault::LostAnswer)), 200));
        for manner in RandomFaults::default().manners {
            let told = |it: &Fault| matches!(it, Fault::RateLimited { manner: other, .. } if *other == manner);
            assert!(share(&told) > 50, "{manner:?}");
        }
    }
}
