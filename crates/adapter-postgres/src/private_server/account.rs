//! Who runs the server: ourselves, or, because Postgres refuses root, an unprivileged account.

use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use nix::unistd::{Uid, User};
use tokio::process::Command;

use super::error::PrivateServerError;

/// Accounts to try as root. `initdb` insists on a name, so a bare number would not do.
const CANDIDATES: [&str; 2] = ["postgres", "nobody"];

/// Who runs the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Account {
    /// The user we are.
    Ourselves,
    /// We are root and this is not.
    Other { name: String, uid: u32, gid: u32 },
}

impl Account {
    /// `cluster` is where the data is or will be: data that is there already decides, since Postgres runs only as its
    /// owner and the machine may have gained a `postgres` account in the meantime.
    pub(super) fn choose(cluster: &Path) -> Result<Self, PrivateServerError> {
        if !Uid::effective().is_root() {
            return Ok(Self::Ourselves);
        }
        let owner = std::fs::metadata(cluster)
            .ok()
            .map(|it| Uid::from_raw(it.uid()))
            .filter(|uid| !uid.is_root())
            .and_then(|uid| User::from_uid(uid).ok().flatten());
        owner
            .or_else(|| {
                CANDIDATES
                    .iter()
                    .find_map(|name| User::from_name(name).ok().flatten())
            })
            .map(|user| Self::Other {
                name: user.name,
                uid: user.uid.as_raw(),
                gid: user.gid.as_raw(),
            })
            .ok_or(PrivateServerError::NoAccount)
    }

    /// Makes the command run as this account, from a folder every account may stand in.
    pub(super) fn run_as(&self, command: &mut Command) {
        command.current_dir("/");
        if let Self::Other { uid, gid, .. } = self {
            command.uid(*uid).gid(*gid);
        }
    }

    /// Hands a file or folder over to this account.
    pub(super) fn own(&self, path: &Path) -> io::Result<()> {
        match self {
            Self::Ourselves => Ok(()),
            Self::Other { uid, gid, .. } => std::os::unix::fs::chown(path, Some(*uid), Some(*gid)),
        }
    }

    /// The first existing folder on the way to `path` (itself excluded) that this account cannot pass.
    pub(super) fn blocked_at(&self, path: &Path) -> Option<PathBuf> {
        let Self::Other { uid, gid, .. } = self else {
            return None;
        };
        // Links are resolved first: it is the real folders that let somebody pass or not.
        let existing = path.ancestors().skip(1).find(|it| it.exists())?;
        let real = std::fs::canonicalize(existing).ok()?;
        let mut folders: Vec<&Path> = real.ancestors().collect();
        folders.reverse();
        folders
            .into_iter()
            .find(|folder| {
                std::fs::metadata(folder)
                    .is_ok_and(|it| !may_pass(it.mode(), (it.uid(), it.gid()), (*uid, *gid)))
            })
            .map(Path::to_path_buf)
    }
}

/// The rule of `path_resolution(7)` for somebody who is not root: exactly one of the three `x` bits counts.
fn may_pass(mode: u32, owner: (u32, u32), who: (u32, u32)) -> bool {
    let bit = if owner.0 == who.0 {
        0o100
    } else if owner.1 == who.1 {
        0o010
    } else {
        0o001
    };
    mode & bit != 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exactly_one_of_the_three_bits_decides_who_may_pass() {
        let root = (0, 0);
        let postgres = (101, 104);
        assert!(may_pass(0o755, root, postgres));
        assert!(!may_pass(0o700, root, postgres));
        assert!(may_pass(0o710, (0, 104), postgres));
        assert!(!may_pass(0o701, (0, 104), postgres));
        assert!(!may_pass(0o077, postgres, postgres));
    }

    #[test]
    fn our_own_user_is_never_second_guessed() {
        assert_eq!(
            Account::Ourselves.blocked_at(Path::new("/root/somewhere/deep")),
            None
        );
    }
}
