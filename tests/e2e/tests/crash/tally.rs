//! What was killed where, over all lanes; each lane that ends prints what it stands at.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::sync::Mutex;

use serde_json::json;

static KILLS: Mutex<BTreeMap<String, u32>> = Mutex::new(BTreeMap::new());

/// Counts a kill.
pub(crate) fn killed(step: &str) {
    *KILLS.lock().unwrap().entry(step.to_owned()).or_default() += 1;
}

/// What came of a lane.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) kills: u32,
    pub(crate) sends: usize,
    /// Claims that were taken over from the dead.
    pub(crate) taken_over: i64,
    /// Requests that were repeated, and answered with the message that stood there.
    pub(crate) repeated: u64,
    pub(crate) seconds: f32,
}

/// Prints a line of JSON; the last one holds the sums. Past the test harness, which would swallow it.
pub(crate) fn print(lane: &str, outcome: &Outcome) {
    let steps = KILLS.lock().unwrap().clone();
    let total: u32 = steps.values().sum();
    let json = json!({"crash_matrix": {
        "lane": lane, "kills": outcome.kills, "sends": outcome.sends, "taken_over": outcome.taken_over,
        "repeated_requests": outcome.repeated, "seconds": outcome.seconds,
        "kills_of_all_lanes": total, "by_step": steps,
    }});
    let mut out = std::io::stdout().lock();
    out.write_all(format!("{json}\n").as_bytes()).unwrap();
}
