//! What the system knows of processes: on which processors they run, and for how long they have.

use std::fs;

use anyhow::Context as _;
use nix::sched::{CpuSet, sched_setaffinity};
use nix::unistd::Pid;

/// The system counts in hundredths of a second, on every Linux.
const TICKS: f64 = 100.0;

/// The processors of servers, and that of whoever asks them; the same where there is only one.
pub(crate) fn shares() -> (Vec<usize>, Vec<usize>) {
    let count = std::thread::available_parallelism().map_or(1, usize::from);
    if count < 2 {
        return (vec![0], vec![0]);
    }
    ((0..count - 1).collect(), vec![count - 1])
}

/// Lets a process run on these processors only, with the threads that it has and those that they start.
pub(crate) fn keep_to(pid: u32, processors: &[usize]) -> anyhow::Result<()> {
    let mut set = CpuSet::new();
    for processor in processors {
        set.set(*processor)?;
    }
    for thread in fs::read_dir(format!("/proc/{pid}/task"))? {
        let thread: i32 = thread?.file_name().to_string_lossy().parse()?;
        sched_setaffinity(Pid::from_raw(thread), &set)?;
    }
    Ok(())
}

/// For how long a process has had a processor so far, in seconds.
pub(crate) fn busy(pid: u32) -> anyhow::Result<f64> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat"))?;
    read_busy(&stat).context("the system does not tell a process's time")
}

/// The fourteenth and fifteenth field; the second is a name in brackets, which may hold anything.
fn read_busy(stat: &str) -> Option<f64> {
    let (_, fields) = stat.rsplit_once(") ")?;
    let mut fields = fields.split(' ').skip(11);
    let user: f64 = fields.next()?.parse().ok()?;
    let system: f64 = fields.next()?.parse().ok()?;
    Some((user + system) / TICKS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_is_found_behind_a_name_with_brackets() {
        let stat = "7 (a) b) S 1 7 7 0 -1 4194560 1 0 0 0 150 50 9 9 20 0";
        let busy = read_busy(stat).unwrap();
        assert!((busy - 2.0).abs() < f64::EPSILON, "{busy}");
    }
}
