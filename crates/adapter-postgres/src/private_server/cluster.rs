//! The cluster on disk: made once by `initdb`, checked at every start.

use std::fs;
use std::io;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use tokio::process::Command;

use super::account::Account;
use super::binaries::Binaries;
use super::config::Durability;
use super::error::PrivateServerError;
use super::layout::Layout;
use super::postmaster::{LOCALE, forget_surroundings};
use super::server::SUPERUSER;

/// Makes the cluster when there is none, and returns the installation that can run it.
pub(super) async fn ensure(
    layout: &Layout,
    account: &Account,
    installed: &[Binaries],
    durability: Durability,
) -> Result<Binaries, PrivateServerError> {
    remove_incomplete(&layout.incomplete_data()).await?;
    if layout.data().exists() {
        return matching(&layout.data(), installed);
    }
    let newest = installed
        .first()
        .ok_or(PrivateServerError::NoBinaries { found: Vec::new() })?;
    initialise(layout, account, newest, durability).await?;
    Ok(newest.clone())
}

fn matching(data: &Path, installed: &[Binaries]) -> Result<Binaries, PrivateServerError> {
    let written_by = fs::read_to_string(data.join("PG_VERSION"))
        .ok()
        .and_then(|text| text.trim().parse::<u32>().ok())
        .ok_or_else(|| PrivateServerError::NotACluster {
            directory: data.to_path_buf(),
        })?;
    installed
        .iter()
        .find(|it| it.major == written_by)
        .cloned()
        .ok_or_else(|| PrivateServerError::OtherMajorVersion {
            directory: data.to_path_buf(),
            data: written_by,
            installed: installed.iter().map(|it| it.major).collect(),
        })
}

/// `initdb` works beside the final place and the result is moved there in one step, so that a cluster that was cut
/// short is never taken for a whole one.
async fn initialise(
    layout: &Layout,
    account: &Account,
    binaries: &Binaries,
    durability: Durability,
) -> Result<(), PrivateServerError> {
    let (incomplete, data) = (layout.incomplete_data(), layout.data());
    Layout::make_private(&incomplete, account)?;
    let mut command = Command::new(binaries.initdb());
    command
        .arg("--pgdata")
        .arg(&incomplete)
        .args(["--username", SUPERUSER, "--encoding", "UTF8"])
        .arg(format!("--locale={LOCALE}"))
        .args(["--auth-local=trust", "--auth-host=reject"])
        .stdin(Stdio::null())
        .process_group(0)
        .kill_on_drop(true);
    if durability == Durability::Throwaway {
        command.arg("--no-sync");
    }
    account.run_as(&mut command);
    forget_surroundings(&mut command);
    tracing::info!(directory = %data.display(), version = binaries.major, "making a new postgres cluster");
    let output = command
        .output()
        .await
        .map_err(PrivateServerError::io("run", binaries.initdb()))?;
    if !output.status.success() {
        let said = [output.stdout, output.stderr].concat();
        return Err(PrivateServerError::Initdb {
            directory: data,
            output: String::from_utf8_lossy(&said).trim().to_owned(),
        });
    }
    fs::rename(&incomplete, &data).map_err(PrivateServerError::io("rename", &incomplete))?;
    if durability == Durability::Durable {
        fs::File::open(layout.root())
            .and_then(|folder| folder.sync_all())
            .map_err(PrivateServerError::io("sync", layout.root()))?;
    }
    Ok(())
}

/// An `initdb` whose owner was killed may still be writing, so one attempt might not be enough.
async fn remove_incomplete(folder: &Path) -> Result<(), PrivateServerError> {
    const ATTEMPTS: u32 = 20;
    for attempt in 1..=ATTEMPTS {
        match fs::remove_dir_all(folder) {
            Ok(()) => {
                tracing::warn!(directory = %folder.display(), "threw away a half-made postgres cluster");
                return Ok(());
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) if attempt == ATTEMPTS => {
                return Err(PrivateServerError::io("remove", folder)(error));
            }
            Err(_) => tokio::time::sleep(Duration::from_millis(250)).await,
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_is_no_cluster_is_left_alone_and_named() {
        let folder = tempfile::tempdir().unwrap();
        let error = matching(folder.path(), &[]).unwrap_err();
        assert!(matches!(error, PrivateServerError::NotACluster { .. }));
    }
}
