//! Minutes in seconds: the time that the bot reckons its limits, pauses and patience by is moved together with the clock
//! that it shares with Discord, faster than it goes outside.

use std::time::Duration;

use chrono::TimeDelta;
use discord_simulator::{Options, Simulator};
use kernel::ManualClock;
use tokio::runtime::{Builder, Runtime};
use tokio::task::spawn_blocking;

/// How far the time moves at once: less than what the bot adds to the second of its limits.
const STEP: Duration = Duration::from_millis(40);
/// How long Discord looks after each step for what has come in.
const LOOK: Duration = Duration::from_millis(1);

/// Lets the time that the bot reckons its limits, pauses and patience by jump, all at once, as on a machine that slept. Only
/// in a runtime of one thread, as tests have it.
pub async fn skip(by: Duration) {
    tokio::time::pause();
    tokio::time::advance(by).await;
    tokio::time::resume();
}

/// A simulator on a thread of its own, which works on while the bot's time stands still, as Discord does.
pub struct Apart {
    /// The simulator.
    pub simulator: Simulator,
    runtime: Option<Runtime>,
}

impl Apart {
    /// Starts it.
    pub async fn start(options: Options) -> Self {
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .expect("a thread");
        let simulator = runtime
            .spawn(Simulator::start(options))
            .await
            .expect("it does not panic")
            .expect("the simulator starts");
        Self {
            simulator,
            runtime: Some(runtime),
        }
    }
}

impl Drop for Apart {
    fn drop(&mut self) {
        // The ordinary end of a runtime waits, which a test's thread must not.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

impl Apart {
    /// Moves the time of this thread's runtime and `clock` until `over`, at most by `at_most`; whether it was over by
    /// then. Only in a runtime of one thread, as tests have it.
    ///
    /// No step is taken before Discord has seen what the bot sent at the last one, however busy the machine is: else its
    /// clock would say that requests came later than they did.
    pub async fn time_lapse(
        &self,
        clock: &ManualClock,
        at_most: Duration,
        mut over: impl FnMut() -> bool,
    ) -> bool {
        tokio::time::pause();
        // A paused runtime moves its time by itself when it has nothing to do but wait, which it also believes while it
        // waits for the database; not while something blocks.
        let (done, until_done) = std::sync::mpsc::channel::<()>();
        let blocking = spawn_blocking(move || until_done.recv());
        let step = TimeDelta::from_std(STEP).expect("a short time");
        let mut left = at_most;
        let mut ended = over();
        while !ended && !left.is_zero() {
            clock.advance(step);
            tokio::time::advance(STEP).await;
            self.take_in().await;
            left = left.saturating_sub(STEP);
            ended = over();
        }
        drop(done);
        // Its end is that nobody is there any more.
        let _ = blocking.await;
        tokio::time::resume();
        ended
    }

    /// Lets the simulator's thread look for requests a few times, while the bot goes on on this one.
    async fn take_in(&self) {
        let runtime = self.runtime.as_ref().expect("it is taken at the end only");
        let looks = runtime.spawn(async {
            for _ in 0..2 {
                tokio::time::sleep(LOOK).await;
            }
        });
        looks.await.expect("it does not panic");
    }
}
