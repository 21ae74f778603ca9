//! Finds the `initdb` and `postgres` programs that are installed.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use tokio::process::Command;

use super::account::Account;
use super::config::BinaryFolder;
use super::error::PrivateServerError;

/// The oldest server our SQL is written for.
pub(super) const MINIMUM_MAJOR: u32 = 15;

/// Folders with one subfolder per version: parent, start of the subfolder's name, way down from there.
const VERSIONED: &[(&str, &str, &str)] = &[
    ("/usr/lib/postgresql", "", "bin"),
    ("/usr", "pgsql-", "bin"),
    ("/opt/homebrew/opt", "postgresql@", "bin"),
    ("/usr/local/opt", "postgresql@", "bin"),
    ("/home/linuxbrew/.linuxbrew/opt", "postgresql@", "bin"),
    ("/Applications/Postgres.app/Contents/Versions", "", "bin"),
];

/// One installation that was asked for its version and answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Binaries {
    folder: PathBuf,
    pub(super) major: u32,
}

impl Binaries {
    pub(super) fn initdb(&self) -> PathBuf {
        self.folder.join("initdb")
    }

    pub(super) fn postgres(&self) -> PathBuf {
        self.folder.join("postgres")
    }
}

/// Every usable installation, the preferred one first.
pub(super) async fn installed(
    wanted: &BinaryFolder,
    account: &Account,
) -> Result<Vec<Binaries>, PrivateServerError> {
    match wanted {
        BinaryFolder::Given(folder) => {
            let (usable, _) = ask_each(vec![folder.clone()], account).await;
            if usable.is_empty() {
                return Err(PrivateServerError::NotABinaryFolder {
                    folder: folder.clone(),
                });
            }
            Ok(usable)
        }
        BinaryFolder::Searched => {
            // PATH says where programs are, not how Alphapy behaves, so reading it here is no hidden configuration.
            search(std::env::var_os("PATH").as_deref(), VERSIONED, account).await
        }
    }
}

async fn search(
    path: Option<&OsStr>,
    versioned: &[(&str, &str, &str)],
    account: &Account,
) -> Result<Vec<Binaries>, PrivateServerError> {
    let on_path: Vec<PathBuf> = path
        .map(|path| std::env::split_paths(path).collect())
        .unwrap_or_default();
    let mut folders = on_path.clone();
    folders.extend(told_by_pg_config(&on_path).await);
    for place in versioned {
        folders.extend(newest_first(place));
    }
    let (usable, too_old) = ask_each(folders, account).await;
    if usable.is_empty() {
        return Err(PrivateServerError::NoBinaries { found: too_old });
    }
    Ok(usable)
}

/// Debian keeps the server's programs off the `PATH`, but its `pg_config` knows where they are.
async fn told_by_pg_config(on_path: &[PathBuf]) -> Option<PathBuf> {
    let program = on_path
        .iter()
        .map(|folder| folder.join("pg_config"))
        .find(|program| program.is_file())?;
    let output = Command::new(program).arg("--bindir").output().await.ok()?;
    let folder = String::from_utf8(output.stdout).ok()?;
    Some(PathBuf::from(folder.trim()))
}

fn newest_first((parent, prefix, below): &(&str, &str, &str)) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(parent) else {
        return Vec::new();
    };
    let mut versions: Vec<(u32, PathBuf)> = entries
        .filter_map(|entry| {
            let entry = entry.ok()?;
            let name = entry.file_name();
            let version = leading_number(name.to_str()?.strip_prefix(prefix)?)?;
            Some((version, entry.path().join(below)))
        })
        .collect();
    versions.sort_by(|a, b| b.cmp(a));
    versions.into_iter().map(|(_, folder)| folder).collect()
}

/// The usable installations among the folders, and the versions of those that are too old.
async fn ask_each(folders: Vec<PathBuf>, account: &Account) -> (Vec<Binaries>, Vec<u32>) {
    let mut seen = HashSet::new();
    let (mut usable, mut too_old) = (Vec::new(), Vec::new());
    for folder in folders.iter().filter_map(|folder| real_folder(folder)) {
        if !seen.insert(folder.clone()) {
            continue;
        }
        match major_version(&folder.join("postgres"), account).await {
            Some(major) if major >= MINIMUM_MAJOR => usable.push(Binaries { folder, major }),
            Some(major) => too_old.push(major),
            None => {}
        }
    }
    (usable, too_old)
}

/// The folder with both programs, without symbolic links: distributions link them into `/usr/local/bin` and the like,
/// and one installation should count once.
fn real_folder(folder: &Path) -> Option<PathBuf> {
    let initdb = std::fs::canonicalize(folder.join("initdb")).ok()?;
    let folder = initdb.parent()?;
    folder
        .join("postgres")
        .is_file()
        .then(|| folder.to_path_buf())
}

/// Asks as the account that will run it: a program below root's home is of no use to anybody else.
async fn major_version(postgres: &Path, account: &Account) -> Option<u32> {
    let mut command = Command::new(postgres);
    command.arg("--version");
    account.run_as(&mut command);
    let output = command.output().await.ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    leading_number(text.trim().strip_prefix("postgres (PostgreSQL) ")?)
}

fn leading_number(text: &str) -> Option<u32> {
    let end = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    text[..end].parse().ok()
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use super::*;

    #[tokio::test]
    async fn says_what_to_install_when_nothing_is_found() {
        let empty = tempfile::tempdir().unwrap();
        let path = OsString::from(empty.path());
        let error = search(Some(&path), &[], &Account::Ourselves)
            .await
            .unwrap_err();
        let message = error.to_string();
        for part in [
            "apt-get install postgresql",
            "dnf install postgresql-server",
            "brew install",
            "DATABASE_URL",
        ] {
            assert!(message.contains(part), "{message}");
        }
    }

    #[tokio::test]
    async fn a_given_folder_without_programs_is_named_in_the_error() {
        let empty = tempfile::tempdir().unwrap();
        let given = BinaryFolder::Given(empty.path().to_path_buf());
        let error = installed(&given, &Account::Ourselves).await.unwrap_err();
        assert!(
            error
                .to_string()
                .contains(&empty.path().display().to_string())
        );
    }

    #[test]
    fn newer_versions_come_first() {
        let root = tempfile::tempdir().unwrap();
        for version in ["9.6", "15", "17", "notes"] {
            std::fs::create_dir(root.path().join(version)).unwrap();
        }
        let parent = root.path().to_str().unwrap();
        let found = newest_first(&(parent, "", "bin"));
        let expected: Vec<PathBuf> = ["17/bin", "15/bin", "9.6/bin"]
            .map(|it| root.path().join(it))
            .into();
        assert_eq!(found, expected);
    }

    #[test]
    fn reads_the_major_version_out_of_any_version_string() {
        assert_eq!(leading_number("15.14 (Debian 15.14-0+deb12u1)"), Some(15));
        assert_eq!(leading_number("18beta1"), Some(18));
        assert_eq!(leading_number("devel"), None);
    }
}
