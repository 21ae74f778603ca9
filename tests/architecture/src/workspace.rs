//! The files of the workspace.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Folders that belong to the machine, not to the workspace, where git cannot be asked.
const MACHINES: [&str; 3] = ["target", ".git", ".alphapy"];

/// The folder that holds the root manifest.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors()
        .nth(2)
        .expect("this crate lies two folders below the root")
        .to_owned()
}

/// The text of a file, named from the root.
pub fn read(path: impl AsRef<Path>) -> String {
    let path = root().join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Whether there is such a file or folder, named from the root.
pub fn exists(path: impl AsRef<Path>) -> bool {
    root().join(path).exists()
}

/// Every file of the workspace, named from the root with `/` between folders. Git says which belong to it, those that are
/// not committed yet included; in a copy without git it is every file that does not belong to the machine.
pub fn files() -> Vec<String> {
    let mut files = tracked().unwrap_or_else(|| {
        let mut found = Vec::new();
        walk(&root(), &mut found);
        found
    });
    files.retain(|it| exists(it));
    files.sort_unstable();
    files.dedup();
    assert!(files.len() > 50, "this finds hardly any files: {files:?}");
    files
}

/// The folders of the members: `crates/kernel`, `tests/e2e`, …
pub fn members() -> Vec<String> {
    let manifests = files().into_iter().filter(|it| it.ends_with("/Cargo.toml"));
    manifests
        .filter_map(|it| it.strip_suffix("/Cargo.toml").map(str::to_owned))
        // Fuzz targets are workspaces of their own, because they need another toolchain.
        .filter(|it| !it.ends_with("/fuzz"))
        .collect()
}

fn tracked() -> Option<Vec<String>> {
    if !root().join(".git").exists() {
        return None;
    }
    // Tests also run as another user than the one who cloned; the setting lets git read all the same.
    let output = Command::new("git")
        .args([
            "-c",
            "safe.directory=*",
            "ls-files",
            "--cached",
            "--others",
            "--exclude-standard",
            "-z",
        ])
        .current_dir(root())
        .output()
        .ok()?;
    let names = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| {
        names
            .split('\0')
            .filter(|it| !it.is_empty())
            .map(str::to_owned)
            .collect()
    })
}

fn walk(folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let name = entry.file_name();
        if path.is_dir() {
            if !MACHINES.iter().any(|it| name == *it) {
                walk(&path, found);
            }
        } else if let Some(name) = path.strip_prefix(root()).ok().and_then(Path::to_str) {
            found.push(name.to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_without_git_shows_the_same_files() {
        let Some(tracked) = tracked() else { return };
        let mut walked = Vec::new();
        walk(&root(), &mut walked);
        let missing: Vec<_> = tracked
            .iter()
            .filter(|it| exists(it) && !walked.contains(it))
            .collect();
        assert!(missing.is_empty(), "{missing:?}");
    }
}
