//! What a caller chooses about a private server.

use std::path::PathBuf;

/// Where a private server lives and how it treats its data.
#[derive(Debug, Clone)]
pub struct ServerConfig {
    /// The directory that belongs to this server alone. It is created when missing.
    ///
    /// As root, a directory that the unprivileged account cannot reach is replaced by one below
    /// `/var/lib/alphapy`, with a warning in the log.
    pub data_dir: PathBuf,
    /// Whether the data outlives its owner.
    pub durability: Durability,
    /// Where `initdb` and `postgres` are.
    pub binaries: BinaryFolder,
}

impl ServerConfig {
    /// A server whose data is kept and survives every kind of crash.
    #[must_use]
    pub fn durable(data_dir: impl Into<PathBuf>) -> Self {
        Self {
            data_dir: data_dir.into(),
            durability: Durability::Durable,
            binaries: BinaryFolder::Searched,
        }
    }

    /// A server for a test or a demonstration; its directory must be new or empty and is deleted at the end.
    #[must_use]
    pub fn throwaway(data_dir: impl Into<PathBuf>) -> Self {
        Self {
            durability: Durability::Throwaway,
            ..Self::durable(data_dir)
        }
    }
}

/// Whether the data outlives its owner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// Every commit is on disk before it is reported. A server whose owner was killed is found again by the next one.
    Durable,
    /// Fast and forgetful: nothing is synced, and a watchdog stops the server and deletes the directory as soon as
    /// the owning process ends, in whatever way it ends.
    Throwaway,
}

/// Where `initdb` and `postgres` are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BinaryFolder {
    /// On the `PATH`, where `pg_config` says, or in the usual folders of Debian, Fedora and Homebrew.
    Searched,
    /// In this folder and nowhere else.
    Given(PathBuf),
}
