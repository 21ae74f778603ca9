//! The folders of a private server: where they are, that they exist, and that the right account can use them.

use std::fs;
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use super::account::Account;
use super::config::Durability;
use super::error::PrivateServerError;

/// `sun_path` has 108 bytes on Linux (104 on macOS, which reports the overrun itself), one of them for the final zero.
pub(super) const LONGEST_SOCKET_PATH: usize = 107;

/// The number in the socket's name; nothing listens on a TCP port.
pub(super) const PORT: u16 = 5432;

/// Where root keeps what an unprivileged account could not reach in the place that was asked for.
const FALLBACK: &str = "/var/lib/alphapy";

/// The server's log is put aside at a start once it is this big.
const LOG_LIMIT: u64 = 1 << 20;

/// Where everything of one server is.
#[derive(Debug, Clone)]
pub(super) struct Layout {
    root: PathBuf,
}

impl Layout {
    /// Decides on the directory, and for which account, without touching the disk.
    pub(super) fn choose(wanted: &Path) -> Result<(Self, Account), PrivateServerError> {
        let root = std::path::absolute(wanted)
            .map_err(PrivateServerError::io("find the absolute path of", wanted))?;
        let layout = Self { root };
        let account = Account::choose(&layout.data())?;
        let Some(blocked_at) = account.blocked_at(&layout.root) else {
            return layout.checked(account);
        };
        let fallback = Self {
            root: Path::new(FALLBACK).join(folder_name(&layout.root)),
        };
        let account = Account::choose(&fallback.data())?;
        tracing::warn!(
            directory = %fallback.root.display(),
            blocked_at = %blocked_at.display(),
            "the account that runs postgres cannot reach the chosen data directory; using another one"
        );
        fallback.checked(account)
    }

    fn checked(self, account: Account) -> Result<(Self, Account), PrivateServerError> {
        if let (Some(blocked_at), Account::Other { name, .. }) =
            (account.blocked_at(&self.root), &account)
        {
            return Err(PrivateServerError::NotTraversable {
                blocked_at,
                account: name.clone(),
            });
        }
        let socket = self.socket();
        if socket.as_os_str().len() > LONGEST_SOCKET_PATH {
            return Err(PrivateServerError::SocketPathTooLong { socket });
        }
        Ok((self, account))
    }

    /// Makes the directory, ours alone. As root it stays root's own, so that the account of the server can neither
    /// forge the lock nor lead our log elsewhere; the account may only pass through.
    pub(super) fn prepare(&self, account: &Account) -> Result<(), PrivateServerError> {
        fs::create_dir_all(&self.root).map_err(PrivateServerError::io("create", &self.root))?;
        let mode = match account {
            Account::Ourselves => 0o700,
            Account::Other { .. } => 0o711,
        };
        fs::set_permissions(&self.root, fs::Permissions::from_mode(mode))
            .map_err(PrivateServerError::io("set the permissions of", &self.root))?;
        if let (Some(blocked_at), Account::Other { name, .. }) =
            (account.blocked_at(&self.run()), account)
        {
            return Err(PrivateServerError::NotTraversable {
                blocked_at,
                account: name.clone(),
            });
        }
        Ok(())
    }

    /// Refuses a directory that holds anything but what a throw-away server itself may have left there.
    pub(super) fn refuse_foreign_files(
        &self,
        durability: Durability,
    ) -> Result<(), PrivateServerError> {
        let empty = match fs::read_dir(&self.root) {
            Ok(mut entries) => entries.next().is_none(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => true,
            Err(error) => return Err(PrivateServerError::io("read", &self.root)(error)),
        };
        match durability {
            Durability::Throwaway if !empty => Err(PrivateServerError::NotEmpty {
                directory: self.root.clone(),
            }),
            _ => Ok(()),
        }
    }

    /// Makes a folder that the server's account, and nobody else, may use.
    pub(super) fn make_private(folder: &Path, account: &Account) -> Result<(), PrivateServerError> {
        fs::create_dir_all(folder).map_err(PrivateServerError::io("create", folder))?;
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700))
            .map_err(PrivateServerError::io("set the permissions of", folder))?;
        account
            .own(folder)
            .map_err(PrivateServerError::io("change the owner of", folder))
    }

    /// Opens the server's log for appending, a long one having been put aside.
    pub(super) fn open_log(&self) -> Result<fs::File, PrivateServerError> {
        let log = self.log();
        if fs::metadata(&log).is_ok_and(|it| it.len() > LOG_LIMIT) {
            fs::rename(&log, log.with_extension("log.old"))
                .map_err(PrivateServerError::io("rename", &log))?;
        }
        fs::File::options()
            .create(true)
            .append(true)
            .open(&log)
            .map_err(PrivateServerError::io("open", &log))
    }

    /// The last lines of the log, for an error message.
    pub(super) fn log_tail(&self) -> String {
        let text = fs::read(self.log()).unwrap_or_default();
        let text = String::from_utf8_lossy(&text);
        let lines: Vec<&str> = text.lines().collect();
        lines[lines.len().saturating_sub(8)..].join("\n")
    }

    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    pub(super) fn data(&self) -> PathBuf {
        self.root.join("data")
    }

    pub(super) fn incomplete_data(&self) -> PathBuf {
        self.root.join("data.incomplete")
    }

    pub(super) fn run(&self) -> PathBuf {
        self.root.join("run")
    }

    pub(super) fn log(&self) -> PathBuf {
        self.root.join("server.log")
    }

    pub(super) fn owner_lock(&self) -> PathBuf {
        self.root.join("owner.lock")
    }

    pub(super) fn pid_file(&self) -> PathBuf {
        self.data().join("postmaster.pid")
    }

    pub(super) fn socket(&self) -> PathBuf {
        self.run().join(format!(".s.PGSQL.{PORT}"))
    }

    pub(super) fn socket_lock(&self) -> PathBuf {
        self.run().join(format!(".s.PGSQL.{PORT}.lock"))
    }
}

/// One folder name for a whole path, so that two directories never share a fallback.
fn folder_name(path: &Path) -> String {
    let text = path.to_string_lossy();
    text.trim_matches('/').replace('-', "--").replace('/', "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_too_long_for_a_socket_is_refused_with_its_length() {
        let wanted = PathBuf::from("/tmp").join("x".repeat(100));
        let error = Layout::choose(&wanted).unwrap_err();
        let message = error.to_string();
        assert!(
            message.contains("123 bytes") && message.contains("107"),
            "{message}"
        );
    }

    #[test]
    fn two_paths_never_share_a_fallback() {
        assert_eq!(folder_name(Path::new("/root/a/b")), "root-a-b");
        assert_eq!(folder_name(Path::new("/root/a-b")), "root-a--b");
    }
}
