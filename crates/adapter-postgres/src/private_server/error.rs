//! Why a private server could not be had, each message saying what to do about it.

use std::io;
use std::path::{Path, PathBuf};

use super::binaries::MINIMUM_MAJOR;
use super::layout::LONGEST_SOCKET_PATH;

/// Why a private server could not be had.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PrivateServerError {
    /// No usable server is installed.
    #[error(
        "no PostgreSQL server of version {MINIMUM_MAJOR} or newer was found; install one \
         (Debian, Ubuntu: `apt-get install postgresql`; Fedora: `dnf install postgresql-server`; \
         macOS: `brew install postgresql@17`), or set DATABASE_URL to a server that is already running{}",
        too_old(.found)
    )]
    NoBinaries {
        /// The major versions that were found and are too old.
        found: Vec<u32>,
    },

    /// The folder that was named holds no usable server.
    #[error(
        "{} does not hold working `initdb` and `postgres` programs of version {MINIMUM_MAJOR} or newer; \
         name the folder that does (`pg_config --bindir` prints it)", .folder.display()
    )]
    NotABinaryFolder {
        /// The folder that was named.
        folder: PathBuf,
    },

    /// We are root, which Postgres refuses to be, and there is nobody else to run it as.
    #[error(
        "PostgreSQL does not run as root and this machine has neither a `postgres` nor a `nobody` account; \
         start alphapy as an ordinary user, or add an account with `useradd --system postgres`"
    )]
    NoAccount,

    /// The account that runs the server cannot reach the directory.
    #[error(
        "the account `{account}`, which runs PostgreSQL because we are root, cannot enter {}; choose a data directory \
         (ALPHAPY_DATA_DIR) outside it, such as /var/lib/alphapy, or allow it with `chmod o+x {}`",
        .blocked_at.display(), .blocked_at.display()
    )]
    NotTraversable {
        /// The first folder on the way that shuts the account out.
        blocked_at: PathBuf,
        /// The account.
        account: String,
    },

    /// The directory's name is too long for a Unix socket.
    #[error(
        "the socket {} would have a name of {} bytes, and {LONGEST_SOCKET_PATH} is the most a Unix socket may have; \
         choose a data directory (ALPHAPY_DATA_DIR) with a shorter path",
        .socket.display(), .socket.as_os_str().len()
    )]
    SocketPathTooLong {
        /// Where the socket would have been.
        socket: PathBuf,
    },

    /// Another process of ours uses the directory.
    #[error(
        "{} is in use by another running alphapy ({}); stop that one first, or give this one a data directory \
         (ALPHAPY_DATA_DIR) of its own",
        .directory.display(), owner(*.pid)
    )]
    OwnedByAnother {
        /// The directory.
        directory: PathBuf,
        /// The process that holds it, when it has said so.
        pid: Option<u32>,
    },

    /// The data was written by another major version, which Postgres cannot read.
    #[error(
        "the data in {} was written by PostgreSQL {data}, and only {} is installed; install PostgreSQL {data} as well, or \
         dump the data with it, move the directory away, and restore the dump into a fresh one",
        .directory.display(), majors(.installed)
    )]
    OtherMajorVersion {
        /// The cluster.
        directory: PathBuf,
        /// The version that wrote it.
        data: u32,
        /// The versions that are installed.
        installed: Vec<u32>,
    },

    /// There is something where the cluster should be, and it is no cluster.
    #[error(
        "{} exists but is not a PostgreSQL cluster (its PG_VERSION is missing or unreadable); nothing was changed; move it \
         away, or choose another data directory (ALPHAPY_DATA_DIR)",
        .directory.display()
    )]
    NotACluster {
        /// What is there.
        directory: PathBuf,
    },

    /// A throw-away server would have deleted somebody's files.
    #[error(
        "{} is not empty, and a throw-away server deletes its directory when it ends; name a new or an empty one",
        .directory.display()
    )]
    NotEmpty {
        /// The directory.
        directory: PathBuf,
    },

    /// A file or a program could not be used.
    #[error("could not {attempt} {}; check its permissions and the free space of its disk", .path.display())]
    Io {
        /// What was attempted, as a verb.
        attempt: &'static str,
        /// On what.
        path: PathBuf,
        /// What the system answered.
        source: io::Error,
    },

    /// `initdb` failed.
    #[error("initdb could not make a cluster in {}; it said:\n{output}", .directory.display())]
    Initdb {
        /// Where.
        directory: PathBuf,
        /// What it said.
        output: String,
    },

    /// The server ended instead of answering.
    #[error("PostgreSQL ended while it was starting; the last lines of {} are:\n{tail}", .log.display())]
    Exited {
        /// The server's log.
        log: PathBuf,
        /// Its end.
        tail: String,
    },

    /// The server neither answered nor ended.
    #[error(
        "PostgreSQL did not answer within {seconds} seconds; the last lines of {} are:\n{tail}", .log.display()
    )]
    NoAnswer {
        /// How long we waited.
        seconds: u64,
        /// The server's log.
        log: PathBuf,
        /// Its end.
        tail: String,
    },

    /// The server of an earlier run outlived every signal.
    #[error(
        "PostgreSQL of an earlier run (pid {pid}) does not end, not even by SIGKILL; restart the machine"
    )]
    LeftoverWillNotStop {
        /// Its process.
        pid: i32,
    },

    /// The server answered and refused.
    #[error("the private server could not {attempt}")]
    Query {
        /// What was attempted, as a verb.
        attempt: &'static str,
        /// What the server answered.
        source: sqlx::Error,
    },
}

impl PrivateServerError {
    /// For `map_err`: an [`Io`](Self::Io) that knows what was attempted on what.
    pub(super) fn io(
        attempt: &'static str,
        path: impl AsRef<Path>,
    ) -> impl FnOnce(io::Error) -> Self {
        let path = path.as_ref().to_path_buf();
        move |source| Self::Io {
            attempt,
            path,
            source,
        }
    }

    /// For `map_err`: a [`Query`](Self::Query) that knows what was attempted.
    pub(super) fn query(attempt: &'static str) -> impl FnOnce(sqlx::Error) -> Self {
        move |source| Self::Query { attempt, source }
    }
}

fn owner(pid: Option<u32>) -> String {
    pid.map_or_else(|| "of unknown pid".to_owned(), |pid| format!("pid {pid}"))
}

fn majors(versions: &[u32]) -> String {
    let names: Vec<String> = versions.iter().map(ToString::to_string).collect();
    names.join(", ")
}

fn too_old(found: &[u32]) -> String {
    if found.is_empty() {
        return String::new();
    }
    format!(" (too old: {})", majors(found))
}
