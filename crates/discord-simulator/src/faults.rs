//! Misbehaviour of REST that a test asks for: errors before or after the act, lost answers, delays.

use std::time::Duration;

use crate::rate::RateLimitManner;

/// What goes wrong with a request.
#[derive(Clone, Debug, PartialEq)]
pub enum Fault {
    /// This 5xx status is answered and nothing is done.
    ErrorBefore(u16),
    /// The request is carried out, and yet this 5xx status is answered.
    ErrorAfter(u16),
    /// The request is carried out and the connection breaks before the answer.
    LostAnswer,
    /// The answer comes this much later (real time).
    Delay(Duration),
    /// 429 with this many seconds to wait; nothing is done.
    TooManyRequests {
        /// `Retry-After`, in seconds.
        retry_after: f64,
        /// Whether the limit is said to be global.
        global: bool,
    },
    /// 429 as a limit of the bot's own would be told, in one of the four manners; nothing is done.
    RateLimited {
        /// `Retry-After`, in seconds.
        retry_after: f64,
        /// How it is told.
        manner: RateLimitManner,
    },
}

#[derive(Debug)]
struct Planned {
    method: String,
    path: String,
    fault: Fault,
    left: u32,
}

/// The faults that wait for their requests.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    planned: Vec<Planned>,
}

impl Faults {
    /// Plans a fault for the next `times` requests that fit. Method `*` fits all; in the path `*` stands for anything.
    pub(crate) fn plan(&mut self, method: &str, path: &str, times: u32, fault: Fault) {
        self.planned.push(Planned {
            method: method.to_owned(),
            path: path.to_owned(),
            fault,
            left: times,
        });
    }

    pub(crate) fn clear(&mut self) {
        self.planned.clear();
    }

    /// The faults for one request, used up by it. One of a kind at most, the first planned first.
    pub(crate) fn take(&mut self, method: &str, path: &str) -> Vec<Fault> {
        let mut taken: Vec<Fault> = Vec::new();
        for planned in &mut self.planned {
            let fits =
                (planned.method == "*" || planned.method == method) && glob(&planned.path, path);
            let delay = matches!(planned.fault, Fault::Delay(_));
            let clashes = taken
                .iter()
                .any(|it| matches!(it, Fault::Delay(_)) == delay);
            if planned.left > 0 && fits && !clashes {
                planned.left -= 1;
                taken.push(planned.fault.clone());
            }
        }
        self.planned.retain(|planned| planned.left > 0);
        taken
    }
}

/// Whether `path` fits a pattern in which `*` stands for anything, slashes too.
pub(crate) fn glob(pattern: &str, path: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = path.strip_prefix(first) else {
        return false;
    };
    let parts: Vec<_> = parts.collect();
    let Some((last, middle)) = parts.split_last() else {
        return rest.is_empty();
    };
    for part in middle {
        let Some(at) = rest.find(part) else {
            return false;
        };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_anything() {
        assert!(glob("/channels/*/messages", "/channels/12/messages"));
        assert!(!glob("/channels/*/messages", "/channels/12/messages/13"));
        assert!(glob("*", "/anything"));
        assert!(!glob("/gateway", "/gateway/bot"));
    }

    #[test]
    fn a_fault_is_used_up() {
        let mut faults = Faults::default();
        faults.plan("POST", "*", 1, Fault::ErrorBefore(502));
        assert_eq!(faults.take("GET", "/x"), []);
        assert_eq!(faults.take("POST", "/x"), [Fault::ErrorBefore(502)]);
        assert_eq!(faults.take("POST", "/x"), []);
    }
}
