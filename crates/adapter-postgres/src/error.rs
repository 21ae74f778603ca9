//! What went wrong in the database, in the words of the ports.

use kernel::{PortFailure, Retry};
use sqlx::Error;

/// Translates an error of a statement into the failure of what the port attempted:
/// `.await.map_err(failed("claim due reminders"))?`.
pub(crate) fn failed(attempted: &'static str) -> impl FnOnce(Error) -> PortFailure {
    move |error| PortFailure::new(attempted, retry(&error), error)
}

/// Whether the same transaction can succeed when it is run again right now: it was in another's way, or its connection
/// was lost and the pool may hold a better one.
pub(crate) fn worth_repeating(error: &Error) -> bool {
    match error {
        Error::Io(_) => true,
        Error::Database(refused) => refused.code().is_some_and(|code| {
            // 08 connection, 40 serialization and deadlock, 57P server going down or coming up
            ["08", "40", "57P"].iter().any(|it| code.starts_with(it))
        }),
        _ => false,
    }
}

/// Whether the same call can succeed later without anybody mending anything.
pub(crate) fn retry(error: &Error) -> Retry {
    match error {
        Error::Io(_) | Error::Tls(_) | Error::PoolTimedOut | Error::WorkerCrashed => Retry::Later,
        Error::Database(refused) => {
            let code = refused.code().unwrap_or_default();
            // 25006: a standby that has not been promoted yet; 55000: a database that takes no connections for now;
            // 55P03: lock not available
            let passing = ["08", "25006", "40", "53", "55000", "55P03", "57"];
            if passing.iter().any(|it| code.starts_with(it)) {
                Retry::Later
            } else {
                Retry::Useless
            }
        }
        _ => Retry::Useless,
    }
}

#[cfg(test)]
mod tests {
    use std::error::Error as _;
    use std::io;

    use super::*;

    #[test]
    fn a_lost_connection_is_worth_another_try_and_a_missing_row_is_not() {
        let lost = || Error::Io(io::Error::from(io::ErrorKind::ConnectionReset));
        assert!(worth_repeating(&lost()));
        assert_eq!(failed("load settings")(lost()).retry(), Retry::Later);
        let later = failed("load settings")(Error::PoolTimedOut);
        assert_eq!(later.retry(), Retry::Later);
        assert!(
            !worth_repeating(&Error::PoolTimedOut),
            "it has waited long enough already"
        );
        assert!(!worth_repeating(&Error::RowNotFound));
        assert_eq!(
            failed("load settings")(Error::RowNotFound).retry(),
            Retry::Useless
        );
    }

    #[test]
    fn keeps_the_cause_for_the_log() {
        let failure = failed("load settings")(Error::RowNotFound);
        assert_eq!(failure.to_string(), "could not load settings");
        assert!(failure.source().is_some());
    }
}
